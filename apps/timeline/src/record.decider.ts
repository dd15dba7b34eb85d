import { catalogue, isAmendment, type EventType, type NodeOf, type RecordEvent } from '@throughline/contracts';
import { canonicalJson, reject, type Command, type Decider, type Fact, type Identifier, type NodeId, type Party, type Rejection, type StoredEvent } from '@throughline/kernel';

/** An event of the stream that is to be amended, whatever its type; or an amendment just decided. */
export type RecordedEvent = (Fact & Pick<StoredEvent, 'id' | 'actor' | 'stream' | 'parties'>) | RecordEvent;

interface Entry {
  readonly id: string;
  readonly type: string;
  readonly actor: string;
  /** As it stands corrected. */
  readonly data: unknown;
  readonly withdrawn: boolean;
}

/** Whom the thing belongs to. */
interface Owners {
  readonly customer: NodeId | null;
  readonly company: NodeId | null;
}

/** `withdrawn`: as a whole, for ever. */
export type RecordState =
  | { readonly status: 'none' }
  | { readonly status: 'there'; readonly entries: readonly Entry[]; readonly owners: Owners; readonly identifiers: Readonly<Record<NodeId, Identifier>> }
  | { readonly status: 'withdrawn' };

type There = Extract<RecordState, { status: 'there' }>;

function evolveWith(node: NodeOf): (state: RecordState, event: RecordedEvent) => RecordState {
  return (state, event) => {
    if (state.status === 'withdrawn') return state;
    const there: There = state.status === 'there' ? state : { status: 'there', entries: [], owners: { customer: null, company: null }, identifiers: {} };
    if (isAmendment(event)) return state.status === 'none' ? state : amend(there, event, node);
    const { id, type, actor, data, parties } = event;
    return { ...there, entries: [...there.entries, { id, type, actor, data, withdrawn: false }], owners: ownersAmong(parties), identifiers: { ...there.identifiers, ...identifiersAmong(parties) } };
  };
}

function amend(state: There, event: RecordEvent, node: NodeOf): RecordState {
  switch (event.type) {
    case 'record.corrected':
      return withEntry(state, event.data.eventId, { data: event.data.data });
    case 'record.withdrawn':
      return event.data.eventId === undefined ? { status: 'withdrawn' } : withEntry(state, event.data.eventId, { withdrawn: true });
    case 'record.moved': {
      const named = [event.data.customer, event.data.company].flatMap((identifier) => (isNamed(identifier) ? [[node(identifier), identifier]] : []));
      return { ...state, owners: ownersOf(event.data, node), identifiers: { ...state.identifiers, ...Object.fromEntries(named) } };
    }
  }
}

function withEntry(state: There, id: string, changes: Partial<Entry>): There {
  return { ...state, entries: state.entries.map((entry) => (entry.id === id ? { ...entry, ...changes } : entry)) };
}

type Of<More> = { readonly stream: string; readonly reason: string } & More;

export type RecordCommand =
  | Command<'correct', Of<{ readonly eventId: string; readonly data: unknown }>>
  /** Without an `eventId` the whole thing. */
  | Command<'withdraw', Of<{ readonly eventId?: string }>>
  | Command<'move', Of<{ readonly customer?: Identifier; readonly company?: Identifier }>>;

const GONE = reject('RECORD_WITHDRAWN', 'this was withdrawn and stays so; enter it anew');
const OF_NODE = reject('RECORD_OF_CUSTOMER', 'this says something of the customer it stands at and is no thing that could go as a whole; say it anew where it belongs');

function decideWith(node: NodeOf): (state: RecordState, command: RecordCommand) => readonly RecordEvent[] | Rejection {
  return (state, command) => {
    if (state.status === 'none') return reject('RECORD_NOT_FOUND', 'nothing is recorded under this name');
    if (state.status === 'withdrawn') return command.type === 'withdraw' ? [] : GONE;
    switch (command.type) {
      case 'correct':
        return correct(state, command.data, node);
      case 'withdraw':
        return command.data.eventId === undefined ? withdrawAll(state, command.data) : withdrawOne(state, { ...command.data, eventId: command.data.eventId });
      case 'move':
        return move(state, command.data, node);
    }
  };
}

function correct({ entries }: There, { stream, eventId, data, reason }: Extract<RecordCommand, { type: 'correct' }>['data'], node: NodeOf): readonly RecordEvent[] | Rejection {
  const entry = entries.find(({ id }) => id === eventId);
  const refused = refusalOf(entry);
  if (entry === undefined || refused !== null) return refused ?? [];
  if (entry.withdrawn) return GONE;
  const type = catalogue.type(entry.type);
  if (type === undefined) return reject('RECORD_FOREIGN', 'nobody here knows what an event of this type may say; withdraw it and record it anew');
  const failure = catalogue.validate(entry.type, data);
  if (failure !== null) return reject('DATA_INVALID', `/data${failure.path} ${failure.message}`, `/data${failure.path}`);
  if (type.stream(data as never, node) !== stream || !namesTheSame(type, entry.data, data, node)) return reject('RECORD_OTHER_THING', 'a correction is about the same thing and the same customer; move it to another customer, or withdraw it');
  if (canonicalJson(entry.data) === canonicalJson(data)) return [];
  return [{ type: 'record.corrected', data: { stream, eventId, type: entry.type, version: type.version, data: data as Readonly<Record<string, unknown>>, reason } }];
}

function withdrawOne({ entries }: There, data: Of<{ readonly eventId: string }>): readonly RecordEvent[] | Rejection {
  const entry = entries.find(({ id }) => id === data.eventId);
  const refused = refusalOf(entry);
  if (entry === undefined || refused !== null) return refused ?? [];
  if (entry.withdrawn) return [];
  const standing = entries.filter(({ withdrawn }) => !withdrawn);
  if (standing[0] === entry && standing.length > 1 && !isOfNode(entry, data.stream)) return reject('RECORD_BEGINS_WITH_IT', 'the thing begins with this entry: withdraw the whole thing');
  return [{ type: 'record.withdrawn', data }];
}

function withdrawAll({ entries }: There, { stream, reason }: Of<object>): readonly RecordEvent[] | Rejection {
  const refused = boundBy(entries, stream) ?? refusalOf(entries[0]);
  return refused ?? [{ type: 'record.withdrawn', data: { stream, reason } }];
}

/** Whoever told us of it: that it was put down to the wrong customer is seen here. */
function move({ entries, owners, identifiers }: There, { stream, reason, customer, company }: Extract<RecordCommand, { type: 'move' }>['data'], node: NodeOf): readonly RecordEvent[] | Rejection {
  if (customer === undefined && company === undefined) return reject('DATA_INVALID', '/customer or /company must say whose it is', '/customer');
  const refused = boundBy(entries, stream);
  if (refused !== null) return refused;
  const to = ownersOf({ customer, company }, node);
  if (to.customer === owners.customer && to.company === owners.company) return [];
  const left = (before: NodeId | null): Identifier | undefined => (before === null || before === to.customer || before === to.company ? undefined : identifiers[before]);
  const [fromCustomer, fromCompany] = [left(owners.customer), left(owners.company)];
  return [{ type: 'record.moved', data: { stream, reason, ...defined({ customer, company, fromCustomer, fromCompany }) } }];
}

/** What is decided about corrections of any stream: folded from what was recorded, not from what it reads as after them. */
export function recordDecider(node: NodeOf): Decider<RecordState, RecordCommand, RecordedEvent> {
  return { category: 'record', past: 'as-recorded', initial: { status: 'none' }, evolve: evolveWith(node), decide: decideWith(node) };
}

/** `null` = it may be corrected and withdrawn. */
function refusalOf(entry: Entry | undefined): Rejection | null {
  if (entry === undefined) return reject('RECORD_NOT_FOUND', 'this record has no entry with this id');
  const final = finality(entry);
  if (final !== null) return final;
  return entry.actor.startsWith('staff:') ? null : reject('RECORD_NOT_BY_HAND', 'nobody here entered this: what another system told us is corrected there');
}

/** What keeps a whole thing where it is, and from having never been. */
function boundBy(entries: readonly Entry[], stream: string): Rejection | null {
  if (entries.some((entry) => isOfNode(entry, stream))) return OF_NODE;
  return entries.map(finality).find((one) => one !== null) ?? null;
}

function finality({ type }: Entry): Rejection | null {
  const isFinal = catalogue.type(type)?.final === true;
  return isFinal ? reject('RECORD_FINAL', `${type} stays what it says: it is a proof, or an act of its own undoes it`) : null;
}

function namesTheSame(type: EventType, before: unknown, after: unknown, node: NodeOf): boolean {
  const named = (data: unknown) => type.parties(data as never).map(({ identifier, role }) => [role, isNamed(identifier) ? node(identifier) : null]);
  return canonicalJson(named(before)) === canonicalJson(named(after));
}

/** Whether its stream is called after a customer: then it has no life apart from him. */
function isOfNode({ type, data }: Entry, stream: string): boolean {
  const known = catalogue.type(type);
  return known !== undefined && known.stream(data as never, () => '') !== stream;
}

function ownersOf({ customer, company }: { readonly customer?: Identifier | undefined; readonly company?: Identifier | undefined }, node: NodeOf): Owners {
  return { customer: isNamed(customer) ? node(customer) : null, company: isNamed(company) ? node(company) : null };
}

function ownersAmong(parties: readonly Party[]): Owners {
  const inRole = (role: Party['role']): NodeId | null => parties.find((party) => party.role === role)?.node ?? null;
  return { customer: inRole('customer'), company: inRole('company') };
}

function identifiersAmong(parties: readonly Party[]): Record<NodeId, Identifier> {
  return Object.fromEntries(parties.flatMap(({ node, identifier }) => (identifier === undefined ? [] : [[node, identifier]])));
}

/** Erased ones are not. */
function isNamed(identifier: Identifier | undefined): identifier is Identifier {
  return typeof (identifier?.value as unknown) === 'string';
}

function defined<Members extends Record<string, Identifier | undefined>>(members: Members): { [Name in keyof Members]?: Identifier } {
  return Object.fromEntries(Object.entries(members).filter(([, value]) => value !== undefined)) as { [Name in keyof Members]?: Identifier };
}
