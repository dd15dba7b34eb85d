/** Lets many wait for the next change of anything. */
export class Changes {
  private waiting = new Set<() => void>();

  announce(): void {
    const { waiting } = this;
    this.waiting = new Set();
    for (const wake of waiting) wake();
  }

  /**
   * Resolves at the next change, or after `ms` milliseconds, and after `POLL_MS` in any case: a partition may be held by
   * another process, whose changes are not announced here.
   */
  next(ms: number): Promise<void> {
    return new Promise((resolve) => {
      const wake = (): void => {
        clearTimeout(timer);
        this.waiting.delete(wake);
        resolve();
      };
      const timer = setTimeout(wake, Math.min(ms, POLL_MS));
      this.waiting.add(wake);
    });
  }
}

const POLL_MS = 50;
