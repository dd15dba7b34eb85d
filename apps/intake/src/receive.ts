import type { Journal, Draft, StreamHead } from '@throughline/event-store';
import { derivedId, EventStoreError, headOf, NO_STREAM } from '@throughline/event-store';
import type { Actor, NewEvent, StoredEvent } from '@throughline/kernel';
import { isUnreadable, readCloudEvent, type ReadEvent, type Unreadable } from './cloud-event';

/** Who brings the items: the source of his key, and when. */
export interface Bearer {
  readonly actor: Actor;
  readonly source: string;
  /** ISO 8601, UTC, milliseconds; the time of events whose sender said none. */
  readonly receivedAt: string;
}

export type Receipt =
  | { readonly status: 'recorded' | 'repeated'; readonly id: string; readonly stream: string; readonly revision: number; readonly position: bigint }
  | { readonly status: 'refused'; readonly code: string; readonly message: string };

interface Place {
  readonly index: number;
  readonly stream: string;
  readonly event: NewEvent;
  readonly expected: StreamHead['revision'];
}

/**
 * Records items in the order given; one bad item costs the others nothing. Repeats are found for ever: the id of an event is
 * a function of its source, its sender's source and its sender's id; the first one wins.
 * Streams are read once, revisions foreseen, keys made in one go, so that many items share one commit.
 */
export async function receive(journal: Journal, items: readonly unknown[], bearer: Bearer): Promise<readonly Receipt[]> {
  const receipts: Receipt[] = [];
  const drafts: { readonly index: number; readonly draft: Draft }[] = [];
  for (const [index, item] of items.entries()) {
    const read = readCloudEvent(item);
    if (isUnreadable(read)) receipts[index] = refused(read);
    else drafts.push({ index, draft: draftOf(read, bearer) });
  }
  const { places, known } = await foresee(journal, drafts);
  for (const { index, receipt } of known) receipts[index] = receipt;
  const sealed = await journal.seal(places);
  const results = await Promise.all(places.map((place, i) => appendOne(journal, place, sealed[i] as NewEvent)));
  for (const [i, result] of results.entries()) {
    const place = places[i] as Place;
    // Somebody else wrote to this stream in between: read it again, alone and in order.
    receipts[place.index] = result === 'conflict' ? await receiveAgain(journal, drafts.find(({ index }) => index === place.index)?.draft as Draft) : result;
  }
  return receipts;
}

function draftOf(read: ReadEvent, bearer: Bearer): Draft {
  const id = derivedId(bearer.source, read.sender.source, read.sender.id);
  return { id, type: read.type, data: read.data, source: bearer.source, occurredAt: read.occurredAt ?? bearer.receivedAt, actor: bearer.actor, correlationId: id, causationId: null, sender: read.sender };
}

interface StreamSoFar {
  head: StreamHead;
  readonly placed: Map<string, { readonly revision: number; readonly position: bigint }>;
}

async function foresee(journal: Journal, drafts: readonly { readonly index: number; readonly draft: Draft }[], soFarOf = streamSoFar) {
  const streams = new Map<string, StreamSoFar>();
  const places: Place[] = [];
  const known: { readonly index: number; readonly receipt: Receipt }[] = [];
  for (const { index, draft } of drafts) {
    const stream = journal.streamOf(draft);
    const soFar = streams.get(stream) ?? (await soFarOf(journal, stream));
    streams.set(stream, soFar);
    const before = soFar.placed.get(draft.id);
    if (before !== undefined) {
      known.push({ index, receipt: { status: 'repeated', id: draft.id, stream, ...before } });
      continue;
    }
    const addressed = journal.address(soFar.head, [draft]);
    places.push({ index, stream, event: addressed.events[0] as NewEvent, expected: soFar.head.revision });
    soFar.head = addressed.head;
  }
  return { places, known };
}

/** A foreign event stands alone in its stream: the append itself tells whether it is there already, and no look is needed before. */
async function streamSoFar(journal: Journal, stream: string): Promise<StreamSoFar> {
  return stream.startsWith('message-') ? { head: NO_STREAM, placed: new Map() } : readStream(journal, stream);
}

async function readStream(journal: Journal, stream: string): Promise<StreamSoFar> {
  const stored: StoredEvent[] = [];
  for await (const event of journal.store.readStream(stream)) stored.push(event);
  return { head: stored.length === 0 ? NO_STREAM : headOf(stored), placed: new Map(stored.map(({ id, revision, position }) => [id, { revision, position }])) };
}

async function appendOne(journal: Journal, place: Place, sealed: NewEvent): Promise<Receipt | 'conflict'> {
  try {
    const result = await journal.commit(place.stream, place.expected, [sealed]);
    if (result.kind === 'conflict') return 'conflict';
    const [placed] = result.events;
    if (placed === undefined) throw new Error('an append was done without an event');
    return { status: result.repeated ? 'repeated' : 'recorded', id: sealed.id, stream: place.stream, revision: placed.revision, position: placed.position };
  } catch (error) {
    if (!(error instanceof EventStoreError)) throw error;
    if (error.code === 'EVENT_ID_REUSED') return 'conflict';
    if (error.code === 'EVENT_TOO_LARGE' || error.code === 'STREAM_NAME_INVALID') return { status: 'refused', code: error.code, message: error.message };
    throw error;
  }
}

const ATTEMPTS = 20;

async function receiveAgain(journal: Journal, draft: Draft): Promise<Receipt> {
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    const { places, known } = await foresee(journal, [{ index: 0, draft }], readStream);
    const [place] = places;
    if (place === undefined) return known[0]?.receipt as Receipt;
    const [sealed] = await journal.seal([place]);
    const result = await appendOne(journal, place, sealed as NewEvent);
    if (result !== 'conflict') return result;
  }
  throw new EventStoreError('STORE_BUSY', 'others keep writing to the same stream; send the same again');
}

function refused({ code, message }: Unreadable): Receipt {
  return { status: 'refused', code, message };
}
