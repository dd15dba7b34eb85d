/** The port to time: whoever waits for a time asks here, so that a test can let days pass. */
export interface Clock {
  /** Milliseconds since 1970, UTC. */
  now(): number;
  /** Resolves when `time` (milliseconds since 1970) has come, or at once when `signal` aborts. Never rejects. */
  until(time: number, signal: AbortSignal): Promise<void>;
}

/** Longest sleep of a timer of Node, in milliseconds. */
const LONGEST = 2 ** 31 - 1;

export const systemClock: Clock = {
  now: () => Date.now(),
  async until(time, signal) {
    while (!signal.aborted && Date.now() < time) await sleep(Math.min(time - Date.now(), LONGEST), signal);
  },
};

function sleep(milliseconds: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(done, milliseconds);
    signal.addEventListener('abort', done, { once: true });
    function done(): void {
      clearTimeout(timer);
      signal.removeEventListener('abort', done);
      resolve();
    }
  });
}
