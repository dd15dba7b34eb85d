import { catalogue } from '@throughline/contracts';
import { effectiveTime, type EntryView, type Json, type StoredEvent } from '@throughline/kernel';

/** One event on one timeline. It holds the whole event, so that as-of and explaining need nothing else. */
export type TimelineEntry = {
  readonly id: string;
  readonly type: string;
  readonly schemaVersion: number;
  readonly context: string;
  readonly channel: string | null;
  readonly actor: string;
  readonly source: string;
  readonly subject: string;
  readonly parties: Json;
  readonly stream: string;
  readonly revision: number;
  /** Decimal string: JSON has no 64-bit integers. */
  readonly position: string;
  readonly occurredAt: string;
  readonly recordedAt: string;
  readonly correlationId: string;
  readonly causationId: string | null;
  readonly sender: Json;
  readonly data: Json;
};

/** Inserted once per party and never changed; a thing whose customer is not known yet has a timeline of its own. */
export const timelineView: EntryView<TimelineEntry> = {
  kind: 'entry',
  name: 'timeline',
  version: 1,
  indexes: [],
  keys: timelinesOf,
  entry: (event) => ({
    id: event.id,
    type: event.type,
    schemaVersion: event.schemaVersion,
    context: catalogue.context(event.type),
    channel: catalogue.channel(event.type, event.data) ?? null,
    actor: event.actor,
    source: event.source,
    subject: event.subject,
    parties: event.parties as unknown as Json,
    stream: event.stream,
    revision: event.revision,
    position: String(event.position),
    occurredAt: event.occurredAt,
    recordedAt: event.recordedAt,
    correlationId: event.correlationId,
    causationId: event.causationId,
    sender: (event.sender ?? null) as unknown as Json,
    data: event.data as Json,
  }),
};

/** The event that an entry holds, whole. */
export function eventIn({ time, body }: { readonly time: number; readonly body: unknown }): StoredEvent {
  const { position, context: _context, channel: _channel, ...entry } = body as TimelineEntry;
  const event = { ...entry, position: BigInt(position) } as unknown as StoredEvent;
  if (effectiveTime(event) !== time) throw new Error('an entry and its event disagree about the time');
  return event;
}

const HOUSEKEEPING = new Set(['intake', 'settings', 'staff', 'process']);

/** Our own housekeeping happens to nobody, also where it is about somebody: what a process waits for, who has read what. */
export function isHousekeeping({ type }: Pick<StoredEvent, 'type'>): boolean {
  return HOUSEKEEPING.has(catalogue.context(type));
}

/** On whose timelines an event stands. The live page uses the same function, so that both always agree. */
export function timelinesOf(event: StoredEvent): readonly string[] {
  if (isHousekeeping(event)) return [];
  const nodes = new Set(event.parties.map((party) => party.node));
  return nodes.size > 0 ? [...nodes] : [event.subject];
}
