import type { StoredEvent } from '@throughline/kernel';
import type { IHeaders, KafkaMessage } from 'kafkajs';

/**
 * Events and marks as messages of `throughline.events`: CloudEvents 1.0, Kafka binding, binary mode. The value is the event's data
 * as stored (sealed), everything else stands in headers, so that `kcat` shows it and a CloudEvents library reads it.
 *
 *   event  key = lane. `ce_position` is its place in the store, `ce_previous` that of the event before it on the same partition
 *   mark   no key, no value. `ce_position` is how far the relay is, `ce_previous` that of the last event of the partition so far
 *
 * Both numbers are functions of the store and the number of partitions alone, whichever relay sends them: a reader that has
 * not seen `previous` misses something. This shape is stored: version it, never change it.
 */
export type LogEntry =
  | { readonly kind: 'event'; readonly previous: bigint; readonly position: bigint; readonly event: StoredEvent }
  | { readonly kind: 'mark'; readonly previous: bigint; readonly position: bigint };

export interface OutMessage {
  readonly partition: number;
  readonly key: string | null;
  readonly value: string | null;
  readonly headers: Readonly<Record<string, string>>;
}

/** Not an event of the catalogue: it says only how far the road is built. */
export const MARK_TYPE = 'throughline.log-mark';
/** Of the record itself, beside key, value and headers; generous. */
const RECORD_BYTES = 100;

export function eventMessage(event: StoredEvent, partition: number, previous: bigint, storeId: string): OutMessage {
  const { id, type, source, subject, occurredAt, data, position, sender, command, causationId } = event;
  // Members are added one by one: this is done for every event, and spreading them costs as much as all the rest.
  const headers: Record<string, string> = {
    ce_specversion: '1.0',
    ce_id: id,
    ce_type: type,
    ce_source: encodeURI(source),
    ce_subject: subject,
    ce_time: occurredAt,
    'content-type': 'application/json',
    ce_partitionkey: subject,
    ce_storeid: storeId,
    ce_position: String(position),
    ce_previous: String(previous),
    ce_schemaversion: String(event.schemaVersion),
    ce_stream: event.stream,
    ce_revision: String(event.revision),
    ce_recordedat: event.recordedAt,
    ce_actor: event.actor,
    ce_parties: JSON.stringify(event.parties),
    ce_correlationid: event.correlationId,
  };
  if (causationId !== null) headers['ce_causationid'] = causationId;
  if (sender !== undefined) headers['ce_sender'] = JSON.stringify(sender);
  if (command !== undefined) headers['ce_command'] = JSON.stringify(command);
  if (event.places !== undefined) headers['ce_places'] = JSON.stringify(event.places);
  const trace = traceOf(event);
  if (trace !== null) headers['ce_traceparent'] = trace;
  return { partition, key: subject, value: JSON.stringify(data), headers };
}

export function markMessage(partition: number, position: bigint, previous: bigint, storeId: string): OutMessage {
  const headers = { ce_specversion: '1.0', ce_id: `${storeId}-${partition}-${position}`, ce_type: MARK_TYPE, ce_source: 'throughline', ce_storeid: storeId, ce_position: String(position), ce_previous: String(previous) };
  return { partition, key: null, value: null, headers };
}

/** Bytes the message takes in a request, at most. */
export function sizeOf({ key, value, headers }: OutMessage): number {
  let named = 0;
  for (const name in headers) named += name.length + Buffer.byteLength(headers[name]!) + 10;
  return RECORD_BYTES + named + Buffer.byteLength(key ?? '') + Buffer.byteLength(value ?? '');
}

/** `null` = not a message of a relay of this store, or one that cannot be read: what it may have stood for is missed and healed. */
export function readEntry(message: Pick<KafkaMessage, 'value' | 'headers'>, storeId: string): LogEntry | null {
  const header = (name: string): string | undefined => headerText(message.headers, name);
  if (header('ce_storeid') !== storeId) return null;
  try {
    const [position, previous] = [BigInt(header('ce_position') ?? ''), BigInt(header('ce_previous') ?? '')];
    if (header('ce_type') === MARK_TYPE) return { kind: 'mark', position, previous };
    return { kind: 'event', position, previous, event: readEvent(header, position, message.value) };
  } catch {
    return null;
  }
}

export function headerText(headers: IHeaders | undefined, name: string): string | undefined {
  const value = headers?.[name];
  const last = Array.isArray(value) ? value.at(-1) : value;
  return last === undefined || last === null ? undefined : String(last);
}

function readEvent(header: (name: string) => string | undefined, position: bigint, value: Buffer | null): StoredEvent {
  const must = (name: string): string => {
    const text = header(name);
    if (text === undefined) throw new TypeError(`${name} is missing`);
    return text;
  };
  const [sender, command, places] = [header('ce_sender'), header('ce_command'), header('ce_places')];
  return {
    id: must('ce_id'),
    type: must('ce_type'),
    schemaVersion: Number(must('ce_schemaversion')),
    source: decodeURI(must('ce_source')),
    subject: must('ce_subject'),
    parties: JSON.parse(must('ce_parties')) as StoredEvent['parties'],
    occurredAt: must('ce_time'),
    actor: must('ce_actor') as StoredEvent['actor'],
    correlationId: must('ce_correlationid'),
    causationId: header('ce_causationid') ?? null,
    ...(sender === undefined ? {} : { sender: JSON.parse(sender) as NonNullable<StoredEvent['sender']> }),
    ...(command === undefined ? {} : { command: JSON.parse(command) as NonNullable<StoredEvent['command']> }),
    ...(places === undefined ? {} : { places: JSON.parse(places) as NonNullable<StoredEvent['places']> }),
    data: JSON.parse(String(value)) as unknown,
    stream: must('ce_stream'),
    revision: Number(must('ce_revision')),
    position,
    recordedAt: must('ce_recordedat'),
  };
}

const UUID = /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/;

/**
 * CloudEvents' distributed tracing extension (W3C `traceparent`): the trace is the correlation, which everything that followed
 * from one command has in common, the span is the event. So nothing has to be stored for it, and a repeat says the same.
 */
function traceOf({ correlationId, id }: StoredEvent): string | null {
  if (!UUID.test(correlationId) || !UUID.test(id)) return null;
  return `00-${correlationId.replaceAll('-', '')}-${id.slice(19, 23)}${id.slice(24)}-01`;
}
