import { canonicalJson } from '@throughline/kernel';
import type { Checkpoint, DocumentWrite, ReadStore, Shelf, StoredDocument } from '@throughline/read-store';
import type { Standing } from './instance';

/**
 * When an instance has to be attended to again, though no event calls for it.
 *   waiting   `next` is the due time of its first timer
 *   failed    `next` is when it is tried again
 *   asleep    it waits for nothing but events
 */
export type AgendaItem = {
  /** `null` = which instance an event concerns could not be told; then `position` says which event. */
  readonly instance: string | null;
  /** Decimal string. */
  readonly position: string | null;
  readonly state: 'waiting' | 'failed' | 'asleep';
  /** Milliseconds since 1970. */
  readonly next: number | null;
  readonly timers: number;
  /** A code, never personal data. */
  readonly reason: string | null;
  /** When it failed first, ISO 8601. */
  readonly since: string | null;
};

/** Who is attended to: an instance, or an event of which that could not be told. */
export type Subject = { readonly instance: string } | { readonly position: bigint };

export interface Noted {
  readonly subject: Subject;
  readonly item: AgendaItem;
  readonly position: bigint;
}

/**
 * What one process has still to do, on a shelf: found by its time, however many wait. Written after the events it speaks of and before
 * the checkpoint, so what a crash takes away comes again; with the shelf gone, all of it is read from the store anew.
 */
export class Agenda {
  private constructor(private readonly shelf: Shelf) {}

  static async open(readStore: ReadStore, process: string): Promise<Agenda> {
    return new Agenda(await readStore.open({ view: `process-${process}`, kind: 'document', version: 1, generation: 1, indexes: ['next', 'state'] }));
  }

  checkpoint(): Promise<Checkpoint | null> {
    return this.shelf.checkpoint(0);
  }

  /** Whoever's time comes first; `null` = nobody waits. */
  async first(): Promise<{ readonly subject: Subject; readonly next: number } | null> {
    const [found] = await this.shelf.find({ where: { next: { gte: FIRST_MOMENT } }, orderBy: { path: 'next' }, limit: 1 });
    if (found === undefined) return null;
    const item = itemOf(found);
    return { subject: item.instance === null ? { position: BigInt(item.position ?? 0) } : { instance: item.instance }, next: item.next ?? 0 };
  }

  /** Where another engine wrote the same shelf meanwhile, whoever has read more of the streams is right. */
  async note(noted: readonly Noted[], checkpoint: Checkpoint | null): Promise<void> {
    for (;;) {
      const known = await this.shelf.documents(noted.map(({ subject }) => keyOf(subject)));
      const documents = noted.flatMap((one) => writeOf(one, known.get(keyOf(one.subject))));
      if (documents.length === 0 && checkpoint === null) return;
      const { conflicts } = await this.shelf.write({ documents, entries: [], park: [], unpark: [], checkpoint });
      if (conflicts.length === 0) return;
    }
  }

  async counts(): Promise<{ readonly waiting: number; readonly failed: number }> {
    return { waiting: await this.shelf.count({ state: 'waiting' }), failed: await this.shelf.count({ state: 'failed' }) };
  }

  /** ISO 8601; `null` = nobody waits. */
  async nextDue(): Promise<string | null> {
    const [found] = await this.shelf.find({ where: { state: 'waiting' }, orderBy: { path: 'next' }, limit: 1 });
    return found === undefined ? null : timeOf(itemOf(found).next);
  }

  /** In order of their names; `after` is the last name of the page before. */
  async failures(limit: number, after?: string): Promise<readonly (AgendaItem & { readonly key: string })[]> {
    const found = await this.shelf.find({ where: { state: 'failed' }, limit, ...(after === undefined ? {} : { after: { value: null, key: after } }) });
    return found.map((document) => ({ ...itemOf(document), key: document.key }));
  }
}

export function standing(subject: Subject, { pending }: Standing): AgendaItem {
  const [first] = pending;
  const none = { ...namesOf(subject), reason: null, since: null, timers: pending.length };
  return first === undefined ? { ...none, state: 'asleep', next: null } : { ...none, state: 'waiting', next: Date.parse(first.due) };
}

/** `now`, `next`: milliseconds since 1970. */
export function failure(subject: Subject, reason: string, now: number, next: number): AgendaItem {
  return { ...namesOf(subject), state: 'failed', next, timers: 0, reason, since: new Date(now).toISOString() };
}

export function timeOf(next: number | null): string | null {
  return next === null ? null : new Date(next).toISOString();
}

/** The earliest time there is in ECMAScript; of what has no time there is nothing to find. */
const FIRST_MOMENT = -8.64e15;

/** Nothing where nothing changes; since when it fails is kept. */
function writeOf({ subject, item, position }: Noted, known: StoredDocument | undefined): readonly DocumentWrite[] {
  const key = keyOf(subject);
  if (known === undefined) return item.state === 'asleep' ? [] : [{ key, lane: key, position, body: item, expected: null }];
  if (item.state !== 'failed' && position < known.position) return [];
  const before = itemOf(known);
  const body = item.state === 'failed' && before.state === 'failed' ? { ...item, since: before.since } : item;
  if (canonicalJson(before) === canonicalJson(body)) return [];
  return [{ key, lane: key, position: position > known.position ? position : known.position, body, expected: known.position }];
}

function namesOf(subject: Subject): Pick<AgendaItem, 'instance' | 'position'> {
  return 'instance' in subject ? { instance: subject.instance, position: null } : { instance: null, position: String(subject.position) };
}

function keyOf(subject: Subject): string {
  return 'instance' in subject ? `instance ${subject.instance}` : `event ${subject.position}`;
}

function itemOf(document: StoredDocument): AgendaItem {
  return document.body as unknown as AgendaItem;
}
