import { createHash, type Hash } from 'node:crypto';
import { canonicalJson } from '@throughline/kernel';
import type { Shelf, StoredDocument, StoredEntry } from '@throughline/read-store';

/** What differs between two shelves that should be equal. Lanes are node ids or stream names: no personal data in clear. */
export interface Difference {
  readonly lanesCompared: number;
  readonly lanesDiffering: number;
  /** The first hundred of them. */
  readonly examples: readonly string[];
}

export interface LaneDigest {
  readonly lane: string;
  /** SHA-256, hex. */
  readonly digest: string;
}

export const EXAMPLES = 100;

/** Up to where both sides of a comparison have everything of a lane. */
export type Reached = (lane: string) => bigint;

/**
 * One digest per lane, in the order of `scan`: SHA-256 over key, position (and for entries id and time) and the RFC 8785
 * canonical body of all that stands there. Entries above `upTo` of their lane do not count: entries never change, so this is the
 * shelf as it was then. Holds one lane's hash in memory, never its contents.
 */
export async function* laneDigests(shelf: Shelf, upTo?: Reached): AsyncGenerator<LaneDigest> {
  let lane: string | null = null;
  let hash: Hash = createHash('sha256');
  for await (const item of shelf.scan()) {
    if (upTo !== undefined && 'id' in item && item.position > upTo(item.lane)) continue;
    if (lane !== item.lane) {
      if (lane !== null) yield { lane, digest: hash.digest('hex') };
      lane = item.lane;
      hash = createHash('sha256');
    }
    hash.update(textOf(item));
  }
  if (lane !== null) yield { lane, digest: hash.digest('hex') };
}

function textOf(item: StoredDocument | StoredEntry): string {
  const place = 'id' in item ? `${item.id} ${item.time} ${item.position}` : `${item.position}`;
  return `${JSON.stringify(item.key)} ${place} ${canonicalJson(item.body)}\n`;
}

/**
 * Compares two shelves lane by lane. `except`: lanes that are known to be incomplete.
 * Both are read side by side; a lane that the other has not shown yet waits, so memory grows only with what differs.
 */
export async function compareShelves(left: Shelf, right: Shelf, except: ReadonlySet<string>, upTo?: Reached): Promise<Difference> {
  const waiting = [new Map<string, string>(), new Map<string, string>()] as const;
  const streams = [laneDigests(left, upTo), laneDigests(right, upTo)] as const;
  const examples: string[] = [];
  let compared = 0;
  let differing = 0;
  const differs = (lane: string): void => {
    differing++;
    if (examples.length < EXAMPLES) examples.push(lane);
  };
  const take = (side: 0 | 1, { lane, digest }: LaneDigest): void => {
    if (except.has(lane)) return;
    const other = waiting[side === 0 ? 1 : 0];
    const there = other.get(lane);
    if (there === undefined) return void waiting[side].set(lane, digest);
    other.delete(lane);
    compared++;
    if (there !== digest) differs(lane);
  };
  for (let open = [0, 1] as (0 | 1)[]; open.length > 0; ) {
    for (const side of open) {
      const next = await streams[side].next();
      if (next.done) open = open.filter((one) => one !== side);
      else take(side, next.value);
    }
  }
  for (const lane of [...waiting[0].keys(), ...waiting[1].keys()]) {
    compared++;
    differs(lane);
  }
  return { lanesCompared: compared, lanesDiffering: differing, examples };
}
