import type { Chance } from './chance';

interface Waiting {
  readonly go: () => Promise<void>;
}

/** Who may be called next: everybody at once, or (manual) whom chance picks, one `grant` at a time. */
export class TurnQueue {
  private waiting: readonly Waiting[] = [];

  constructor(
    private readonly chance: Chance,
    private readonly manual: boolean,
  ) {}

  get length(): number {
    return this.waiting.length;
  }

  /** Resolves when the turn has come or the signal aborts; the answer ends the turn. */
  take(signal: AbortSignal): Promise<() => void> {
    if (!this.manual || signal.aborted) return Promise.resolve(() => undefined);
    return new Promise((resolve) => {
      const go = (): Promise<void> => {
        signal.removeEventListener('abort', giveUp);
        this.waiting = this.waiting.filter((one) => one !== entry);
        return new Promise((end) => resolve(end));
      };
      const giveUp = (): void => void go();
      const entry: Waiting = { go };
      this.waiting = [...this.waiting, entry];
      signal.addEventListener('abort', giveUp, { once: true });
    });
  }

  /** One of those who wait; resolves when its turn has ended. */
  grant(): Promise<void> {
    const entry = this.waiting[this.chance.below(this.waiting.length)];
    return entry ? entry.go() : Promise.resolve();
  }
}
