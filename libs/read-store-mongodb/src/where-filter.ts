import { matches, type Scalar, type StoredDocument, type StoredEntry, type Where } from '@throughline/read-store';
import type { mongo } from 'mongoose';
import type { Item } from './shelf-collections';
import { fieldName, toValue } from './values';

export type Condition = mongo.Filter<Item>;

/** What the server is asked, and what is left to be looked at in each body that it sends. */
export interface Asked {
  readonly conditions: readonly Condition[];
  /** `null` = nothing. */
  readonly rest: Where | null;
}

/** Longer texts are looked for in the bodies: an expression has its limits. */
const LONGEST_PART = 1_000;

export function askedOf(where: Where, indexes: readonly string[]): Asked {
  const conditions: Condition[] = [];
  const rest: Record<string, Where[string]> = {};
  for (const [path, condition] of Object.entries(where)) {
    if (indexes.includes(path) && !isTooLong(condition)) conditions.push(...conditionsOf(fieldName(path), condition));
    else rest[path] = condition;
  }
  return { conditions, rest: Object.keys(rest).length > 0 ? rest : null };
}

/** Of no conditions: everything. */
export function all(conditions: readonly Condition[]): Condition {
  return conditions.length > 0 ? { $and: [...conditions] } : {};
}

export function passes({ rest }: Asked, { body }: StoredDocument | StoredEntry): boolean {
  return rest === null || matches(body, rest);
}

/** Everything behind a value, in the port's order: what is greater within its type, and all of the types above. */
export function beyond(name: string, value: Scalar, descending: boolean): readonly Condition[] {
  const field = `f.${name}`;
  const own = value === null ? [] : [{ [field]: { [descending ? '$lt' : '$gt']: toValue(value) } }];
  const rank = TYPES.findIndex((type) => type === kindOf(value));
  const others = descending ? TYPES.slice(0, rank) : TYPES.slice(rank + 1);
  return [...own, ...others.map((type) => ({ [field]: WHOLE[type] }))];
}

const NEVER: Condition = { _id: { $in: [] } };
const TYPES = ['null', 'number', 'string', 'boolean'] as const;
/** A bound takes in its own type only. */
const WHOLE = { null: null, number: { $gte: -Infinity }, string: { $gte: '' }, boolean: { $in: [false, true] } } as const;

function kindOf(value: Scalar): string {
  return value === null ? 'null' : typeof value;
}

function isTooLong(condition: Where[string]): boolean {
  return condition !== null && typeof condition === 'object' && 'contains' in condition && condition.contains.length > LONGEST_PART;
}

function conditionsOf(name: string, condition: Where[string]): readonly Condition[] {
  const field = `f.${name}`;
  if (condition === null || typeof condition !== 'object') return [{ [field]: toValue(condition) }];
  if ('in' in condition) return [{ [field]: { $in: condition.in.map(toValue) } }];
  if ('contains' in condition) return containing(name, condition.contains.toLowerCase());
  const { gte, lt } = condition;
  if (gte === null || lt === null) return [NEVER];
  return [...(gte === undefined ? [] : [{ [field]: { $gte: toValue(gte) } }]), ...(lt === undefined ? [] : [{ [field]: { $lt: toValue(lt) } }])];
}

/** In the text itself where it has no other in lower case; so no server's own idea of upper and lower case comes into it. */
function containing(name: string, part: string): readonly Condition[] {
  const $regex = part.replaceAll(/[\\^$.*+?()[\]{}|]/g, String.raw`\$&`).replaceAll('\0', String.raw`\x00`);
  return [{ [`f.${name}`]: { $gte: '' } }, { $or: [{ [`f.${name}`]: { $regex }, [`l.${name}`]: { $exists: false } }, { [`l.${name}`]: { $regex } }] }];
}
