import { canonicalJson } from '@throughline/kernel';
import type { Shelf, StoredDocument } from '@throughline/read-store';
import { createHash } from 'node:crypto';
import { EXAMPLES, type Difference, type Reached } from './digest';
import { lanesParkedOn } from './parking';

/** How often what keeps changing is looked at again, and how many documents are at once. */
const ROUNDS = 50;
const PAGE = 500;

/** What one side has of a document. */
interface Seen {
  readonly lane: string;
  readonly position: bigint;
  readonly digest: string;
}

/**
 * Compares two shelves of documents that others go on writing to: `together` brings both to where it says, or beyond.
 * A document is compared where both have seen the same of it; one that is ahead is looked at again. Of one that changes faster than
 * it can be looked at nothing is said, as of lanes that are parked on `running`.
 */
export async function compareMoving(running: Shelf, built: Shelf, together: () => Promise<Reached>): Promise<Difference> {
  let reached = await together();
  const { lanes, open } = await unequal(running, built);
  const differing = new Set<string>();
  let keys = [...open];
  for (let round = 0; round < ROUNDS && keys.length > 0; round++) {
    if (round > 0) reached = await together();
    const parked = await lanesParkedOn(running);
    const again: string[] = [];
    for (let from = 0; from < keys.length; from += PAGE) {
      const page = keys.slice(from, from + PAGE);
      const [left, right] = await Promise.all([running.documents(page), built.documents(page)]);
      for (const key of page) {
        const [one, other] = [left.get(key), right.get(key)];
        const verdict = compared(one, other, reached);
        if (verdict === 'later') again.push(key);
        const lane = (one ?? other)?.lane;
        if (verdict === 'differs' && lane !== undefined && !parked.has(lane)) differing.add(lane);
      }
    }
    keys = again;
  }
  return { lanesCompared: lanes, lanesDiffering: differing.size, examples: [...differing].slice(0, EXAMPLES) };
}

/** `reached`: both sides have everything up to there, and may have more. */
function compared(one: StoredDocument | undefined, other: StoredDocument | undefined, reached: Reached): 'equal' | 'differs' | 'later' {
  if (one === undefined && other === undefined) return 'equal';
  if (one?.position === other?.position) return one?.lane === other?.lane && canonicalJson(one?.body) === canonicalJson(other?.body) ? 'equal' : 'differs';
  return [one, other].some((document) => document !== undefined && document.position > reached(document.lane)) ? 'later' : 'differs';
}

/** Keys of documents that are not the same on both; memory grows with these only. */
async function unequal(running: Shelf, built: Shelf): Promise<{ readonly lanes: number; readonly open: Iterable<string> }> {
  const waiting = [new Map<string, Seen>(), new Map<string, Seen>()] as const;
  const streams = [running.scan()[Symbol.asyncIterator](), built.scan()[Symbol.asyncIterator]()] as const;
  const lanes = [0, 0];
  const last: [string | null, string | null] = [null, null];
  for (let open = [0, 1] as (0 | 1)[]; open.length > 0; ) {
    for (const side of open) {
      const { done, value } = await streams[side].next();
      if (done === true) {
        open = open.filter((one) => one !== side);
        continue;
      }
      if (value.lane !== last[side]) lanes[side]!++;
      last[side] = value.lane;
      const seen = { lane: value.lane, position: value.position, digest: digestOf(value) };
      const there = waiting[side === 0 ? 1 : 0].get(value.key);
      if (there?.lane === seen.lane && there.position === seen.position && there.digest === seen.digest) waiting[side === 0 ? 1 : 0].delete(value.key);
      else waiting[side].set(value.key, seen);
    }
  }
  return { lanes: Math.max(...lanes), open: new Set([...waiting[0].keys(), ...waiting[1].keys()]) };
}

function digestOf({ body }: Pick<StoredDocument, 'body'>): string {
  return createHash('sha256').update(canonicalJson(body)).digest('base64url');
}
