import type { TSchema } from '@sinclair/typebox';
import type { PersonalOwner } from './event-type';

/** A field that is sealed before it is stored. */
export interface PersonalField {
  /** From the data's root; `*` = every item of an array. */
  readonly path: readonly string[];
  readonly owner: PersonalOwner;
}

/** Reads the marks that `personal()` has left in a schema, in the order of the schema. */
export function personalFieldsOf(schema: TSchema, path: readonly string[] = []): readonly PersonalField[] {
  const owner = schema['personal'] as PersonalOwner | undefined;
  if (owner !== undefined) return [{ path, owner }];
  if (schema['items'] !== undefined) return personalFieldsOf(schema['items'] as TSchema, [...path, '*']);
  return Object.entries((schema['properties'] ?? {}) as Record<string, TSchema>).flatMap(([name, member]) => personalFieldsOf(member, [...path, name]));
}
