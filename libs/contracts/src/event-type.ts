import { Type, type Static, type TObject, type TSchema } from '@sinclair/typebox';
import type { Fact, Identifier, NodeId, PartyRole } from '@throughline/kernel';

/**
 * One entry of the catalogue. A type never changes its meaning; a new shape is a new `version` with an upcaster,
 * and the versions before stay under test as golden JSON (`test/contracts`).
 */
export interface EventType<Name extends string = string, Schema extends TObject = TObject> {
  readonly type: Name;
  readonly version: number;
  /** `closed` = only our own deciders write it; at an outside door it is quarantined. */
  readonly door: 'open' | 'closed';
  /** Of the data in clear, current version. Fields made with `personal()` are sealed in the store. */
  readonly schema: Schema;
  /** Which stream it belongs to: a function of its content, so that every door finds the same one. */
  stream(data: DataOf<Schema>, node: NodeOf): string;
  /** Whom it concerns, first the one whose lane a new stream gets; none = those of the event before in its stream. */
  parties(data: DataOf<Schema>): readonly NamedParty[];
  /** The lane of a new stream, where it is not the first party's. */
  subject?(data: DataOf<Schema>, node: NodeOf): NodeId;
  /** Roles in which nobody stays whom it does not name; in others the parties before it stay. */
  readonly settles?: readonly PartyRole[];
  /** Never corrected or withdrawn, and what holds it never moved: it is a proof, or an act of its own undoes it. */
  readonly final?: true;
  /**
   * How it reads on a timeline, one line. `read` is for what it quotes of other types. Beware: fields whose key was destroyed arrive
   * as something else than text.
   */
  reads(data: DataOf<Schema>, read: (type: string, data: unknown) => Reading): Reading;
  /** The way the customer was met (`email`, `phone`, `web` …), if it was a contact. */
  channel?(data: DataOf<Schema>): string | undefined;
  /**
   * The same data, of whatever version and sealed or not, with every position of the store that it names replaced by `here(position)`: a
   * history that is brought over to another store stands at other positions there. Needed where the schema has a `Position`.
   */
  places?(data: DataOf<Schema>, here: (position: string) => string): DataOf<Schema>;
  /** Versions before this one, oldest first, without gaps. */
  readonly past?: readonly PastVersion[];
}

export interface PastVersion {
  readonly version: number;
  readonly schema: TObject;
  /** From this version's data to the next one's. Pure, and total: fields whose key was destroyed are not text. */
  upcast(data: never): unknown;
}

export interface NamedParty {
  readonly identifier: Identifier;
  readonly role: PartyRole;
}

export interface Reading {
  readonly en: string;
  readonly de: string;
}

export type NodeOf = (identifier: Identifier) => NodeId;

/** What a schema describes, readonly all the way down. */
export type DataOf<Schema extends TSchema> = Frozen<Static<Schema>>;

type Frozen<T> = T extends readonly (infer Item)[] ? readonly Frozen<Item>[] : T extends object ? { readonly [Key in keyof T]: Frozen<T[Key]> } : T;

export type FactOf<T> = T extends { readonly type: infer Name extends string; readonly schema: infer Schema extends TObject } ? Fact<Name, DataOf<Schema>> : never;

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

/** `{type, value}` in clear. Blanks alone name nobody, and half characters are stored alike: everybody who sends them would be the same customer. */
export const IdentifierSchema = Type.Object(
  {
    type: Type.String({ pattern: '^[a-z][a-z0-9-]{0,39}$' }),
    value: personal(Type.String({ pattern: '^(?=[^]*\\S)[^\\ud800-\\udfff]*$', maxLength: 320 }), 'self'),
  },
  { additionalProperties: false },
);

/** The customer and the company an event names, in this order. */
export function concerning(customer: Identifier | undefined, company?: Identifier): readonly NamedParty[] {
  return [
    ...(customer === undefined ? [] : [{ identifier: customer, role: 'customer' as const }]),
    ...(company === undefined ? [] : [{ identifier: company, role: 'company' as const }]),
  ];
}
