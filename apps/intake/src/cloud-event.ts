import { catalogue } from '@throughline/contracts';
import type { Identifier } from '@throughline/kernel';
import { parseIdentifier } from '@throughline/identity';
import { MAX_DEPTH, refusalOf } from '@throughline/vault';

/** A CloudEvent as far as it could be read: what the sender said, in our terms. */
export interface ReadEvent {
  readonly type: string;
  readonly data: unknown;
  /** ISO 8601, UTC, milliseconds; absent = the sender said none. */
  readonly occurredAt?: string;
  readonly sender: { readonly source: string; readonly id: string; readonly subject?: Identifier; readonly time?: string; readonly attributes?: Readonly<Record<string, unknown>> };
}

export interface Unreadable {
  readonly code: string;
  /** Names the place, never the value: it is kept in clear. */
  readonly message: string;
}

const KNOWN_ATTRIBUTES = new Set(['specversion', 'id', 'source', 'type', 'subject', 'time', 'data', 'data_base64', 'datacontenttype', 'schemaversion']);
const RFC3339 = /^\d{4}-\d{2}-\d{2}[Tt ]\d{2}:\d{2}:\d{2}(\.\d+)?([Zz]|[+-]\d{2}:\d{2})$/;
/** Bounded, so that no text can make it slow. */
const EMAIL = /[^\s@](?:@|%40)[^\s@]{1,190}\.\p{L}{2}/iu;
const ATTRIBUTE_NAME = /^[a-z0-9_]{1,64}$/;

/** Reads one CloudEvent 1.0 in JSON. Types of our own namespaces must be open and fit their schema; all others are kept as they are. */
export function readCloudEvent(item: unknown): ReadEvent | Unreadable {
  if (typeof item !== 'object' || item === null || Array.isArray(item)) return { code: 'NOT_AN_OBJECT', message: 'an event is a JSON object' };
  const event = item as Record<string, unknown>;
  const wrong = refusedWhole(event) ?? wrongAttribute(event);
  if (wrong !== null) return wrong;
  const subject = event['subject'] === undefined ? undefined : parseIdentifier(event['subject'] as string);
  if (subject === null) return { code: 'SUBJECT_INVALID', message: '/subject is an identifier of 1 to 320 characters' };
  const type = event['type'] as string;
  const accepted = acceptedData(type, event['data'] ?? {}, event['schemaversion']);
  if (isUnreadable(accepted)) return accepted;
  const attributes = Object.fromEntries(Object.entries(event).filter(([name]) => !KNOWN_ATTRIBUTES.has(name)));
  const time = event['time'] as string | undefined;
  return {
    type,
    data: accepted.data,
    ...(time === undefined ? {} : { occurredAt: new Date(time).toISOString() }),
    sender: {
      source: event['source'] as string,
      id: event['id'] as string,
      ...(subject === undefined ? {} : { subject }),
      ...(time === undefined ? {} : { time }),
      ...(Object.keys(attributes).length === 0 ? {} : { attributes }),
    },
  };
}

export function isUnreadable(read: object): read is Unreadable {
  return 'code' in read;
}

/** Data and attributes alike: both are sealed and walked through. */
function refusedWhole(event: Record<string, unknown>): Unreadable | null {
  const refusal = refusalOf(event);
  if (refusal === null) return null;
  if (refusal === 'too-deep') return { code: 'TOO_DEEP', message: `an event is nested at most ${MAX_DEPTH} levels deep` };
  return { code: 'RESERVED_MEMBER', message: 'a member has a name that is reserved ($sealed, $erased)' };
}

function wrongAttribute(event: Record<string, unknown>): Unreadable | null {
  if (event['specversion'] !== '1.0') return { code: 'SPECVERSION_UNKNOWN', message: '/specversion must be "1.0"' };
  for (const [name, longest] of [['id', 300], ['source', 500], ['type', 200]] as const) {
    const value = event[name];
    if (typeof value !== 'string' || value.length === 0) return { code: 'ATTRIBUTE_MISSING', message: `/${name} must be a text that is not empty` };
    if (value.length > longest) return { code: 'ATTRIBUTE_TOO_LONG', message: `/${name} has at most ${longest} characters` };
  }
  if (EMAIL.test(event['type'] as string)) return { code: 'TYPE_NAMES_A_PERSON', message: '/type holds an e-mail address; types are kept in clear, so whom it concerns belongs into /subject or /data' };
  if (event['subject'] !== undefined && typeof event['subject'] !== 'string') return { code: 'SUBJECT_INVALID', message: '/subject must be a text' };
  const { time } = event;
  if (time !== undefined && (typeof time !== 'string' || !RFC3339.test(time) || Number.isNaN(Date.parse(time)))) return { code: 'TIME_INVALID', message: '/time must be a date and time of RFC 3339' };
  if (event['data_base64'] !== undefined) return { code: 'BINARY_DATA', message: '/data_base64 is not taken; send /data as JSON' };
  const odd = Object.keys(event).find((name) => !ATTRIBUTE_NAME.test(name));
  return odd === undefined ? null : { code: 'ATTRIBUTE_INVALID', message: 'names of attributes are small letters and digits' };
}

/** Anything else has none, and an object may not even let itself be asked. */
function versionOf(version: unknown): number {
  return typeof version === 'number' || typeof version === 'string' ? Number(version) : Number.NaN;
}

/** Data of the current version. A sender that still speaks an older one says so in the extension attribute `schemaversion`. */
function acceptedData(type: string, data: unknown, version: unknown): { readonly data: unknown } | Unreadable {
  const known = catalogue.type(type);
  if (known === undefined) return catalogue.isOurNamespace(type) ? { code: 'TYPE_UNKNOWN', message: `/type ${type} is in a namespace of ours but not in the catalogue` } : { data };
  if (known.door === 'closed') return { code: 'TYPE_CLOSED', message: `/type ${type} is written by Throughline itself only` };
  const said = version === undefined ? known.version : versionOf(version);
  const fault = catalogue.validate(type, data, said);
  if (fault !== null) return { code: 'DATA_INVALID', message: `/data${fault.path} ${fault.message}` };
  const current = catalogue.upcast(type, said, data);
  return current.ok ? { data: current.data } : { code: current.code, message: `/schemaversion ${current.detail} is not known here` };
}
