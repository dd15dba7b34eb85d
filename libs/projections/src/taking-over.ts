import type { ParkedEvent, Shelf } from '@throughline/read-store';
import type { RetryOutcome } from './shelf-writer';

/** What a program says of an event that another version of it may know. */
const NOT_KNOWN = /^UNKNOWN_(TYPE|VERSION) /;
const PAGE = 1_000;

/**
 * Folds what an older program could not read, when a partition changes hands: after an upgrade nobody has to ask for it. Only lanes
 * that begin with such an event, or with one that waits behind nothing (left by a former owner who was just writing); what failed
 * for another reason is for people to look at. One that fails as before speaks for all others that failed for the same reason.
 */
export async function retryNotKnown(shelf: Shelf, isOurs: (lane: string) => boolean, retry: (lane: string) => Promise<RetryOutcome>): Promise<void> {
  const [seen, hopeless] = [new Set<string>(), new Set<string>()];
  for await (const { lane, reason, failed } of everythingParked(shelf)) {
    if (seen.has(lane) || !isOurs(lane)) continue;
    seen.add(lane);
    if (failed && (!NOT_KNOWN.test(reason) || hopeless.has(reason))) continue;
    const outcome = await retry(lane);
    if (outcome.kind === 'still-parked') hopeless.add(outcome.reason);
  }
}

async function* everythingParked(shelf: Shelf): AsyncGenerator<ParkedEvent> {
  for (let afterPosition: bigint | undefined; ; ) {
    const page = await shelf.parked({ limit: PAGE, ...(afterPosition === undefined ? {} : { afterPosition }) });
    yield* page;
    afterPosition = page.at(-1)?.position;
    if (page.length < PAGE) return;
  }
}
