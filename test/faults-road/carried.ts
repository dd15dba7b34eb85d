import { partitionOf } from '@throughline/event-log';
import { canonicalJson, type StoredEvent } from '@throughline/kernel';
import { FaultFound } from '../faults/fault-found';

/** A message of the topic as an outside client reads it: every header is text. */
export interface Carried {
  readonly partition: number;
  readonly offset: bigint;
  readonly key: string | null;
  readonly value: string | null;
  readonly headers: Readonly<Record<string, string>>;
}

/** What is counted while looking. */
export interface CarriedReport {
  readonly events: number;
  /** Messages beyond the first one of an event. */
  readonly repeats: number;
  readonly marks: number;
}

const MARK = 'throughline.log-mark';

/** Where an event belongs, computed from the store alone. */
interface Place {
  readonly event: StoredEvent;
  readonly partition: number;
  /** Of the event before it on its partition; -1 = it is the first. */
  readonly previous: bigint;
  /** Its number on its partition, from 0. */
  readonly turn: number;
}

/**
 * The promise of the road, looked at from outside: every event of the store stands on its partition at least once, first occurrences
 * in the order of the store, each naming the one before it. `messages`: everything that ever stood on the topic, also what
 * retention has removed since, partition by partition in order. Throws `FaultFound`.
 */
export function checkCarried(events: readonly StoredEvent[], messages: readonly Carried[], partitions: number, storeId: string): CarriedReport {
  const places = placesOf(events, partitions);
  checkRead(messages);
  const seen = Array.from({ length: partitions }, () => 0);
  const report = { events: events.length, repeats: 0, marks: 0 };
  for (const message of messages) {
    if (message.headers['ce_storeid'] !== storeId) throw new FaultFound(`${nameOf(message)} is of the store ${message.headers['ce_storeid']}`);
    if (message.headers['ce_type'] === MARK) {
      checkMark(message, events, partitions);
      report.marks += 1;
    } else if (takeEvent(message, places, seen)) report.repeats += 1;
  }
  for (const { event, partition, turn } of places.values()) if (turn >= seen[partition]!) throw new FaultFound(`event ${event.id} of the lane ${event.subject} at ${event.position} never came to partition ${partition}`, 'lost');
  return report;
}

function placesOf(events: readonly StoredEvent[], partitions: number): ReadonlyMap<bigint, Place> {
  const last = Array.from({ length: partitions }, () => ({ previous: -1n, turn: 0 }));
  const places = new Map<bigint, Place>();
  for (const event of events) {
    const partition = partitionOf(event.subject, partitions);
    places.set(event.position, { event, partition, ...last[partition]! });
    last[partition] = { previous: event.position, turn: last[partition]!.turn + 1 };
  }
  return places;
}

/** A hole would be one of our own reading, and what stood there would be missed below for the wrong reason. */
function checkRead(messages: readonly Carried[]): void {
  const next = new Map<number, bigint>();
  for (const { partition, offset } of messages) {
    const expected = next.get(partition) ?? 0n;
    if (offset !== expected) throw new FaultFound(`partition ${partition} was read up to offset ${expected - 1n} and then from ${offset}`);
    next.set(partition, offset + 1n);
  }
}

/** `true` = it had come before. */
function takeEvent(message: Carried, places: ReadonlyMap<bigint, Place>, seen: number[]): boolean {
  const { partition, headers } = message;
  const place = places.get(BigInt(headers['ce_position'] ?? -1));
  if (place === undefined || place.event.id !== headers['ce_id']) throw new FaultFound(`${nameOf(message)} is the event ${headers['ce_id']} at ${headers['ce_position']}, which the store has not`);
  if (place.partition !== partition || message.key !== place.event.subject) throw new FaultFound(`${nameOf(message)} has the key ${message.key}; its lane is ${place.event.subject}, on partition ${place.partition}`, 'order');
  if (headers['ce_previous'] !== String(place.previous)) throw new FaultFound(`${nameOf(message)} names ${headers['ce_previous']} as the event before it; it is ${place.previous}`);
  checkContent(message, place.event);
  const turn = seen[partition]!;
  if (place.turn > turn) throw new FaultFound(`${nameOf(message)} is event ${place.turn} of its partition, lane ${place.event.subject}, before event ${turn} came`, 'order');
  if (place.turn === turn) seen[partition] = turn + 1;
  return place.turn < turn;
}

function checkContent(message: Carried, { type, stream, revision, data }: StoredEvent): void {
  const { headers, value } = message;
  const isAsStored = headers['ce_type'] === type && headers['ce_stream'] === stream && headers['ce_revision'] === String(revision) && canonicalJson(JSON.parse(value ?? 'null')) === canonicalJson(data);
  if (!isAsStored) throw new FaultFound(`${nameOf(message)} does not say what the store says of ${stream} ${revision}`);
}

/** It says which event of its partition is the last one at or below its position. */
function checkMark(message: Carried, events: readonly StoredEvent[], partitions: number): void {
  const [position, previous] = [BigInt(message.headers['ce_position'] ?? -1), BigInt(message.headers['ce_previous'] ?? -2)];
  const last = events.findLast((event) => event.position <= position && partitionOf(event.subject, partitions) === message.partition);
  if (previous !== (last?.position ?? -1n)) throw new FaultFound(`${nameOf(message)}, a mark at ${position}, names ${previous} as the last event of its partition; it is ${last?.position ?? -1n}`);
}

function nameOf({ partition, offset }: Carried): string {
  return `the message ${partition}/${offset}`;
}
