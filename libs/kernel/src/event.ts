/**
 * The envelope every fact travels in, from the store to the shelf.
 *
 * Glossary
 *   stream    the events of one thing (`opportunity-42`), numbered 0, 1, 2 … by `revision`
 *   subject   the lane of the stream: a node, or the stream itself. Fixed by the stream's first event, for ever
 *   party     a node with its role in the event
 *   position  an event's place in the whole store: only compared; gaps are normal
 */

/** A fact as a decider writes it and a view reads it: name and content, nothing of where it is kept. */
export interface Fact<Type extends string = string, Data = unknown> {
  readonly type: Type;
  readonly data: Data;
}

/** Opaque on purpose: `staff:<uuid>`, `source:<id>`, `process:<name>`. Names stay sealed in the staff's own stream. */
export type Actor = `staff:${string}` | `source:${string}` | `process:${string}`;

/**
 * One identifier of one person, company or thing, safe to show in stream names, Kafka keys and the ledger:
 * `email:1.<HMAC>` for persons, `company:<value>` in clear for companies and things. Only a door makes one (`libs/vault`).
 */
export type NodeId = string;

/** An identifier in clear, as people and clients say it. Lives in sealed data and on shelves only. */
export type Identifier = {
  readonly type: string;
  readonly value: string;
};

/** `former`: it concerned him until now. The only role that the events behind do not inherit. */
export type PartyRole = 'customer' | 'company' | 'decision-maker' | 'mentioned' | 'former';

export interface Party {
  readonly node: NodeId;
  readonly role: PartyRole;
  /** In clear, where this event names it and its key is not destroyed. Only on opened events; never stored. */
  readonly identifier?: Identifier;
}

/** What the sender called the event. Kept beside our own id; `time` is what he said, word for word. What is personal in it is sealed in the store. */
export interface Sender {
  readonly source: string;
  readonly id: string;
  /** An identifier; sealed in the store unless it is a company's or a thing's. */
  readonly subject?: unknown;
  readonly time?: string;
  /** Extension attributes, as they came; personal ones sealed. */
  readonly attributes?: Readonly<Record<string, unknown>>;
}

/** Which command an event came from; `digest` is keyed, so that the same key with another body is recognised. */
export interface CommandMark {
  readonly id: string;
  readonly digest: string;
}

/** An event before the store has given it a place. This shape is stored: version it, never change it. */
export interface NewEvent<Type extends string = string, Data = unknown> extends Fact<Type, Data> {
  /** UUID. Unique within its stream. */
  readonly id: string;
  readonly schemaVersion: number;
  /** The authenticated source of the key it came with, never what the sender claims. */
  readonly source: string;
  readonly subject: string;
  readonly parties: readonly Party[];
  /** ISO 8601 in UTC with milliseconds: what the sender says. May lie in the future; see `effectiveTime`. */
  readonly occurredAt: string;
  readonly actor: Actor;
  readonly correlationId: string;
  readonly causationId: string | null;
  readonly sender?: Sender;
  readonly command?: CommandMark;
  /**
   * Positions that its data names and that are another store's, with the place where that stands here: `{"17": "90210"}`. Only on
   * events that were brought over from a store whose positions could not be kept. Like the position itself no content of the event.
   */
  readonly places?: Readonly<Record<string, string>>;
}

/** An event as the store gives it back. */
export interface StoredEvent<Type extends string = string, Data = unknown> extends NewEvent<Type, Data> {
  readonly stream: string;
  readonly revision: number;
  readonly position: bigint;
  /** ISO 8601 in UTC with milliseconds: the running maximum of the store's clock, in store order. */
  readonly recordedAt: string;
}

/**
 * The time that sorting, `asOf` and "the later one wins" use: min(occurredAt, recordedAt), in milliseconds since 1970.
 * A client clock of 2099 wins nothing. Ties are broken by position.
 */
export function effectiveTime(event: Pick<StoredEvent, 'occurredAt' | 'recordedAt'>): number {
  return Math.min(Date.parse(event.occurredAt), Date.parse(event.recordedAt));
}
