/**
 * Runs `work` while nobody else, in any process, runs what has the same name; waits for its turn. `signal` gives up waiting and is
 * passed on; the signal that `work` gets also aborts when nobody can promise any more that it is alone.
 */
export type Alone = <T>(name: string, signal: AbortSignal, work: (signal: AbortSignal) => Promise<T>) => Promise<T>;

/** For the only process there is. */
export const aloneAnyway: Alone = (_name, signal, work) => work(signal);
