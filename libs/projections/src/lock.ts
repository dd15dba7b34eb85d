/** One at a time, first come first served. What fails does not block the next. */
export class Lock {
  private last: Promise<unknown> = Promise.resolve();

  run<T>(work: () => Promise<T>): Promise<T> {
    const result = this.last.then(work);
    this.last = result.catch(() => undefined);
    return result;
  }
}

/** Holds all of them while `work` runs. Always the same order, so two who want all never wait for each other. */
export function holdAll<T>(locks: readonly Lock[], work: () => Promise<T>): Promise<T> {
  const [first, ...others] = locks;
  return first ? first.run(() => holdAll(others, work)) : work();
}
