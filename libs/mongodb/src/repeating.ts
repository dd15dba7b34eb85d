import { setTimeout as pause } from 'node:timers/promises';

const LONGEST_PAUSE = 200;
/** With the pauses: some ten seconds. */
const ATTEMPTS = 60;

/**
 * Tries until there is an answer: for compare-and-set, where `undefined` means that another was quicker and what he wrote decides,
 * or that it stands there and is not yet with the majority. `giveUp` makes the error when that does not end.
 */
export async function repeating<T>(attempt: () => Promise<T | undefined>, giveUp: () => Error): Promise<T> {
  for (let times = 0; times < ATTEMPTS; times++) {
    const answer = await attempt();
    if (answer !== undefined) return answer;
    await pause(Math.min(LONGEST_PAUSE, 2 ** times * Math.random()));
  }
  throw giveUp();
}
