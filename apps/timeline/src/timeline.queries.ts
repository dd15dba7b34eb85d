import { catalogue } from '@throughline/contracts';
import { until } from '@throughline/identity';
import type { NodeId } from '@throughline/kernel';
import { matches, type EntryCursor, type Shelf, type StoredEntry, type Where } from '@throughline/read-store';
import type { Laid, ShownEntry } from './overlay';

export interface TimelineQuery {
  readonly nodes: readonly NodeId[];
  readonly limit: number;
  /** Going back in time from here (exclusive), or forward; neither = from the newest. */
  readonly older?: EntryCursor;
  readonly newer?: EntryCursor;
  readonly asOf?: number;
  readonly knownAt?: bigint;
  /** Only what was recorded behind this position, whenever it took place. */
  readonly above?: bigint;
  /** What was moved to somebody else is shown as well. */
  readonly originals?: boolean;
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

/**
 * A merge-read over the nodes of a customer, as it reads corrected: costs the page, not the history (but a search for words costs what
 * it searches). Filters look at what was recorded, but words are looked for in both.
 */
export async function timelinePage(shelf: Shelf, query: TimelineQuery, overlay: Laid): Promise<TimelinePage> {
  const forward = query.newer !== undefined;
  const { found, next } = await new Search(query, forward, overlay).run(shelf);
  const first = found[0];
  const back = forward ? query.newer : (query.older ?? undefined);
  const entries = forward ? found.toReversed() : found;
  const behind = back === undefined ? null : (first ?? back);
  return forward ? { entries, newer: next, older: behind } : { entries, older: next, newer: behind };
}

/** One way along the shelf, with the entries that do not stand there merged in at their places. */
class Search {
  private readonly words: readonly string[];
  private readonly found: StoredEntry[] = [];
  private readonly elsewhere: readonly StoredEntry[];
  /** Of those. */
  private taken = 0;

  constructor(
    private readonly query: TimelineQuery,
    private readonly forward: boolean,
    private readonly overlay: Laid,
  ) {
    this.words = (query.words ?? '').toLocaleLowerCase().split(/\s+/u).filter((word) => word !== '');
    const from = this.start;
    this.elsewhere = overlay.entries
      .filter((entry) => (from === undefined || this.compare(from, entry) < 0) && entry.position > (query.above ?? -1n) && matches(entry.body, whereOf(query)))
      .toSorted((a, b) => this.compare(a, b));
  }

  async run(shelf: Shelf): Promise<{ readonly found: readonly StoredEntry[]; readonly next: EntryCursor | null }> {
    const chunk = this.words.length === 0 ? this.query.limit + 1 : Math.max(500, this.query.limit + 1);
    let after = this.start;
    for (let searched = 0; searched < MAX_SEARCHED; searched += chunk) {
      const page = await shelf.entries(entryQuery(this.query, this.forward, after, chunk));
      const read = await this.overlay.over(page);
      for (const [index, entry] of page.entries()) if (!this.takeUntil(entry) || !this.take(read[index] ?? null)) return { found: this.found, next: this.found.at(-1) ?? null };
      if (page.length < chunk) return { found: this.found, next: this.takeUntil(null) ? null : (this.found.at(-1) ?? null) };
      after = page.at(-1);
    }
    return { found: this.found, next: after ?? null };
  }

  /** What stands elsewhere and comes before this one; `null` = all of it. `false` = the page is full. */
  private takeUntil(entry: StoredEntry | null): boolean {
    for (; this.taken < this.elsewhere.length; this.taken += 1) {
      const next = this.elsewhere[this.taken] as StoredEntry;
      if (entry !== null && this.compare(next, entry) > 0) return true;
      if (!this.take(next)) return false;
    }
    return true;
  }

  private take(entry: StoredEntry | null): boolean {
    if (entry === null || !says(entry, this.words)) return true;
    if (this.found.length === this.query.limit) return false;
    this.found.push(entry);
    return true;
  }

  private get start(): EntryCursor | undefined {
    return this.forward ? this.query.newer : this.query.older;
  }

  /** In the order of reading. */
  private compare(a: EntryCursor, b: EntryCursor): number {
    const order = a.time - b.time || (a.position < b.position ? -1 : a.position > b.position ? 1 : 0);
    return this.forward ? order : -order;
  }
}

function whereOf(query: TimelineQuery): Where {
  return Object.fromEntries(
    (['context', 'type', 'channel', 'actor'] as const).flatMap((path) => {
      const value = query[path];
      return value === undefined ? [] : [[path, value]];
    }),
  );
}

function entryQuery(query: TimelineQuery, forward: boolean, after: EntryCursor | undefined, limit: number) {
  const where = whereOf(query);
  return {
    keys: query.nodes,
    oldestFirst: forward,
    limit,
    ...(after === undefined ? {} : { after }),
    ...until(query),
    ...(query.above === undefined ? {} : { abovePosition: query.above }),
    ...(Object.keys(where).length === 0 ? {} : { where }),
  };
}

function says(stored: StoredEntry, words: readonly string[]): boolean {
  if (words.length === 0) return true;
  const entry = stored.body as unknown as ShownEntry;
  const text = catalogue.reads(entry.type, entry.data);
  const everything = `${entry.type} ${text.en} ${text.de} ${strings(entry.data)} ${strings(entry.parties)} ${strings(entry.amended)}`.toLocaleLowerCase();
  return words.every((word) => everything.includes(word));
}

/** The values only: a search for "text" is not to find every entry with a member of that name. */
function strings(value: unknown): string {
  if (typeof value === 'string' || typeof value === 'number') return String(value);
  return typeof value === 'object' && value !== null ? Object.values(value).map(strings).join(' ') : '';
}

/** An entry as clients get it: the whole event, its effective time, and how it reads; where it was amended, how it read at first. */
export function presentEntry({ time, body }: Pick<StoredEntry, 'time' | 'body'>) {
  const { amended, ...entry } = body as unknown as ShownEntry;
  const text = catalogue.reads(entry.type, entry.data);
  const presented = { ...entry, effectiveAt: new Date(time).toISOString(), text };
  return amended === undefined ? presented : { ...presented, amended: { ...amended, original: { ...amended.original, text: catalogue.reads(entry.type, amended.original.data) } } };
}
