import { amendedBy, isAmendment, type Amendment } from '@throughline/contracts';
import { effectiveTime, type Json, type StoredEvent } from '@throughline/kernel';

/** What was done about an entry after it was written, and what it said at first. */
export type Amended = {
  /** It never happened; shown all the same, because it was seen. */
  readonly withdrawn: boolean;
  /** In order; `eventId` is the entry that says so. */
  readonly steps: readonly { readonly kind: 'corrected' | 'withdrawn' | 'moved'; readonly reason: Json; readonly at: string; readonly by: string; readonly eventId: string }[];
  readonly original: { readonly data: Json; readonly parties: Json };
};

export interface LaidOver {
  /** As it reads now: with the data it was corrected to and whom it was moved to, also where it was withdrawn. */
  readonly event: StoredEvent;
  /** `null` = it is as it was written. */
  readonly amended: Amended | null;
}

/**
 * One event under the amendments behind it in its stream, in order. What corrections say of others is no matter of theirs: of
 * amendments themselves only the parties move, and a move stays where it took place.
 */
export function laidOver(original: StoredEvent, behind: readonly Amendment[]): LaidOver {
  const about = behind.filter((amendment) => concerns(amendment, original));
  if (about.length === 0) return { event: original, amended: null };
  const event = about.reduce((one, amendment) => amendedBy(one, amendment) ?? one, original);
  const steps = about.map((amendment) => ({ kind: kindOf(amendment), reason: amendment.data.reason, at: new Date(effectiveTime(amendment)).toISOString(), by: amendment.actor, eventId: amendment.id }));
  const withdrawn = about.some(({ type }) => type === 'record.withdrawn');
  return { event, amended: { withdrawn, steps, original: { data: original.data as Json, parties: original.parties as unknown as Json } } };
}

/** All events of one stream, in order, each under what stands behind it. */
export function streamLaidOver(events: readonly StoredEvent[]): readonly LaidOver[] {
  return events.map((event, at) => laidOver(event, events.slice(at + 1).filter(isAmendment)));
}

function concerns(amendment: Amendment, event: StoredEvent): boolean {
  if (amendment.type === 'record.moved') return event.type !== 'record.moved';
  return !isAmendment(event) && [undefined, event.id].includes(amendment.data.eventId);
}

function kindOf({ type }: Amendment): 'corrected' | 'withdrawn' | 'moved' {
  switch (type) {
    case 'record.corrected':
      return 'corrected';
    case 'record.withdrawn':
      return 'withdrawn';
    case 'record.moved':
      return 'moved';
  }
}
