import fc, { type Arbitrary } from 'fast-check';
import { valuesOf } from './arbitrary';

/** A route that takes a body of JSON, and the schema of that body with all references followed. */
export interface CommandRoute {
  readonly method: 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  readonly route: string;
  readonly schema: Schema | null;
}

interface Schema {
  readonly type?: string;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly items?: Schema;
  readonly $ref?: string;
}

interface OpenApi {
  readonly paths: Readonly<Record<string, Readonly<Record<string, { readonly requestBody?: { readonly content: Readonly<Record<string, { readonly schema: Schema }>> } }>>>>;
  readonly components: { readonly schemas: Readonly<Record<string, Schema>> };
}

const METHODS = ['post', 'put', 'patch', 'delete'] as const;

/** What stands for the things a route names: they exist or not, as chance will have it. */
const PLACES: Readonly<Record<string, string>> = { identifier: 'email:simulated@example.com' };
const THING = '0190a4b2-1111-7000-8000-00000000000a';

/** Every command of the product, as its own documentation lists them: a new one is tried without being named here. */
export function commandRoutes(document: OpenApi): readonly CommandRoute[] {
  return Object.entries(document.paths).flatMap(([path, operations]) =>
    METHODS.flatMap((method) => {
      const operation = operations[method];
      if (operation === undefined) return [];
      const content = operation.requestBody?.content ?? {};
      if (operation.requestBody !== undefined && content['application/json'] === undefined) return [];
      const schema = content['application/json']?.schema;
      const route = path.replaceAll(/\{(\w+)\}/g, (_place, name: string) => PLACES[name] ?? THING);
      return [{ method: method.toUpperCase() as CommandRoute['method'], route, schema: schema === undefined ? null : followed(schema, document) }];
    }),
  );
}

function followed(schema: Schema, document: OpenApi): Schema {
  if (schema.$ref !== undefined) return followed(document.components.schemas[schema.$ref.split('/').at(-1) ?? ''] ?? {}, document);
  return {
    ...schema,
    ...(schema.items === undefined ? {} : { items: followed(schema.items, document) }),
    ...(schema.properties === undefined ? {} : { properties: Object.fromEntries(Object.entries(schema.properties).map(([name, member]) => [name, followed(member, document)])) }),
  };
}

const names = fc.constantFrom('customer', 'type', 'value', 'amount', 'text', 'a', 'kind', 'name', 'event', '__proto__', 'constructor', 'toString');

/** Whatever a program or a person may send by mistake. */
export const junk: Arbitrary<unknown> = fc.letrec((tie) => ({
  any: fc.oneof(
    { depthSize: 'small' },
    fc.string(),
    fc.constantFrom('email', 'EUR', '1.00', '\u0000', '\ud800', '2026-02-30', '9'.repeat(40), 'x'.repeat(3_000)),
    fc.integer(),
    fc.double({ noNaN: true, noDefaultInfinity: true }),
    fc.boolean(),
    fc.constant(null),
    fc.array(tie('any'), { maxLength: 3 }),
    fc.dictionary(names, tie('any'), { maxKeys: 4 }),
  ),
})).any;

/** As documented, nearly as documented, or nothing of the kind. */
export function bodiesFor(schema: Schema | null): Arbitrary<unknown> {
  if (schema === null || schema.properties === undefined) return junk;
  const documented = valuesOf(schema) as Arbitrary<Record<string, unknown>>;
  const members = Object.keys(schema.properties);
  const spoilt = fc.tuple(documented, fc.constantFrom(...members, 'somethingElse'), fc.option(junk, { nil: undefined })).map(([body, name, value]) => ({ ...body, [name]: value }));
  return fc.oneof({ weight: 1, arbitrary: documented }, { weight: 6, arbitrary: spoilt }, { weight: 3, arbitrary: junk });
}

interface Problem {
  readonly code?: unknown;
  readonly detail?: unknown;
  readonly errors?: readonly { readonly path?: unknown; readonly message?: unknown }[];
}

/** Never a 500; what is refused says why by a stable code, and what is not as documented names its field. `null` = as it should be. */
export function faultIn({ status, type, text }: { readonly status: number; readonly type: string; readonly text: string }): string | null {
  if (status >= 500) return `status ${status}`;
  if (status < 400) return null;
  const problem = JSON.parse(text) as Problem;
  if (!type.startsWith('application/problem+json') || !/^[A-Z][A-Z_]+$/.test(String(problem.code)) || typeof problem.detail !== 'string') return 'no problem of RFC 9457';
  const fields = problem.errors ?? [];
  const isNamed = fields.length > 0 && fields.every(({ path, message }) => typeof path === 'string' && path.startsWith('/') && typeof message === 'string');
  return problem.code === 'VALIDATION_FAILED' && !isNamed ? 'no field is named' : null;
}

/** A server that can be asked without a socket. */
export interface Asked {
  inject(method: CommandRoute['method'], route: string, body: string): Promise<{ readonly status: number; readonly type: string; readonly text: string }>;
}

/** Throws, with the smallest such body, when one is not answered as it should be. */
export async function tryBodies(asked: Asked, { method, route, schema }: CommandRoute, bodies: number): Promise<void> {
  const run = async (body: unknown): Promise<void> => {
    const answer = await asked.inject(method, route, JSON.stringify(body ?? null));
    const fault = faultIn(answer);
    if (fault !== null) throw new Error(`${method} ${route}: ${fault}: ${answer.text}`);
  };
  await fc.assert(fc.asyncProperty(bodiesFor(schema), run), { numRuns: bodies });
}
