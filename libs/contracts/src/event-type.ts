import { Type, type Static, type TObject, type TSchema } from '@sinclair/typebox';
import type { Fact, Identifier, NodeId, PartyRole } from '@throughline/kernel';

/**
 * One entry of the catalogue. A type never changes its meaning; a new shape is a new `version` with an upcaster,
 * and the versions before stay under test as golden JSON.
 */
export interface EventType<Name extends string = string, Schema extends TObject = TObject> {
  readonly type: Name;
  readonly version: number;
  /** `closed` = only our own deciders write it; at an outside door it is quarantined. */
  readonly door: 'open' | 'closed';
  /** Of the data in clear, current version. Fields made with `personal()` are sealed in the store. */
  readonly schema: Schema;
  /** Which stream it belongs to: a function of its content, so that every door finds the same one. */
  stream(data: Static<Schema>, node: NodeOf): string;
  /** Whom it concerns, first the one whose lane a new stream gets; none = those of the event before in its stream. */
  parties(data: Static<Schema>): readonly NamedParty[];
  /** How it reads on a timeline. */
  reads(data: Static<Schema>): { readonly en: string; readonly de: string };
  /** The way the customer was met (`email`, `phone`, `web` …), if it was a contact. */
  channel?(data: Static<Schema>): string | undefined;
  /** Versions before this one, oldest first. */
  readonly past?: readonly PastVersion[];
}

export interface PastVersion {
  readonly version: number;
  readonly schema: TObject;
  /** From this version's data to the next one's. Pure. */
  upcast(data: never): unknown;
}

export interface NamedParty {
  readonly identifier: Identifier;
  readonly role: PartyRole;
}

export type NodeOf = (identifier: Identifier) => NodeId;

export type FactOf<T> = T extends EventType<infer Name, infer Schema> ? Fact<Name, Static<Schema>> : never;

export function eventType<const Name extends string, Schema extends TObject>(definition: EventType<Name, Schema>): EventType<Name, Schema> {
  return definition;
}

/**
 * Marks a field as personal: it is sealed with the key of `owner` before it is stored.
 *   `subject`  whomever the stream's lane belongs to (a node, or the stream itself)
 *   `self`     inside an identifier: the node it names; identifiers of companies and things are not sealed
 */
export function personal<S extends TSchema>(schema: S, owner: 'subject' | 'self' = 'subject'): S {
  return { ...schema, personal: owner };
}

/** `{type, value}` in clear. */
export const IdentifierSchema = Type.Object(
  {
    type: Type.String({ pattern: '^[a-z][a-z0-9-]{0,39}$' }),
    value: personal(Type.String({ minLength: 1, maxLength: 320 }), 'self'),
  },
  { additionalProperties: false },
);
