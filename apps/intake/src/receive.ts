import type { Journal, Draft, StreamHead } from '@throughline/event-store';
import { derivedId, EventStoreError, headOf } from '@throughline/event-store';
import type { Actor, NewEvent, StoredEvent } from '@throughline/kernel';
import { correlationOf } from '@throughline/platform';
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

interface Waiting {
  readonly index: number;
  readonly draft: Draft;
  readonly stream: string;
}

/** New events of one stream that stand one behind the other among the items: one append, so that none passes an earlier one. */
interface Run {
  readonly stream: string;
  readonly expected: StreamHead['revision'];
  readonly places: (Waiting & { readonly event: NewEvent })[];
}

type Placed = Pick<StoredEvent, 'id' | 'revision' | 'position'>;

const FOREIGN = 'message-';
/** What is wrong with one event of a run, or was written by somebody else meanwhile. */
const ONE_BY_ONE = new Set<string>(['EVENT_ID_REUSED', 'PARTIAL_REPEAT', 'EVENT_TOO_LARGE', 'STREAM_NAME_INVALID']);

/**
 * Records items in the order given; one bad item costs the others nothing. Repeats are found for ever: the id of an event is
 * a function of its source, its sender's source and its sender's id; the first one wins, whatever a later one says.
 * Streams are read once, revisions foreseen, keys made in one go and everything appended in one turn, so that many items share one commit.
 */
export async function receive(journal: Journal, items: readonly unknown[], bearer: Bearer): Promise<readonly Receipt[]> {
  const receipts: Receipt[] = [];
  const drafts: Waiting[] = [];
  for (const [index, item] of items.entries()) {
    const read = readCloudEvent(item);
    if (isUnreadable(read)) receipts[index] = refused(read);
    else {
      const draft = draftOf(read, bearer);
      drafts.push({ index, draft, stream: journal.streamOf(draft) });
    }
  }
  const things = new Set(drafts.map(({ stream }) => stream).filter((stream) => !stream.startsWith(FOREIGN)));
  await journal.alone([...things], () => record(journal, drafts, receipts));
  return receipts;
}

/**
 * Nobody else of this process writes to these streams meanwhile, so what is foreseen comes true. Where another process does, its
 * streams are received item by item; a later item of such a stream may then stand before an earlier one.
 */
async function record(journal: Journal, drafts: readonly Waiting[], receipts: Receipt[]): Promise<void> {
  const { runs, again } = await foresee(journal, drafts, (index, receipt) => (receipts[index] = receipt));
  const sealed = (await journal.seal(runs.flatMap(({ stream, places }) => places.map(({ event }) => ({ stream, event }))))).values();
  const results = await Promise.all(runs.map((run) => appendRun(journal, run, run.places.map(() => sealed.next().value as NewEvent))));
  for (const [i, { places }] of runs.entries()) {
    for (const [j, { index, draft }] of places.entries()) receipts[index] = results[i]?.[j] ?? (await receiveAlone(journal, draft));
  }
  for (const { index, draft } of again) receipts[index] = await receiveAlone(journal, draft);
}

/** The trace is the one the event was made in (CloudEvents' extension), not the one of the request that brought it with a thousand others. */
function draftOf(read: ReadEvent, bearer: Bearer): Draft {
  const id = derivedId(bearer.source, read.sender.source, read.sender.id);
  return { id, type: read.type, data: read.data, source: bearer.source, occurredAt: read.occurredAt ?? bearer.receivedAt, actor: bearer.actor, correlationId: correlationOf(read.sender.attributes?.['traceparent']) ?? id, causationId: null, sender: read.sender };
}

interface StreamSoFar {
  head: StreamHead;
  readonly known: ReadonlyMap<string, Placed>;
  readonly planned: Set<string>;
}

/**
 * What is there already is answered at once; the rest is placed behind the head its stream will have by then. An id that
 * comes twice among the items is left for the end, when the first of it is recorded.
 */
async function foresee(journal: Journal, drafts: readonly Waiting[], answer: (index: number, receipt: Receipt) => void): Promise<{ readonly runs: readonly Run[]; readonly again: readonly Waiting[] }> {
  const streams = new Map<string, StreamSoFar>();
  const runs: Run[] = [];
  const again: Waiting[] = [];
  for (const waiting of drafts) {
    const { index, draft, stream } = waiting;
    const soFar = streams.get(stream) ?? (await readSoFar(journal, stream));
    streams.set(stream, soFar);
    const before = soFar.known.get(draft.id);
    if (before !== undefined) answer(index, receiptOf('repeated', stream, before));
    else if (soFar.planned.has(draft.id)) again.push(waiting);
    else {
      if (runs.at(-1)?.stream !== stream) runs.push({ stream, expected: soFar.head.revision, places: [] });
      const addressed = journal.address(soFar.head, [draft]);
      runs.at(-1)?.places.push({ ...waiting, event: addressed.events[0] as NewEvent });
      soFar.planned.add(draft.id);
      soFar.head = addressed.head;
    }
  }
  return { runs, again };
}

/** A foreign event stands alone in its stream: the append itself tells whether it is there already. */
async function readSoFar(journal: Journal, stream: string): Promise<StreamSoFar> {
  const stored: StoredEvent[] = [];
  if (!stream.startsWith(FOREIGN)) for await (const event of journal.store.readStream(stream)) stored.push(event);
  return { head: headOf(stored), known: new Map(stored.map((event) => [event.id, event])), planned: new Set() };
}

/** `null` = nothing was recorded, try them one by one. */
async function appendRun(journal: Journal, { stream, expected }: Run, sealed: readonly NewEvent[]): Promise<readonly Receipt[] | null> {
  try {
    const result = await journal.commit(stream, expected, sealed);
    return result.kind === 'conflict' ? null : result.events.map((placed) => receiptOf(result.repeated ? 'repeated' : 'recorded', stream, placed));
  } catch (error) {
    if (error instanceof EventStoreError && ONE_BY_ONE.has(error.code)) return null;
    throw error;
  }
}

const ATTEMPTS = 20;

async function receiveAlone(journal: Journal, draft: Draft): Promise<Receipt> {
  const stream = journal.streamOf(draft);
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    const stored: StoredEvent[] = [];
    for await (const event of journal.store.readStream(stream)) stored.push(event);
    const before = stored.find(({ id }) => id === draft.id);
    if (before !== undefined) return receiptOf('repeated', stream, before);
    const head = headOf(stored);
    try {
      const result = await journal.append(stream, head.revision, journal.address(head, [draft]).events);
      if (result.kind === 'done') return receiptOf(result.repeated ? 'repeated' : 'recorded', stream, result.events[0] as Placed);
    } catch (error) {
      if (!(error instanceof EventStoreError) || !ONE_BY_ONE.has(error.code)) throw error;
      if (error.code === 'EVENT_TOO_LARGE' || error.code === 'STREAM_NAME_INVALID') return { status: 'refused', code: error.code, message: error.message };
    }
  }
  throw new EventStoreError('STORE_BUSY', 'others keep writing to the same stream; send the same again');
}

function receiptOf(status: 'recorded' | 'repeated', stream: string, { id, revision, position }: Placed): Receipt {
  return { status, id, stream, revision, position };
}

function refused({ code, message }: Unreadable): Receipt {
  return { status: 'refused', code, message };
}
