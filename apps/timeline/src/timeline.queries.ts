import { catalogue } from '@throughline/contracts';
import { until } from '@throughline/identity';
import type { NodeId } from '@throughline/kernel';
import type { EntryCursor, Shelf, StoredEntry, Where } from '@throughline/read-store';
import type { TimelineEntry } from './timeline.view';

export interface TimelineQuery {
  readonly nodes: readonly NodeId[];
  readonly limit: number;
  /** Going back in time from here (exclusive), or forward; neither = from the newest. */
  readonly older?: EntryCursor;
  readonly newer?: EntryCursor;
  readonly asOf?: number;
  readonly knownAt?: bigint;
  readonly context?: string;
  readonly type?: string;
  readonly channel?: string;
  readonly actor?: string;
  /** Anywhere in what the entry says, in either language, ignoring case; all words must be there. */
  readonly words?: string;
}

export interface TimelinePage {
  /** Newest first, whichever way was read. */
  readonly entries: readonly StoredEntry[];
  /** More in this direction: where to go on; `null` = the end is reached. */
  readonly older: EntryCursor | null;
  readonly newer: EntryCursor | null;
}

/** Words are looked for in at most so many entries per page; beyond it the page may be short and the cursor goes on. */
const MAX_SEARCHED = 5_000;

/** A merge-read over the nodes of a customer: costs the page, not the history (but a search for words costs what it searches). */
export async function timelinePage(shelf: Shelf, query: TimelineQuery): Promise<TimelinePage> {
  const forward = query.newer !== undefined;
  const { found, next } = await search(shelf, query, forward);
  const first = found[0];
  const back = forward ? query.newer : (query.older ?? undefined);
  const entries = forward ? found.toReversed() : found;
  const behind = back === undefined ? null : (first ?? back);
  return forward ? { entries, newer: next, older: behind } : { entries, older: next, newer: behind };
}

async function search(shelf: Shelf, query: TimelineQuery, forward: boolean): Promise<{ found: readonly StoredEntry[]; next: EntryCursor | null }> {
  const words = (query.words ?? '').toLocaleLowerCase().split(/\s+/u).filter((word) => word !== '');
  const found: StoredEntry[] = [];
  let after = forward ? query.newer : query.older;
  for (let searched = 0; searched < MAX_SEARCHED; ) {
    const chunk = words.length === 0 ? query.limit + 1 : Math.max(500, query.limit + 1);
    const page = await shelf.entries(entryQuery(query, forward, after, chunk));
    for (const entry of page) {
      if (found.length === query.limit && says(entry, words)) return { found, next: found.at(-1) ?? null };
      if (says(entry, words)) found.push(entry);
      after = entry;
    }
    if (page.length < chunk) return { found, next: null };
    searched += page.length;
  }
  return { found, next: after ?? null };
}

function entryQuery(query: TimelineQuery, forward: boolean, after: EntryCursor | undefined, limit: number) {
  const where: Where = Object.fromEntries(
    (['context', 'type', 'channel', 'actor'] as const).flatMap((path) => {
      const value = query[path];
      return value === undefined ? [] : [[path, value]];
    }),
  );
  return {
    keys: query.nodes,
    oldestFirst: forward,
    limit,
    ...(after === undefined ? {} : { after }),
    ...until(query),
    ...(Object.keys(where).length === 0 ? {} : { where }),
  };
}

function says(stored: StoredEntry, words: readonly string[]): boolean {
  if (words.length === 0) return true;
  const entry = stored.body as unknown as TimelineEntry;
  const text = catalogue.reads(entry.type, entry.data);
  const everything = `${entry.type} ${text.en} ${text.de} ${strings(entry.data)} ${strings(entry.parties)}`.toLocaleLowerCase();
  return words.every((word) => everything.includes(word));
}

/** The values only: a search for "text" is not to find every entry with a member of that name. */
function strings(value: unknown): string {
  if (typeof value === 'string' || typeof value === 'number') return String(value);
  return typeof value === 'object' && value !== null ? Object.values(value).map(strings).join(' ') : '';
}

/** An entry as clients get it: the whole event, its effective time, and how it reads. */
export function presentEntry(stored: Pick<StoredEntry, 'time' | 'body'>): TimelineEntry & { readonly effectiveAt: string; readonly text: { readonly en: string; readonly de: string } } {
  const entry = stored.body as unknown as TimelineEntry;
  return { ...entry, effectiveAt: new Date(stored.time).toISOString(), text: catalogue.reads(entry.type, entry.data) };
}
