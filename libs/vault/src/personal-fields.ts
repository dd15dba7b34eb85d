import type { Identifier, NodeId } from '@throughline/kernel';
import { isPersonalType } from './node-id';
import { ERASED, pointer, sealValue } from './seal';

/** As much of a JSON Schema as says where the marks stand. */
interface MarkedSchema {
  readonly personal?: unknown;
  readonly properties?: Readonly<Record<string, object>>;
  readonly patternProperties?: Readonly<Record<string, object>>;
  readonly additionalProperties?: unknown;
  readonly items?: unknown;
  readonly anyOf?: readonly object[];
  readonly oneOf?: readonly object[];
  readonly allOf?: readonly object[];
  readonly $ref?: unknown;
}

/** Where the personal fields of one event type are. Compiled once per type and version; `null` = there are none below. */
export type SealPlan =
  | { readonly kind: 'subject' }
  | { readonly kind: 'object'; readonly members: readonly (readonly [string, SealPlan])[]; readonly rest: SealPlan | null; readonly identifier: boolean }
  | { readonly kind: 'array'; readonly items: SealPlan }
  | null;

export interface SealContext {
  readonly eventId: string;
  /** Owner of the fields marked `subject`: the stream's lane, a node or `stream:…`. */
  readonly subject: string;
  readonly node: (identifier: Identifier) => NodeId;
  /** From `Vault.keys(ownersIn(…))`. */
  readonly keys: ReadonlyMap<string, Buffer | null>;
}

/**
 * Compiles a JSON Schema (as TypeBox makes it) whose personal fields carry the annotation `personal`:
 *   `subject`  sealed with the key of the stream's subject, whole, whatever it holds
 *   `self`     the `value` of an object that has a `type`: an identifier, sealed with the key of the node it names
 * Throws where a mark cannot be followed: behind a `$ref`, or `self` on what is no identifier's value.
 */
export function sealPlan(schema: object): SealPlan {
  return planOf(schema);
}

function planOf(schema: MarkedSchema): SealPlan {
  if (schema.personal === 'subject') return { kind: 'subject' };
  if (schema.personal !== undefined) throw new Error(`a field is marked personal: ${JSON.stringify(schema.personal)}; 'self' belongs on the value beside a type`);
  if (schema.$ref !== undefined) throw new Error('a schema with personal fields cannot be recursive');
  const branches = [...(schema.anyOf ?? []), ...(schema.oneOf ?? []), ...(schema.allOf ?? [])].map(sealPlan);
  return [objectPlan(schema), arrayPlan(schema), ...branches].reduce(either, null);
}

function objectPlan(schema: MarkedSchema): SealPlan {
  const properties = schema.properties ?? {};
  const value: MarkedSchema | undefined = properties['value'];
  const identifier = properties['type'] !== undefined && value?.personal === 'self';
  const members: (readonly [string, SealPlan])[] = [];
  for (const [name, property] of Object.entries(properties)) {
    const plan = identifier && name === 'value' ? null : sealPlan(property);
    if (plan !== null) members.push([name, plan]);
  }
  const others = [...Object.values(schema.patternProperties ?? {}), schema.additionalProperties].filter(isSchema);
  const rest = others.map(sealPlan).reduce(either, null);
  return members.length > 0 || rest !== null || identifier ? { kind: 'object', members, rest, identifier } : null;
}

function arrayPlan(schema: MarkedSchema): SealPlan {
  const items = [schema.items].flat().filter(isSchema).map(sealPlan).reduce(either, null);
  return items === null ? null : { kind: 'array', items };
}

/** A value that may have either shape: what is personal in one of them is personal. */
function either(a: SealPlan, b: SealPlan): SealPlan {
  if (a === null || b === null) return a ?? b;
  if (a.kind === 'subject' || b.kind === 'subject') return { kind: 'subject' };
  if (a.kind === 'array' && b.kind === 'array') return { kind: 'array', items: either(a.items, b.items) };
  if (a.kind === 'object' && b.kind === 'object') {
    const members = new Map(a.members);
    for (const [name, plan] of b.members) members.set(name, either(members.get(name) ?? null, plan));
    return { kind: 'object', members: [...members], rest: either(a.rest, b.rest), identifier: a.identifier || b.identifier };
  }
  throw new Error('a field with personal members may not be a list and an object at once');
}

function isSchema(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}

/** Whose keys sealing this data needs, each once: for `Vault.keys`, before the synchronous `sealFields`. */
export function ownersIn(data: unknown, plan: SealPlan, context: Omit<SealContext, 'keys' | 'eventId'>): readonly string[] {
  const owners = new Set<string>();
  each(data, plan, '', context, (value, owner) => {
    owners.add(owner);
    return value;
  });
  return [...owners];
}

/**
 * A copy with the planned fields sealed; what needs no sealing is shared with the input. `null` members, and identifiers of
 * companies and things, stay as they are. A field whose owner was erased before is stored as `ERASED`: there is no key for
 * it and never will be. Throws if a key was not asked for.
 */
export function sealFields<Data>(data: Data, plan: SealPlan, context: SealContext): Data {
  return each(data, plan, '', context, (value, owner, path) => {
    const key = context.keys.get(owner);
    if (key === undefined) throw new Error(`the key of ${owner} was not asked for before sealing`);
    return key === null ? ERASED : sealValue(value, owner, key, { eventId: context.eventId, path });
  }) as Data;
}

type Leaf = (value: unknown, owner: string, path: string) => unknown;
type Owners = Pick<SealContext, 'subject' | 'node'>;

function each(value: unknown, plan: SealPlan, path: string, owners: Owners, leaf: Leaf): unknown {
  if (plan === null || value === null || value === undefined) return value;
  if (plan.kind === 'subject') return leaf(value, owners.subject, path);
  if (plan.kind === 'array') return Array.isArray(value) ? eachItem(value, plan.items, path, owners, leaf) : value;
  return typeof value === 'object' && !Array.isArray(value) ? eachMember(value as JsonMembers, plan, path, owners, leaf) : value;
}

type JsonMembers = Record<string, unknown>;

function eachItem(list: readonly unknown[], items: SealPlan, path: string, owners: Owners, leaf: Leaf): readonly unknown[] {
  const changed = list.map((item, index) => each(item, items, pointer(path, index), owners, leaf));
  return changed.some((item, index) => item !== list[index]) ? changed : list;
}

function eachMember(object: JsonMembers, plan: SealPlan & { kind: 'object' }, path: string, owners: Owners, leaf: Leaf): JsonMembers {
  let copy: JsonMembers | null = null;
  const follow = (name: string, member: unknown): void => {
    // Spreading first makes even a member called `__proto__` an ordinary one.
    if (member !== object[name]) (copy ??= { ...object })[name] = member;
  };
  for (const [name, next] of plan.members) if (Object.hasOwn(object, name)) follow(name, each(object[name], next, pointer(path, name), owners, leaf));
  if (plan.rest !== null) {
    const named = new Set(plan.members.map(([name]) => name));
    for (const name of Object.keys(object)) if (!named.has(name)) follow(name, each(object[name], plan.rest, pointer(path, name), owners, leaf));
  }
  if (plan.identifier && typeof object['value'] === 'string' && isPersonalType(String(object['type']))) {
    const { type, value } = object as { readonly type: string; readonly value: string };
    follow('value', leaf(value, owners.node({ type, value }), pointer(path, 'value')));
  }
  return copy ?? object;
}
