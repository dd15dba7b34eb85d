import { amended, catalogue, isAmendment } from '@throughline/contracts';
import { isRejection, type Actor, type Command, type Decider, type Fact, type NewEvent, type Rejection, type StoredEvent } from '@throughline/kernel';
import type { StreamHead } from './addressing';
import { EventStoreError, type ExpectedRevision, type Placed } from './event-store';
import { derivedId } from './ids';
import type { Journal, Settled } from './journal';

/** Where a command comes from. Repeating a command with the same `commandId` answers as the first time did. */
export interface CommandOrigin {
  /** v5(actor, Idempotency-Key), else v7. The ids of its events and of what it creates derive from it. */
  readonly commandId: string;
  /** Keyed digest of the command's content; another one under the same id is refused. */
  readonly digest: string;
  readonly source: string;
  readonly correlationId: string;
  readonly causationId: string | null;
  /** The revision the sender has seen (`If-Match`); absent = whatever it is by now. */
  readonly ifMatch?: number;
}

export type Outcome =
  | { readonly kind: 'done'; readonly stream: string; readonly repeated: boolean; readonly revision: number; readonly events: readonly (Placed & { readonly type: string })[] }
  /** The wish was fulfilled already. `revision` is -1 where there is no stream. */
  | { readonly kind: 'nothing'; readonly stream: string; readonly revision: number }
  | { readonly kind: 'rejected'; readonly rejection: Rejection }
  | { readonly kind: 'key-reused' }
  | { readonly kind: 'changed'; readonly actual: ExpectedRevision };

/** How often a command is decided anew because somebody else wrote in between. */
const ATTEMPTS = 20;

/**
 * Reads the stream as it stands corrected, decides, appends at the exact revision; on a conflict all of it again. A repeat is found
 * in what was recorded, whether it was corrected since or not. What was withdrawn whole is never begun again.
 * Throws `EventStoreError`; a stream with an event this version does not understand is a rejection, never a guess.
 */
export async function transact<S, C extends Command, E extends Fact>(
  journal: Journal,
  decider: Decider<S, C, E>,
  stream: string,
  command: C,
  origin: CommandOrigin,
): Promise<Outcome> {
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    const outcome = await journal.alone([stream], () => attemptOnce(journal, decider, stream, command, origin));
    if (outcome !== 'conflict') return outcome;
  }
  return { kind: 'rejected', rejection: { rejected: true, code: 'STREAM_TOO_BUSY', detail: 'others keep writing to this at the same moment; try again' } };
}

async function attemptOnce<S, C extends Command, E extends Fact>(journal: Journal, decider: Decider<S, C, E>, stream: string, command: C, origin: CommandOrigin): Promise<Outcome | 'conflict'> {
  const past = await journal.load(stream);
  if (past.notUnderstood !== null)
    return { kind: 'rejected', rejection: { rejected: true, code: 'STREAM_NOT_UNDERSTOOD', detail: `an event of this stream cannot be read here (${past.notUnderstood}); a newer version of Throughline may know it` } };
  const before = past.events.filter((event) => event.command?.id === origin.commandId);
  const first = before[0];
  if (first !== undefined) {
    if (first.command?.digest !== origin.digest) return { kind: 'key-reused' };
    return { kind: 'done', stream, repeated: true, revision: before.at(-1)?.revision ?? first.revision, events: before.map(({ id, revision, position, recordedAt, type }) => ({ id, revision, position, recordedAt, type })) };
  }
  const revision = past.head.revision === 'no-stream' ? -1 : past.head.revision;
  if (origin.ifMatch !== undefined && origin.ifMatch !== revision) return { kind: 'changed', actual: past.head.revision };
  const decision = decider.decide(stateOf(decider, past.events), command);
  if (isRejection(decision)) return { kind: 'rejected', rejection: decision };
  if (decision.length === 0) return { kind: 'nothing', stream, revision };
  const faulty = withdrawn(decider, past.events) ?? unfit(decision);
  if (faulty !== null) return { kind: 'rejected', rejection: faulty };
  return appendDecision(journal, stream, past.head, decision, command, origin);
}

/** A stored event of another category's type cannot stand here: the stream's name is a function of the content. */
function stateOf<S, C extends Command, E extends Fact>(decider: Decider<S, C, E>, recorded: readonly StoredEvent[]): S {
  const events = decider.past === 'as-recorded' ? recorded : amended(recorded);
  return events.reduce((state, event) => decider.evolve(state, event as unknown as E), decider.initial);
}

function withdrawn<S, C extends Command, E extends Fact>({ past }: Decider<S, C, E>, recorded: readonly StoredEvent[]): Rejection | null {
  if (past === 'as-recorded' || !recorded.some(endsAll)) return null;
  return { rejected: true, code: 'RECORD_WITHDRAWN', detail: 'this was withdrawn as a whole and stays so; enter it anew under another id' };
}

function endsAll(event: StoredEvent): boolean {
  return isAmendment(event) && event.type === 'record.withdrawn' && event.data.eventId === undefined;
}

/** The last guard before what can never be changed again: no event that does not fit its schema. */
function unfit(facts: readonly Fact[]): Rejection | null {
  for (const { type, data } of facts) {
    const failure = catalogue.validate(type, data);
    if (failure !== null) return { rejected: true, code: 'DATA_INVALID', detail: `${failure.path} ${failure.message}`, path: failure.path };
  }
  return null;
}

async function appendDecision(journal: Journal, stream: string, head: StreamHead, facts: readonly Fact[], command: Command, origin: CommandOrigin): Promise<Outcome | 'conflict'> {
  const drafts = facts.map((fact, index) => ({
    ...fact,
    id: derivedId(origin.commandId, String(index)),
    source: origin.source,
    occurredAt: command.at,
    actor: command.by satisfies Actor,
    correlationId: origin.correlationId,
    causationId: origin.causationId,
    command: { id: origin.commandId, digest: origin.digest },
  }));
  const addressed = journal.address(head, drafts);
  if (addressed.stream !== stream) throw new Error(`${facts[0]?.type ?? 'a fact'} belongs to a stream of another name than its decider's`);
  const result = await appendOrRace(journal, stream, head, addressed.events);
  if (result.kind === 'conflict') return 'conflict';
  return { kind: 'done', stream, repeated: result.repeated, revision: result.events.at(-1)?.revision ?? 0, events: result.events.map((placed, index) => ({ ...placed, type: facts[index]?.type ?? '' })) };
}

/** The same command at the same moment with other content wrote first: what it wrote is found when the stream is read again. */
async function appendOrRace(journal: Journal, stream: string, { revision }: StreamHead, events: readonly NewEvent[]): Promise<Settled> {
  try {
    return await journal.append(stream, revision, events);
  } catch (error) {
    if (error instanceof EventStoreError && (error.code === 'EVENT_ID_REUSED' || error.code === 'PARTIAL_REPEAT')) return { kind: 'conflict', actual: revision };
    throw error;
  }
}
