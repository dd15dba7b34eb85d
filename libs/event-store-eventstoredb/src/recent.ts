import type { StoredEvent } from '@throughline/kernel';

/** Events and bytes kept in memory for those who follow live: at least, and up to twice as much. */
const KEPT = 2_000;
const KEPT_BYTES = 16 * 1024 * 1024;

export interface Sized {
  readonly event: StoredEvent;
  readonly bytes: number;
}

/** The end of the store as this process has followed it, so that many can follow live over one subscription. */
export class Recent {
  private events: Sized[] = [];
  private bytes = 0;
  private readonly sleepers = new Set<() => void>();

  /** `floor`: all events behind it are held; `null` = all there are. */
  constructor(private floor: bigint | null) {}

  push(events: readonly Sized[]): void {
    for (const event of events) {
      this.events.push(event);
      this.bytes += event.bytes;
    }
    if (this.events.length > 2 * KEPT || this.bytes > 2 * KEPT_BYTES) this.forget();
    for (const wake of this.sleepers) wake();
  }

  /** At most `limit` events behind a position, each reader's own; `null` = it lies further back than what is held. */
  after(position: bigint, limit: number): readonly StoredEvent[] | null {
    if (this.floor !== null && position < this.floor) return null;
    let [low, high] = [0, this.events.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.events[middle] as Sized).event.position <= position) low = middle + 1;
      else high = middle;
    }
    return this.events.slice(low, low + limit).map(({ event }) => structuredClone(event));
  }

  /** Until more has come, or until `signal`. */
  async more(signal: AbortSignal): Promise<void> {
    if (signal.aborted) return;
    await new Promise<void>((resolve) => {
      const wake = (): void => {
        signal.removeEventListener('abort', wake);
        this.sleepers.delete(wake);
        resolve();
      };
      signal.addEventListener('abort', wake);
      this.sleepers.add(wake);
    });
  }

  private forget(): void {
    let gone = 0;
    while (this.events.length - gone > KEPT || this.bytes > KEPT_BYTES) this.bytes -= (this.events[gone++] as Sized).bytes;
    this.floor = (this.events[gone - 1] as Sized).event.position;
    this.events = this.events.slice(gone);
  }
}
