import { Injectable } from '@nestjs/common';
import { catalogue, type Reading } from '@throughline/contracts';
import type { Actor } from '@throughline/kernel';
import { ProjectionEngine } from '@throughline/projections';
import type { EntryCursor, Shelf, StoredEntry } from '@throughline/read-store';
import { followedBy, type Because, type Following } from './following.queries';
import { inboxView, orderOf, type InboxEntry } from './inbox.view';
import { readMarksView, type ReadMarks } from './read-marks.view';
import { staffIdOf } from './values.rules';
import type { WorkDocument } from './work.rules';
import { workIn } from './work.queries';
import { workView } from './work.view';

export interface InboxQuery {
  readonly unreadOnly: boolean;
  readonly limit: number;
  readonly after?: EntryCursor;
}

export interface InboxItem extends Omit<InboxEntry, 'keys' | 'order'> {
  readonly effectiveAt: string;
  readonly text: Reading;
  readonly because: Because;
  readonly read: boolean;
  /** The piece of work it is about, as it is now. */
  readonly work: Pick<WorkDocument, 'kind' | 'id' | 'number' | 'title' | 'status' | 'assignee'> | null;
}

export interface InboxPage {
  readonly items: readonly InboxItem[];
  readonly after: EntryCursor | null;
  /** Counted up to a hundred; `more` = there are further ones. */
  readonly unread: { readonly count: number; readonly more: boolean };
}

/** Entries looked at for one page at most; beyond it the page may be short and the cursor goes on. */
const MOST_SEARCHED = 5_000;
const CHUNK = 200;
const COUNTED = 100;

/** Whose inbox it is, as far as finding his entries needs it. */
interface Reader {
  readonly me: Actor;
  readonly following: ReadonlyMap<string, Following>;
  readonly upTo: bigint;
  readonly entries: ReadonlySet<string>;
}

/** What reaches somebody, newest first: a merge-read over himself, his open work and the customers he looks after. His own deeds are left out. */
@Injectable()
export class Inbox {
  constructor(private readonly projections: ProjectionEngine) {}

  async page(me: Actor, query: InboxQuery): Promise<InboxPage> {
    const shelf = await this.projections.shelf(inboxView.name);
    const reader = { me, following: await followedBy(this.projections, me), ...(await this.marksOf(me)) };
    const [{ found, next }, unread] = await Promise.all([search(shelf, reader, query), search(shelf, reader, { unreadOnly: true, limit: COUNTED })]);
    return { items: await this.present(found, reader), after: next, unread: { count: unread.found.length, more: unread.next !== null } };
  }

  private async marksOf(me: Actor): Promise<Pick<Reader, 'upTo' | 'entries'>> {
    const staffId = staffIdOf(me);
    const marks = (await (await this.projections.shelf(readMarksView.name)).documents([staffId])).get(staffId)?.body as unknown as ReadMarks | undefined;
    return { upTo: BigInt(marks?.upTo ?? '-1'), entries: new Set(marks?.entries) };
  }

  private async present(found: readonly StoredEntry[], reader: Reader): Promise<readonly InboxItem[]> {
    const works = await (await this.projections.shelf(workView.name)).documents([...new Set(found.map((entry) => entryIn(entry).stream))]);
    return found.map((stored) => {
      const { keys: _keys, order: _order, ...entry } = entryIn(stored);
      const work = works.get(entry.stream);
      return {
        ...entry,
        effectiveAt: new Date(stored.time).toISOString(),
        text: catalogue.reads(entry.type, entry.data),
        because: becauseOf(stored, reader) ?? 'direct',
        read: isRead(entry.position, reader),
        work: work === undefined ? null : shown(workIn(work.body)),
      };
    });
  }
}

async function search(shelf: Shelf, reader: Reader, { unreadOnly, limit, after }: InboxQuery): Promise<{ readonly found: readonly StoredEntry[]; readonly next: EntryCursor | null }> {
  const found: StoredEntry[] = [];
  const where = unreadOnly ? { where: { order: { gte: orderOf(reader.upTo + 1n) } } } : {};
  let place = after;
  for (let searched = 0; searched < MOST_SEARCHED; searched += CHUNK) {
    const entries = await shelf.entries({ keys: keysAt(reader, place), limit: CHUNK, ...where, ...(place === undefined ? {} : { after: place }) });
    for (const entry of entries) {
      const wanted = becauseOf(entry, reader) !== null && !(unreadOnly && isRead(entryIn(entry).position, reader));
      if (wanted && found.length === limit) return { found, next: found.at(-1) ?? null };
      if (wanted) found.push(entry);
      place = entry;
    }
    if (entries.length < CHUNK) return { found, next: null };
  }
  return { found, next: place ?? null };
}

/** Going back in time, what he followed only later has nothing more for him. */
function keysAt({ following }: Reader, place: EntryCursor | undefined): readonly string[] {
  return [...following].filter(([, { since }]) => place === undefined || since <= place.time).map(([key]) => key);
}

/** Null = it is not for him: his own deed, or from before he had to do with it. */
function becauseOf(stored: StoredEntry, { me, following }: Reader): Because | null {
  const { actor, keys } = entryIn(stored);
  if (actor === me) return null;
  const reasons = keys.flatMap((key) => following.get(key) ?? []).filter(({ since }) => since <= stored.time);
  return reasons[0]?.because ?? null;
}

function isRead(position: string, { upTo, entries }: Reader): boolean {
  return BigInt(position) <= upTo || entries.has(position);
}

function entryIn(stored: StoredEntry): InboxEntry {
  return stored.body as unknown as InboxEntry;
}

function shown({ kind, id, number, title, status, assignee }: WorkDocument): InboxItem['work'] {
  return { kind, id, number, title, status, assignee };
}
