import { mongo } from 'mongoose';

/** How an adapter says, in the words of its port, what went wrong. */
export interface Words {
  closed(): Error;
  /** `reason` holds no data. */
  failed(reason: string, cause: unknown): Error;
}

/**
 * All that one adapter asks of the server: refused after closing, awaited by closing, and named in the port's words where the driver
 * throws. A call that failed may have been done all the same: the answer was lost. Whoever repeats it must be able to.
 */
export class Calls {
  private readonly running = new Set<Promise<unknown>>();
  private closing = false;
  private readonly foreign = new WeakSet<object>();

  constructor(private readonly words: Words) {}

  async run<T>(work: () => Promise<T>): Promise<T> {
    this.refuseIfClosed();
    const mine = work();
    this.running.add(mine);
    try {
      return await mine;
    } catch (error) {
      throw isOfDriver(error) && !this.foreign.has(error) ? this.words.failed(reasonOf(error), error) : error;
    } finally {
      this.running.delete(mine);
    }
  }

  /** For what those throw whom a call asks for something: it comes out as it is, whatever it looks like. */
  asIs(error: unknown): unknown {
    if (typeof error === 'object' && error !== null) this.foreign.add(error);
    return error;
  }

  /** Each step is a call of its own, so that nobody waits for a reader who takes his time. */
  async *each<T>(items: AsyncIterable<T>): AsyncGenerator<T> {
    const steps = items[Symbol.asyncIterator]();
    try {
      for (let next = await this.run(() => steps.next()); next.done !== true; next = await this.run(() => steps.next())) yield next.value;
    } finally {
      await steps.return?.();
    }
  }

  /** What was asked before is still done. */
  async close(): Promise<void> {
    this.closing = true;
    await Promise.allSettled(this.running);
  }

  refuseIfClosed(): void {
    if (this.closing) throw this.words.closed();
  }
}

/** What was to be inserted, or what an upsert made, is there already. Which of two it was, only another read can say. */
export function isDuplicate(error: unknown): boolean {
  return error instanceof mongo.MongoServerError && error.code === DUPLICATE;
}

/** Of two upserts of one new row, one gets E11000; the second time it finds the row. `work` may be done twice. */
export async function upserting(work: () => Promise<unknown>): Promise<void> {
  try {
    await work();
  } catch (error) {
    if (!isDuplicate(error)) throw error;
    await work();
  }
}

/**
 * The places in an unordered bulk of what was there already. Throws the error if anything else went wrong with it. Beware: where the
 * connection ends, the driver throws the same class, with no failed write in it, and nobody knows what was written.
 */
export function duplicatesOf(error: unknown): readonly number[] {
  if (!(error instanceof mongo.MongoBulkWriteError) || error.result.getWriteConcernError() !== undefined) throw error;
  const failed = [error.writeErrors].flat();
  if (failed.length === 0 || failed.some(({ code }) => code !== DUPLICATE)) throw error;
  return failed.map(({ index }) => index);
}

const DUPLICATE = 11_000;

/** Where a connection ends while something is written to it, the driver passes on the error of the socket. */
function isOfDriver(error: unknown): error is object {
  return error instanceof mongo.MongoError || error instanceof mongo.BSON.BSONError || (typeof error === 'object' && error !== null && 'syscall' in error);
}

/** The server's words about a duplicate repeat the key, and a key may be somebody's. */
function reasonOf(error: unknown): string {
  return isDuplicate(error) ? 'what is written is there already' : (error as Error).message;
}
