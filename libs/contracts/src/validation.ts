import Ajv, { type ErrorObject } from 'ajv';
import addFormats from 'ajv-formats';
import type { EventType } from './event-type';

/** Where in the data (a JSON pointer; empty = the whole) and what is wrong there. Holds no value of the data. */
export interface ValidationFailure {
  readonly path: string;
  readonly message: string;
}

export type Validator = (data: unknown) => ValidationFailure | null;

const ajv = addFormats(new Ajv({ allErrors: false }), ['date', 'date-time', 'uuid']).addVocabulary(['personal']);

/** One compiled check per version of the type. Throws at boot when a schema is none or a version is left out. */
export function compileValidators(type: EventType): ReadonlyMap<number, Validator> {
  const versions = [...(type.past ?? []), type];
  if (versions.some((one, index) => one.version !== index + 1)) throw new Error(`the versions of ${type.type} are not 1, 2, 3 …`);
  return new Map(versions.map(({ version, schema }) => [version, compile(schema)]));
}

function compile(schema: object): Validator {
  const check = ajv.compile(schema);
  return (data) => (check(data) ? null : failureOf(check.errors?.[0]));
}

function failureOf(error: ErrorObject | undefined): ValidationFailure {
  return { path: error === undefined ? '' : safePath(error.instancePath), message: error === undefined ? 'is not valid' : messageOf(error) };
}

/** Names of fields come from the sender too, and may be anything: only those that look like names are repeated. */
const FIELD_NAME = /^[A-Za-z][A-Za-z0-9_-]{0,39}$/;

function safePath(path: string): string {
  return path
    .split('/')
    .map((part) => (part === '' || /^\d+$/.test(part) || FIELD_NAME.test(part) ? part : '?'))
    .join('/');
}

function messageOf(error: ErrorObject): string {
  const params = error.params as { allowedValues?: readonly string[]; additionalProperty?: string };
  if (error.keyword === 'enum') return `must be one of ${(params.allowedValues ?? []).join(', ')}`;
  if (error.keyword === 'additionalProperties') {
    const name = params.additionalProperty ?? '';
    return FIELD_NAME.test(name) ? `has a field "${name}" that does not belong there` : 'has a field that does not belong there';
  }
  return error.message ?? 'is not valid';
}
