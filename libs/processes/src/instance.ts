import { amended, catalogue } from '@throughline/contracts';
import { derivedId, EventStoreError, type Draft, type Journal, type LoadedStream, type Outcome } from '@throughline/event-store';
import type { StoredEvent, Timer } from '@throughline/kernel';
import type { Clock } from './clock';
import { ProcessError } from './process-error';
import type { Order, Reading, RunningProcess } from './running';
import { differences, keyOf, normalized, pendingIn, timersIn, type OwnTimers, type TimerFact } from './timers.rules';

export interface InstanceContext {
  readonly process: RunningProcess;
  readonly journal: Journal;
  readonly clock: Clock;
}

/** How an instance stands after it was attended to. */
export interface Standing {
  /** What it waits for, first what is due first. */
  readonly pending: readonly Timer[];
  /** Of the last event that was read. */
  readonly position: bigint;
}

/** All that is known of an instance at one moment, read from the streams. */
interface Seen extends Standing {
  readonly own: LoadedStream;
  readonly lead: LoadedStream;
  readonly timers: OwnTimers;
  readonly reading: Reading;
  readonly facts: readonly TimerFact[];
  /** The last event of its sources: what is set or cancelled now is caused by it. */
  readonly cause: Pick<StoredEvent, 'id' | 'correlationId'> | null;
}

/** Reads a stream; whoever attends to many instances at once may answer twice from one reading. */
export type Load = (stream: string) => Promise<LoadedStream>;

/** How often it is read again because somebody else wrote in between. */
const ATTEMPTS = 20;
const SOURCE = 'throughline';

/**
 * Compares what the instance waits for with what its own stream says, and records the difference. Doing it twice changes nothing.
 * Throws `ProcessError`, `EventStoreError`, and what the process throws.
 */
export async function attend(context: InstanceContext, instance: string, load: Load = (stream) => context.journal.load(stream)): Promise<Standing> {
  return settled(await attended(context, instance, load));
}

/**
 * Does what is due first, if something is due: the command, then `timer-fired`. Dying in between is harmless: the command has an id
 * of its own for ever, and repeating it changes nothing.
 */
export async function fireFirst(context: InstanceContext, instance: string): Promise<Standing> {
  const load: Load = (stream) => context.journal.load(stream);
  const seen = await attended(context, instance, load);
  const [timer] = seen.pending;
  if (timer === undefined || Date.parse(timer.due) > context.clock.now()) return settled(seen);
  const outcome = await outcomeOf(context, instance, seen, timer);
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    const now = await look(context, instance, load);
    const known = now.timers.get(keyOf(timer));
    if (known?.status === 'fired' || (await record(context, instance, now, [{ type: 'process.timer-fired', timer, outcome }], known?.set ?? null))) return attend(context, instance, load);
  }
  throw new ProcessError('INSTANCE_TOO_BUSY');
}

export function streamOfInstance(process: string, instance: string): string {
  return `process-${process}-${instance}`;
}

async function attended(context: InstanceContext, instance: string, load: Load): Promise<Seen> {
  let from = load;
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    const seen = await look(context, instance, from);
    if (seen.facts.length === 0) return seen;
    // What another wrote in between is only seen by reading anew.
    if (!(await record(context, instance, seen, seen.facts, seen.cause))) from = (stream) => context.journal.load(stream);
  }
  throw new ProcessError('INSTANCE_TOO_BUSY');
}

async function look(context: InstanceContext, instance: string, load: Load): Promise<Seen> {
  const { process, journal } = context;
  const own = await understood(journal.load(streamOfInstance(process.name, instance)));
  const sources = await Promise.all(process.sources(instance).map((stream) => understood(load(stream))));
  const reading = process.read(inOrder(sources.map(({ events }) => amended(events))));
  const timers = timersIn(own.events);
  const written = inOrder(sources.map(({ events }) => events));
  const commands = new Set(written.map(({ command }) => command?.id));
  const facts = differences(timers, normalized(reading.timers), (timer) => commands.has(commandId(process.name, instance, timer)));
  const cause = written.at(-1) ?? null;
  const position = inOrder([written, own.events]).at(-1)?.position ?? 0n;
  return { own, lead: sources[0] ?? own, timers, reading, facts, cause, pending: pendingIn(timers), position };
}

/** Of several streams, in the order of the store. */
function inOrder(streams: readonly (readonly StoredEvent[])[]): readonly StoredEvent[] {
  return streams.length === 1 ? streams[0]! : streams.flat().toSorted((a, b) => (a.position < b.position ? -1 : 1));
}

function settled({ pending, position }: Seen): Standing {
  return { pending, position };
}

async function understood(loading: Promise<LoadedStream>): Promise<LoadedStream> {
  const loaded = await loading;
  if (loaded.notUnderstood !== null) throw new ProcessError('STREAM_NOT_UNDERSTOOD', loaded.notUnderstood);
  return loaded;
}

/** False = somebody else wrote to the instance's stream in between. */
async function record({ process, journal, clock }: InstanceContext, instance: string, { own, lead }: Seen, facts: readonly TimerFact[], cause: Seen['cause']): Promise<boolean> {
  const stream = streamOfInstance(process.name, instance);
  const next = own.head.revision === 'no-stream' ? 0 : own.head.revision + 1;
  const drafts = facts.map(({ type, timer, outcome }, index): Draft => {
    const id = derivedId('process', stream, String(next + index), type, timer.name, timer.due);
    const data = { process: process.name, instance, timer: timer.name, due: timer.due, ...(outcome === undefined ? {} : { outcome }) };
    // The last guard before what can never be changed again.
    if (catalogue.validate(type, data) !== null) throw new ProcessError('TIMER_INVALID', type);
    return { id, type, data, source: SOURCE, occurredAt: new Date(clock.now()).toISOString(), actor: `process:${process.name}`, correlationId: cause?.correlationId ?? id, causationId: cause?.id ?? null };
  });
  const { events } = journal.address({ revision: own.head.revision, subject: own.head.subject ?? lead.head.subject, parties: lead.head.parties }, drafts);
  try {
    return (await journal.append(stream, own.head.revision, events)).kind === 'done';
  } catch (error) {
    // Another engine wrote the same for another reason: that is found when the stream is read again.
    if (error instanceof EventStoreError && (error.code === 'EVENT_ID_REUSED' || error.code === 'PARTIAL_REPEAT')) return false;
    throw error;
  }
}

async function outcomeOf({ process, journal }: InstanceContext, instance: string, { reading, timers }: Seen, timer: Timer): Promise<string> {
  const order = reading.fire(timer);
  if (order === null) return 'nothing';
  const id = commandId(process.name, instance, timer);
  const set = timers.get(keyOf(timer))?.set;
  const origin = { commandId: id, digest: journal.digest(order.content), source: SOURCE, correlationId: set?.correlationId ?? id, causationId: set?.id ?? null };
  return wordFor(await order.give(journal, { by: `process:${process.name}`, at: timer.due }, origin));
}

function commandId(process: string, instance: string, { name, due }: Timer): string {
  return derivedId('process', process, instance, name, due);
}

/** A rule that is broken is an outcome; what another attempt may bring is not. */
function wordFor(outcome: Awaited<ReturnType<Order['give']>>): string {
  if (outcome.kind === 'rejected' && isTransient(outcome)) throw new ProcessError(outcome.rejection.code);
  if (outcome.kind === 'rejected') return outcome.rejection.code;
  // Given before, by a process that died and knew the instance in another state.
  return outcome.kind === 'nothing' ? 'nothing' : 'done';
}

function isTransient({ rejection }: Extract<Outcome, { kind: 'rejected' }>): boolean {
  return rejection.code === 'STREAM_TOO_BUSY' || rejection.code === 'STREAM_NOT_UNDERSTOOD';
}
