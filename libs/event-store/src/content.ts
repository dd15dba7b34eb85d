import { createHash } from 'node:crypto';
import { canonicalJson, type NewEvent, type StoredEvent } from '@throughline/kernel';
import { EventStoreError, MAX_EVENT_BYTES, MAX_STREAM_NAME } from './event-store';

/**
 * SHA-256 over the event's canonical JSON (RFC 8785) without what derives from the sender's clock: `occurredAt` and
 * `sender.time`, and without `places`. Two events of equal digest are the same event said twice. 32 bytes.
 */
export function contentDigest(event: NewEvent): Buffer {
  const { occurredAt: _occurredAt, places: _places, sender, ...rest } = event;
  const content = sender === undefined ? rest : { ...rest, sender: { ...sender, time: undefined } };
  return createHash('sha256').update(canonicalJson(content)).digest();
}

const UUID = /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/;

/** The refusals every adapter shares. Throws `EventStoreError`; gives back the events as JSON text, ready to store. */
export function checkAppend(stream: string, events: readonly NewEvent[]): string[] {
  checkStreamName(stream);
  if (events.length === 0) throw new EventStoreError('EVENTS_INVALID', 'an append needs at least one event');
  for (const { id } of events) if (!UUID.test(id)) throw new EventStoreError('EVENTS_INVALID', 'the id of an event is a UUID in small letters');
  if (events.length > 1 && new Set(events.map((event) => event.id)).size !== events.length) throw new EventStoreError('EVENTS_INVALID', 'an id stands twice in one append');
  return events.map((event) => {
    const text = JSON.stringify(event);
    const bytes = Buffer.byteLength(text);
    if (bytes > MAX_EVENT_BYTES)
      throw new EventStoreError('EVENT_TOO_LARGE', `an event of ${event.type} has ${bytes} bytes; at most ${MAX_EVENT_BYTES} are stored`);
    return text;
  });
}

export function checkStreamName(stream: string): void {
  if (stream.length === 0 || stream.length > MAX_STREAM_NAME || stream.startsWith('$') || /[\0\p{Surrogate}]/u.test(stream))
    throw new EventStoreError('STREAM_NAME_INVALID', `a stream name has 1 to ${MAX_STREAM_NAME} characters, no NUL, no half of a character and no leading $`);
}

/** An event that stands in the stream under the id of one that is to be appended. */
export interface KnownEvent {
  readonly revision: number;
  readonly event: NewEvent;
}

/**
 * What an append repeats: `known`, which is, for each of its events, what the stream holds under that id; `null` = it is new.
 * Throws `PARTIAL_REPEAT` where only some are known, or not side by side in this order, and `EVENT_ID_REUSED` where the content differs.
 */
export function repeatOf<Known extends KnownEvent>(known: readonly (Known | undefined)[], events: readonly NewEvent[]): readonly Known[] | null {
  if (known.every((stored) => stored === undefined)) return null;
  const first = known[0]?.revision ?? 0;
  return known.map((stored, index) => {
    if (stored?.revision !== first + index) throw new EventStoreError('PARTIAL_REPEAT', 'some of these events stand in the stream already: a group is repeated only whole');
    if (!contentDigest(stored.event).equals(contentDigest(events[index] as NewEvent)))
      throw new EventStoreError('EVENT_ID_REUSED', 'an event with this id and other content stands in the stream already');
    return stored;
  });
}

/** A history that is brought over, ready to be written. Throws `EventStoreError` as `checkAppend` does, and for times that fall. */
export function checkRestore(events: readonly StoredEvent[], last: { readonly recordedAt: number }): readonly { readonly event: StoredEvent; readonly body: string; readonly recordedAt: number }[] {
  let time = last.recordedAt;
  return events.map((event) => {
    const [body = ''] = checkAppend(event.stream, [withoutPlace(event)]);
    const recordedAt = Date.parse(event.recordedAt);
    if (!(recordedAt >= time)) throw historyBroken(event, 'was recorded before the event that it is to follow');
    time = recordedAt;
    return { event, body, recordedAt };
  });
}

export function historyBroken({ stream, revision }: Pick<StoredEvent, 'stream' | 'revision'>, why: string): EventStoreError {
  return new EventStoreError('HISTORY_BROKEN', `the event ${revision} of ${stream} ${why}`);
}

/** What was appended, without the place the store gave it. */
export function withoutPlace({ stream: _stream, revision: _revision, position: _position, recordedAt: _recordedAt, ...event }: StoredEvent): NewEvent {
  return event;
}
