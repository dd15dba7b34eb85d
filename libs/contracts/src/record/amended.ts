import type { Fact, Party, StoredEvent } from '@throughline/kernel';
import type { RecordEvent } from './record.events';

/** An event that corrects, withdraws or moves what stands before it in its stream. */
export type Amendment = StoredEvent & RecordEvent;

export function isAmendment<Event extends Fact>(event: Event): event is Event & RecordEvent {
  return event.type.startsWith('record.');
}

/**
 * The events of one stream (opened, in order) as they read after all corrections, withdrawals and moves among them. These look back
 * only: what is recorded behind one of them stands as it is, so a fold may go on from what was amended.
 *   corrected   the event says the new data; of several corrections the last one holds
 *   withdrawn   it is left out, or all before it are
 *   moved       all before it concern the customer and the company it was moved to; their other parties stay
 * Amendments themselves are left out. Total.
 */
export function amended(events: readonly StoredEvent[]): readonly StoredEvent[] {
  let standing: StoredEvent[] = [];
  for (const event of events) {
    if (isAmendment(event)) standing = standing.flatMap((one) => amendedBy(one, event) ?? []);
    else standing.push(event);
  }
  return standing;
}

/** What one event of its stream says after an amendment behind it; `null` = it was withdrawn. */
export function amendedBy(event: StoredEvent, amendment: Amendment): StoredEvent | null {
  switch (amendment.type) {
    case 'record.corrected':
      return event.id === amendment.data.eventId ? { ...event, data: amendment.data.data } : event;
    case 'record.withdrawn':
      return amendment.data.eventId === undefined || amendment.data.eventId === event.id ? null : event;
    case 'record.moved':
      return { ...event, parties: partiesAfter(event.parties, amendment.parties) };
  }
}

/** Whom a thing belongs to; decision makers and those mentioned stay with it. */
function isOwner({ role }: Party): boolean {
  return role === 'customer' || role === 'company';
}

function partiesAfter(before: readonly Party[], moved: readonly Party[]): readonly Party[] {
  return [...moved.filter(isOwner), ...before.filter((party) => !isOwner(party))];
}
