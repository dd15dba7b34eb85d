import { amended, isAmendment } from '@throughline/contracts';
import type { EventStore } from '@throughline/event-store';
import type { DocumentView, StoredEvent, View } from '@throughline/kernel';
import type { OpenedEvent, OpenEvents } from './opened-event';
import { errorCode } from './projection-error';

/** By key: the events, as they stand corrected and in store order, from which its document is folded anew. */
export type Anew = ReadonlyMap<string, readonly StoredEvent[]>;

/** Why not; parks the event. Never personal data. */
export interface Fault {
  readonly fault: string;
}

/** A view whose documents can be folded anew. */
type Renewable = DocumentView & Required<Pick<DocumentView, 'streamsOf'>>;

interface Source {
  readonly store: Pick<EventStore, 'readStream'>;
  readonly open: OpenEvents;
}

/** Per position of a correction, withdrawal or move among these: what the view's documents are folded from after it. */
export async function readAnew(view: View, opened: readonly OpenedEvent[], source: Source): Promise<ReadonlyMap<bigint, Anew | Fault>> {
  const all = new Map<bigint, Anew | Fault>();
  if (!isRenewable(view)) return all;
  for (const one of opened) if (one.ok && isAmendment(one.event)) all.set(one.event.position, await anewAfter(view, one.event, source));
  return all;
}

function isRenewable(view: View): view is Renewable {
  return view.kind === 'document' && view.streamsOf !== undefined;
}

/**
 * The documents that the stream's events stood in before the amendment or stand in after it. Each is folded from all its streams up to
 * the amendment's position and never from what came behind, so that it is the same whenever it is done.
 */
async function anewAfter(view: Renewable, amendment: StoredEvent, source: Source): Promise<Anew | Fault> {
  const read = (stream: string) => readUpTo(stream, amendment.position, source);
  const own = await read(amendment.stream);
  if ('fault' in own) return own;
  const keys = guarded(amendment, () => new Set([...amended(own.slice(0, -1)), ...amended(own)].flatMap((event) => view.keys(event))));
  if ('fault' in keys) return keys;
  const anew = new Map<string, readonly StoredEvent[]>();
  for (const key of keys) {
    const streams = guarded(amendment, () => view.streamsOf(key));
    if ('fault' in streams) return streams;
    const events: StoredEvent[] = [];
    for (const stream of new Set(streams)) {
      const recorded = stream === amendment.stream ? own : await read(stream);
      if ('fault' in recorded) return recorded;
      events.push(...amended(recorded));
    }
    // An event of another lane was refused by the document when it came.
    const kept = guarded(amendment, () => events.filter((event) => event.subject === amendment.subject && view.keys(event).includes(key)));
    if ('fault' in kept) return kept;
    anew.set(key, kept.toSorted(byPosition));
  }
  return anew;
}

async function readUpTo(stream: string, position: bigint, { store, open }: Source): Promise<readonly StoredEvent[] | Fault> {
  const stored: StoredEvent[] = [];
  for await (const event of store.readStream(stream)) {
    if (event.position > position) break;
    stored.push(event);
  }
  const events: StoredEvent[] = [];
  for (const one of await open(stored)) {
    if (!one.ok) return { fault: one.reason };
    events.push(one.event);
  }
  return events;
}

function guarded<T extends object>(amendment: StoredEvent, ask: () => T): T | Fault {
  try {
    return ask();
  } catch (error) {
    return { fault: `VIEW_FAILED: ${errorCode(error)} at ${amendment.type}` };
  }
}

function byPosition(a: StoredEvent, b: StoredEvent): number {
  return a.position < b.position ? -1 : 1;
}
