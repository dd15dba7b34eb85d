import { catalogue, IdentifierSchema, recordCorrected, type NodeOf } from '@throughline/contracts';
import type { Identifier, NewEvent, Party, Sender, StoredEvent } from '@throughline/kernel';
import { Clues, ERASED, foreignOwners, foreignRules, ownersIn, sealedOwners, sealFields, sealForeignFields, sealPlan, unsealFields, VaultError, type ForeignContext, type SealPlan, type Vault } from '@throughline/vault';
import { identifiersIn, isIdentifier, laneOwner } from './addressing';

/** An event in clear, or why this program cannot read it; `reason` is a code, with the type and version it is about, never a value. */
export type OpenedEvent = { readonly ok: true; readonly event: StoredEvent } | { readonly ok: false; readonly event: StoredEvent; readonly reason: string };

const plans = new Map<string, SealPlan>(catalogue.types.map((type) => [type.type, sealPlan(type.schema)]));
/** By the type of what is corrected. */
const correctionPlans = new Map<unknown, SealPlan>(catalogue.types.map(({ type, schema }) => [type, sealPlan({ ...recordCorrected.schema, properties: { ...recordCorrected.schema.properties, data: schema } })]));
const identifierPlan = sealPlan(IdentifierSchema);
const rules = foreignRules();

/** The sender's words are sealed apart from the data, so their paths never meet. */
const senderScope = (eventId: string): string => `${eventId}/sender`;
const subjectScope = (eventId: string): string => `${eventId}/sender/subject`;
const attributesScope = (eventId: string): string => `${eventId}/sender/attributes`;

interface Sealing {
  readonly event: NewEvent;
  readonly lane: string;
  /** Of a type that no catalogue describes. */
  readonly foreign: boolean;
  /** For what no schema describes: the sender's words, and the data of a foreign type. */
  readonly context: ForeignContext;
}

/** Where the personal fields of an event of the catalogue are: in a correction, where they are in what it corrects. */
export function sealPlanOf({ type, data }: Pick<NewEvent, 'type' | 'data'>): SealPlan {
  const plan = plans.get(type) ?? null;
  return type === recordCorrected.type ? (correctionPlans.get((data as { readonly type?: unknown }).type) ?? plan) : plan;
}

/** Seals the personal fields of many events with one visit to the vault. The keys are durable before this resolves. */
export async function sealEvents(events: readonly { readonly stream: string; readonly event: NewEvent }[], vault: Vault, node: NodeOf): Promise<readonly NewEvent[]> {
  const sealings = events.map(({ stream, event }) => sealingOf(stream, event));
  const owners = new Set(sealings.flatMap((sealing) => ownersOf(sealing, node)));
  const keys = owners.size === 0 ? new Map<string, Buffer | null>() : await vault.keys([...owners]);
  return sealings.map((sealing) => sealEvent(sealing, keys, node));
}

function sealingOf(stream: string, event: NewEvent): Sealing {
  const lane = laneOwner(event.subject, stream);
  return { event, lane, foreign: !plans.has(event.type), context: { owner: lane, clues: new Clues(everyIdentifierIn(event)) } };
}

/** A sender may repeat in his own id or attributes whom the data names, or the other way round. */
function everyIdentifierIn(event: NewEvent): readonly Identifier[] {
  const named = identifiersIn(event).map(({ identifier }) => identifier);
  const subject = event.sender?.subject;
  return isIdentifier(subject) && !named.includes(subject) ? [...named, subject] : named;
}

function ownersOf({ event, lane, foreign, context }: Sealing, node: NodeOf): readonly string[] {
  const { data, sender } = event;
  const own = foreign ? [] : ownersIn(data, sealPlanOf(event), { subject: lane, node });
  const owners = sender?.subject === undefined ? own : [...own, ...ownersIn(sender.subject, identifierPlan, { subject: lane, node })];
  // What no schema describes is sealed with the lane's key: where that is needed anyway, nothing has to be searched.
  if (owners.includes(lane)) return owners;
  const words = sender === undefined ? {} : { source: sender.source, id: sender.id, ...sender.attributes };
  return [...owners, ...(foreign ? foreignOwners(data, rules, context) : []), ...foreignOwners(words, rules, context)];
}

function sealEvent({ event, lane, foreign, context }: Sealing, keys: ReadonlyMap<string, Buffer | null>, node: NodeOf): NewEvent {
  const key = keys.get(lane) ?? null;
  const data = foreign
    ? sealForeignFields(event.data, rules, { ...context, eventId: event.id, key })
    : sealFields(event.data, sealPlanOf(event), { eventId: event.id, subject: lane, node, keys });
  return event.sender === undefined ? { ...event, data } : { ...event, data, sender: sealSender(event.sender) };

  function sealSender({ subject, attributes, source, id, ...clear }: Sender): Sender {
    return {
      ...clear,
      // Names of systems, mostly; but some senders build their ids out of an address.
      ...sealForeignFields({ source, id }, rules, { ...context, eventId: senderScope(event.id), key }),
      ...(subject === undefined ? {} : { subject: sealFields(subject, identifierPlan, { eventId: subjectScope(event.id), subject: lane, node, keys }) }),
      ...(attributes === undefined ? {} : { attributes: sealForeignFields(attributes, rules, { ...context, eventId: attributesScope(event.id), key }) }),
    };
  }
}

/** Whether a field of it belongs to somebody whose key is gone: what was said there cannot be compared any more. */
export function isPartlyErased({ data, sender }: NewEvent): boolean {
  return JSON.stringify([data, sender]).includes(JSON.stringify(ERASED));
}

/**
 * Unseals, upcasts, and puts the identifiers an event names beside its parties. Order and number are kept. Throws only what
 * the vault throws when it is asked for keys; an event that cannot be read costs the others nothing.
 */
export async function openEvents(events: readonly StoredEvent[], vault: Vault, node: NodeOf): Promise<readonly OpenedEvent[]> {
  const owners = new Set<string>();
  for (const { data, sender } of events) {
    for (const owner of sealedOwners(data)) owners.add(owner);
    if (sender !== undefined) for (const owner of sealedOwners(sender)) owners.add(owner);
  }
  const keys = owners.size === 0 ? new Map<string, Buffer | null>() : await vault.knownKeys([...owners]);
  return events.map((event) => openedOrWhyNot(event, (owner) => keys.get(owner), node));
}

/** The keys are there: what fails now would fail each time, and trying again would stop all that comes behind. */
function openedOrWhyNot(event: StoredEvent, keyOf: (owner: string) => Buffer | null | undefined, node: NodeOf): OpenedEvent {
  try {
    return openEvent(event, keyOf, node);
  } catch (error) {
    return { ok: false, event, reason: error instanceof VaultError ? error.code : 'UNREADABLE' };
  }
}

function openEvent({ places, ...stored }: StoredEvent, keyOf: (owner: string) => Buffer | null | undefined, node: NodeOf): OpenedEvent {
  const data = standingHere(stored.type, unsealFields(stored.data, stored.id, keyOf), places);
  const clear = stored.sender === undefined ? { ...stored, data } : { ...stored, data, sender: openSender(stored.id, stored.sender, keyOf) };
  const current = catalogue.upcast(stored.type, stored.schemaVersion, data);
  if (!current.ok) return { ok: false, event: clear, reason: `${current.code} ${current.detail}` };
  const event = { ...clear, data: current.data, schemaVersion: catalogue.currentVersion(stored.type) };
  return { ok: true, event: { ...event, parties: withIdentifiers(event, node) } };
}

/** Positions of the store an event was brought over from become those of this one; a view sees no difference. */
function standingHere(type: string, data: unknown, places: StoredEvent['places']): unknown {
  return places === undefined ? data : (catalogue.type(type)?.places?.(data as never, (position) => places[position] ?? position) ?? data);
}

function openSender(eventId: string, { subject, attributes, source, id, ...clear }: Sender, keyOf: (owner: string) => Buffer | null | undefined): Sender {
  return {
    ...clear,
    ...unsealFields({ source, id }, senderScope(eventId), keyOf),
    ...(subject === undefined ? {} : { subject: unsealFields(subject, subjectScope(eventId), keyOf) }),
    ...(attributes === undefined ? {} : { attributes: unsealFields(attributes, attributesScope(eventId), keyOf) }),
  };
}

function withIdentifiers(event: StoredEvent, node: NodeOf): readonly Party[] {
  const named = new Map(
    identifiersIn(event)
      .filter(({ identifier }) => isIdentifier(identifier))
      .map(({ identifier }) => [node(identifier), identifier]),
  );
  if (named.size === 0) return event.parties;
  return event.parties.map((party) => {
    const identifier = named.get(party.node);
    return identifier === undefined ? party : { ...party, identifier };
  });
}
