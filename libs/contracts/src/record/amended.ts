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
    if (isAmendment(event)) standing = amend(standing, event);
    else standing.push(event);
  }
  return standing;
}

function amend(standing: readonly StoredEvent[], amendment: Amendment): StoredEvent[] {
  switch (amendment.type) {
    case 'record.corrected':
      return standing.map((event) => (event.id === amendment.data.eventId ? { ...event, data: amendment.data.data } : event));
    case 'record.withdrawn':
      return amendment.data.eventId === undefined ? [] : standing.filter((event) => event.id !== amendment.data.eventId);
    case 'record.moved':
      return standing.map((event) => ({ ...event, parties: partiesAfter(event.parties, amendment.parties) }));
  }
}

/** Whom a thing belongs to; decision makers and those mentioned stay with it. */
function isOwner({ role }: Party): boolean {
  return role === 'customer' || role === 'company';
}

function partiesAfter(before: readonly Party[], moved: readonly Party[]): readonly Party[] {
  return [...moved.filter(isOwner), ...before.filter((party) => !isOwner(party))];
}
