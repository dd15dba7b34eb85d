import type { EventType } from '@throughline/contracts';
import fc, { type Arbitrary } from 'fast-check';

/** As much of a JSON Schema as the catalogue uses. */
interface Schema {
  readonly type?: string;
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
  readonly pattern?: string;
  readonly format?: string;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly minItems?: number;
  readonly maxItems?: number;
  readonly items?: Schema;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly patternProperties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly anyOf?: readonly Schema[];
}

const FORMATS: Readonly<Record<string, Arbitrary<string>>> = {
  date: fc.constantFrom('2026-01-31', '2026-02-28', '2024-02-29'),
  'date-time': fc.constantFrom('2026-01-31T09:00:00.000Z', '2026-02-01T00:00:00.000Z', '2099-12-31T23:59:59.999Z'),
  uuid: fc.constantFrom('0190a4b2-1111-7000-8000-00000000000a', '0190a4b2-1111-7000-8000-00000000000b'),
};

/** Few values on purpose: what never meets again tests nothing. One of them fits every pattern of the catalogue. */
const TEXTS = ['a', 'b', 'proposal', 'DE', 'EUR', 'USD', '10.00', '-3.5', '0', '19', '2', 'email', 'de', 'PT1H', '09:00', '17:30', 'Europe/Berlin', 'ticket-42', 'text/plain', 'staff:0190a4b2-1111-7000-8000-00000000000a', 'staff:0190a4b2-1111-7000-8000-00000000000b', 'simulated@example.com', 'a'.repeat(64)];

/** Values that fit a schema of the catalogue. Throws for a schema that none of the known texts fits: add one above. */
export function valuesOf(described: object): Arbitrary<unknown> {
  const schema = described as Schema;
  if (schema.const !== undefined) return fc.constant(schema.const);
  if (schema.enum !== undefined) return fc.constantFrom(...schema.enum);
  if (schema.anyOf !== undefined) return fc.oneof(...schema.anyOf.map(valuesOf));
  if (schema.type === 'object') return membersOf(schema);
  if (schema.type === 'array') return fc.array(valuesOf(schema.items ?? {}), { minLength: schema.minItems ?? 0, maxLength: Math.min(schema.maxItems ?? 3, Math.max(3, schema.minItems ?? 0)) });
  return scalarsOf(schema);
}

function scalarsOf(schema: Schema): Arbitrary<unknown> {
  const { type, minimum, maximum } = schema;
  if (type === 'string') return textsOf(schema);
  if (type === 'integer') return fc.integer({ min: minimum ?? -3, max: Math.min(maximum ?? 1_000, (minimum ?? 0) + 1_000) });
  if (type === 'number') return fc.double({ min: minimum ?? -1_000, max: maximum ?? 1_000, noNaN: true });
  return type === 'boolean' ? fc.boolean() : fc.constantFrom<unknown>(null, 'a', 1, true);
}

function textsOf({ pattern, format, minLength = 0, maxLength = Infinity }: Schema): Arbitrary<string> {
  if (format !== undefined) return FORMATS[format] ?? fc.constant('a');
  const expression = pattern === undefined ? null : new RegExp(pattern, 'u');
  const fitting = TEXTS.filter((text) => text.length >= minLength && text.length <= maxLength && expression?.test(text) !== false);
  if (fitting.length === 0) throw new Error(`no known text fits ${pattern}`);
  return fc.constantFrom(...fitting);
}

function membersOf({ properties, patternProperties, required = [] }: Schema): Arbitrary<Record<string, unknown>> {
  if (properties === undefined) return fc.dictionary(fc.constantFrom('a', 'b'), valuesOf(Object.values(patternProperties ?? {})[0] ?? {}), { maxKeys: 2 });
  const members = Object.fromEntries(Object.entries(properties).map(([name, property]) => [name, valuesOf(property)]));
  return fc.record(members, { requiredKeys: [...required] });
}

/** Facts of these types as any door may let them in: valid by their schema, in any order. */
export function factsOf(types: readonly EventType[]): Arbitrary<{ type: string; data: unknown }> {
  return fc.oneof(...types.map(({ type, schema }) => valuesOf(schema).map((data) => ({ type, data }))));
}
