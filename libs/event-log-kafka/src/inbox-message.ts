import { MAX_EVENT_BYTES } from '@throughline/event-store';
import type { KafkaMessage } from 'kafkajs';
import { createHash } from 'node:crypto';
import { headerText } from './event-message';

/** One message of the inbox: a CloudEvent in JSON form, or why it is none. */
export interface InboxItem {
  /** As `POST /events` takes it; whether its type and data are right is for the receiver to say. */
  readonly value: unknown;
  /** The sender's own words, in case it is refused; of what cannot be shown as text or is too long, only length and digest. */
  readonly body: string | { readonly bytes: number; readonly sha256: string };
  readonly refused?: { readonly code: InboxRefusal; readonly message: string };
}

export type InboxRefusal = 'NOT_A_CLOUD_EVENT' | 'NOT_JSON' | 'TOO_LARGE';

const STRUCTURED = 'application/cloudevents+json';
const PREFIX = 'ce_';

/**
 * CloudEvents 1.0, Kafka binding, both modes: structured when `content-type` says so, else binary, which has `ce_` headers. The key has
 * no meaning here. Data of binary mode is JSON where its content type says so or says nothing, text where it is text, else base64.
 */
export function readInboxMessage(message: Pick<KafkaMessage, 'value' | 'headers'>): InboxItem {
  const value = message.value ?? Buffer.alloc(0);
  if (value.length > MAX_EVENT_BYTES) return refused(value, 'TOO_LARGE', `a message has at most ${MAX_EVENT_BYTES} bytes, this one has ${value.length}`);
  const names = headerNames(message);
  const type = mediaType(names.get('content-type'));
  if (type === STRUCTURED) return structured(value);
  if (![...names.keys()].some((name) => name.startsWith(PREFIX))) return refused(value, 'NOT_A_CLOUD_EVENT', `neither headers that begin with ${PREFIX} (binary mode) nor the content type ${STRUCTURED} (structured mode)`);
  return binary(value, names, type);
}

function structured(value: Buffer): InboxItem {
  const event = parse(value);
  return event === undefined ? refused(value, 'NOT_JSON', 'the message says it is an event in JSON, and is no JSON') : { value: event, body: String(value) };
}

function binary(value: Buffer, headers: ReadonlyMap<string, string>, type: string): InboxItem {
  const attributes = Object.fromEntries([...headers].filter(([name]) => name.startsWith(PREFIX)).map(([name, text]) => [name.slice(PREFIX.length), text]));
  const said = headers.get('content-type');
  const event = { ...attributes, ...(said === undefined ? {} : { datacontenttype: said }) };
  if (value.length === 0) return item(event);
  if (type === '' || type === 'application/json' || type.endsWith('+json')) {
    const data = parse(value);
    return data === undefined ? refused(value, 'NOT_JSON', 'the data of the message says it is JSON, and is none') : { value: { ...event, data }, body: withData(event, value) };
  }
  return item(type.startsWith('text/') && isText(value) ? { ...event, data: String(value) } : { ...event, data_base64: value.toString('base64') });
}

function item(event: object): InboxItem {
  return { value: event, body: JSON.stringify(event) };
}

/** The data as it was written, not written anew: that would run out of stack where somebody nests it a hundred thousand levels deep. */
function withData(event: object, data: Buffer): string {
  return `${JSON.stringify(event).slice(0, -1)},"data":${String(data)}}`;
}

function refused(value: Buffer, code: InboxRefusal, message: string): InboxItem {
  const body = code !== 'TOO_LARGE' && isText(value) ? String(value) : { bytes: value.length, sha256: createHash('sha256').update(value).digest('hex') };
  return { value: null, body, refused: { code, message } };
}

function headerNames({ headers = {} }: Pick<KafkaMessage, 'headers'>): ReadonlyMap<string, string> {
  return new Map(Object.keys(headers).map((name) => [name.toLowerCase(), headerText(headers, name) ?? '']));
}

function mediaType(header: string | undefined): string {
  return (header ?? '').split(';')[0]?.trim().toLowerCase() ?? '';
}

/** `undefined` = no JSON. */
function parse(value: Buffer): unknown {
  if (!isText(value)) return undefined;
  try {
    return JSON.parse(String(value)) as unknown;
  } catch {
    return undefined;
  }
}

function isText(value: Buffer): boolean {
  return Buffer.from(String(value)).equals(value);
}
