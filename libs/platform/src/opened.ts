/** Opened one after the other; closed in the opposite order, by a start that fails in the middle too. */
export class Opened {
  private readonly closing: (() => unknown)[] = [];

  with<T>(part: T, close: (part: T) => unknown): T {
    this.closing.push(() => close(part));
    return part;
  }

  async close(): Promise<void> {
    for (const close of this.closing.splice(0).toReversed()) await close();
  }

  /** What `open` opens is closed again where it fails. */
  static async by<T>(open: (opened: Opened) => Promise<T>): Promise<T> {
    const opened = new Opened();
    try {
      return await open(opened);
    } catch (error) {
      await opened.close();
      throw error;
    }
  }
}
