/**
 * New keys that wait for the commit they share. A turn of the event loop is long enough to wait: calls come together because
 * one batch was read, and while this one commits the next ones gather.
 */
export class Group {
  /** By owner; `null` until they are made. */
  readonly made = new Map<string, Buffer | null>();
  readonly committed: Promise<void>;
  #resolve: () => void = () => {};
  #reject: (error: unknown) => void = () => {};

  constructor() {
    this.committed = new Promise((resolve, reject) => {
      this.#resolve = resolve;
      this.#reject = reject;
    });
  }

  /** Does the work and tells everybody who waits how it went. */
  settle(work: () => void): void {
    try {
      work();
      this.#resolve();
    } catch (error) {
      this.#reject(error);
    }
  }
}
