import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Clock } from './clock';

interface Waiter {
  readonly time: number;
  readonly wake: () => void;
}

/** A clock that stands still until it is told what time it is: days pass in a moment. For tests and trials. */
export class ManualClock implements Clock {
  private readonly waiting = new Set<Waiter>();

  /** `time`: milliseconds since 1970. */
  constructor(private time: number) {}

  now(): number {
    return this.time;
  }

  until(time: number, signal: AbortSignal): Promise<void> {
    if (signal.aborted || time <= this.time) return Promise.resolve();
    return new Promise((resolve) => {
      const wake = (): void => {
        signal.removeEventListener('abort', wake);
        this.waiting.delete(waiter);
        resolve();
      };
      const waiter = { time, wake };
      this.waiting.add(waiter);
      signal.addEventListener('abort', wake, { once: true });
    });
  }

  /** Wakes whoever waits, in order of time; the clock shows each one's time while he is woken. Time never goes back. */
  async advance(to: number): Promise<void> {
    for (;;) {
      const [first] = [...this.waiting].toSorted((a, b) => a.time - b.time);
      if (first === undefined || first.time > to) break;
      this.time = Math.max(this.time, first.time);
      first.wake();
      await nextTurn();
    }
    this.time = Math.max(this.time, to);
  }
}
