import type { Journal, Draft, StreamHead } from '@throughline/event-store';
import { derivedId, EventStoreError, headOf } from '@throughline/event-store';
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

interface Waiting {
  readonly index: number;
  readonly draft: Draft;
}

/** New events of one stream that stand one behind the other among the items: one append, so that none passes an earlier one. */
interface Run {
  readonly stream: string;
  readonly expected: StreamHead['revision'];
  readonly places: (Waiting & { readonly event: NewEvent })[];
}

/**
 * Runs of different streams, appended side by side: they share commits and get their positions in the order of the items.
 * A stream that comes again later waits for the next wave, because its revision is only foreseen.
 */
type Wave = Run[];

type Placed = Pick<StoredEvent, 'id' | 'revision' | 'position'>;

const FOREIGN = 'message-';
/** What is wrong with one event of a run, or was written by somebody else meanwhile. */
const ONE_BY_ONE = new Set<string>(['EVENT_ID_REUSED', 'PARTIAL_REPEAT', 'EVENT_TOO_LARGE', 'STREAM_NAME_INVALID']);

/**
 * Records items in the order given; one bad item costs the others nothing. Repeats are found for ever: the id of an event is
 * a function of its source, its sender's source and its sender's id; the first one wins, whatever a later one says.
 * Streams are read once, revisions foreseen, keys made in one go, so that many items share one commit.
 */
export async function receive(journal: Journal, items: readonly unknown[], bearer: Bearer): Promise<readonly Receipt[]> {
  const receipts: Receipt[] = [];
  const drafts: Waiting[] = [];
  for (const [index, item] of items.entries()) {
    const read = readCloudEvent(item);
    if (isUnreadable(read)) receipts[index] = refused(read);
    else drafts.push({ index, draft: draftOf(read, bearer) });
  }
  const { waves, again } = await foresee(journal, drafts, (index, receipt) => (receipts[index] = receipt));
  const sealed = (await journal.seal(waves.flat().flatMap(({ stream, places }) => places.map(({ event }) => ({ stream, event }))))).values();
  // Streams where somebody else wrote in between, or an event cannot be stored: from there on item by item, in order.
  const troubled = new Set<string>();
  for (const wave of waves) {
    const events = wave.map((run) => run.places.map(() => sealed.next().value as NewEvent));
    const results = await Promise.all(wave.map((run, i) => (troubled.has(run.stream) ? Promise.resolve(null) : appendRun(journal, run, events[i] as NewEvent[]))));
    for (const [i, { stream, places }] of wave.entries()) {
      const result = results[i] ?? null;
      if (result === null) troubled.add(stream);
      for (const [j, { index, draft }] of places.entries()) receipts[index] = result?.[j] ?? (await receiveAlone(journal, draft));
    }
  }
  for (const { index, draft } of again) receipts[index] = await receiveAlone(journal, draft);
  return receipts;
}

function draftOf(read: ReadEvent, bearer: Bearer): Draft {
  const id = derivedId(bearer.source, read.sender.source, read.sender.id);
  return { id, type: read.type, data: read.data, source: bearer.source, occurredAt: read.occurredAt ?? bearer.receivedAt, actor: bearer.actor, correlationId: id, causationId: null, sender: read.sender };
}

interface StreamSoFar {
  head: StreamHead;
  /** Number of the last wave it has a run in. */
  wave: number;
  readonly known: ReadonlyMap<string, Placed>;
  readonly planned: Set<string>;
}

/**
 * What is there already is answered at once; the rest is placed behind the head its stream will have by then. An id that
 * comes twice among the items is left for the end, when the first of it is recorded.
 */
async function foresee(journal: Journal, drafts: readonly Waiting[], answer: (index: number, receipt: Receipt) => void): Promise<{ readonly waves: readonly Wave[]; readonly again: readonly Waiting[] }> {
  const streams = new Map<string, StreamSoFar>();
  const waves: Wave[] = [[]];
  const again: Waiting[] = [];
  for (const { index, draft } of drafts) {
    const stream = journal.streamOf(draft);
    const soFar = streams.get(stream) ?? (await readSoFar(journal, stream));
    streams.set(stream, soFar);
    const before = soFar.known.get(draft.id);
    if (before !== undefined) answer(index, receiptOf('repeated', stream, before));
    else if (soFar.planned.has(draft.id)) again.push({ index, draft });
    else {
      const addressed = journal.address(soFar.head, [draft]);
      runFor(waves, stream, soFar).places.push({ index, draft, event: addressed.events[0] as NewEvent });
      soFar.planned.add(draft.id);
      soFar.head = addressed.head;
    }
  }
  return { waves, again };
}

/** The run at the end if it is of this stream, else a new one; in a wave where the stream has none yet. */
function runFor(waves: Wave[], stream: string, soFar: StreamSoFar): Run {
  const last = waves.at(-1)?.at(-1);
  if (last?.stream === stream) return last;
  const run: Run = { stream, expected: soFar.head.revision, places: [] };
  if (soFar.wave === waves.length - 1) waves.push([]);
  waves.at(-1)?.push(run);
  soFar.wave = waves.length - 1;
  return run;
}

/** A foreign event stands alone in its stream: the append itself tells whether it is there already. */
async function readSoFar(journal: Journal, stream: string): Promise<StreamSoFar> {
  const stored: StoredEvent[] = [];
  if (!stream.startsWith(FOREIGN)) for await (const event of journal.store.readStream(stream)) stored.push(event);
  return { head: headOf(stored), known: new Map(stored.map((event) => [event.id, event])), planned: new Set(), wave: -1 };
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
