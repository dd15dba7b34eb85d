import { amended, catalogue, type Reading } from '@throughline/contracts';
import type { Journal } from '@throughline/event-store';
import { effectiveTime, type StoredEvent } from '@throughline/kernel';
import type { Shelf } from '@throughline/read-store';
import { duplicatesOf } from './ticket.queries';

/** One step of a ticket, or of a duplicate that was merged into it. */
export interface ThreadStep {
  readonly ticketId: string;
  readonly id: string;
  readonly type: string;
  readonly revision: number;
  readonly position: string;
  readonly occurredAt: string;
  readonly recordedAt: string;
  readonly actor: string;
  readonly data: unknown;
  readonly text: Reading;
}

export interface Thread {
  /** In the order they happened, as they stand corrected. */
  readonly steps: readonly ThreadStep[];
  /** Streams that end here before a step this program cannot read. */
  readonly incomplete: readonly string[];
}

/** From the streams themselves, so that what was just written is there; `null` = there is no such ticket. */
export async function ticketThread(journal: Journal, tickets: Shelf, ticketId: string): Promise<Thread | null> {
  const own = await stepsOf(journal, ticketId);
  if (own.steps.length === 0 && own.incomplete.length === 0) return null;
  const others = await Promise.all((await duplicatesOf(tickets, ticketId)).map((duplicate) => stepsOf(journal, duplicate.ticketId)));
  const all = [own, ...others];
  return { steps: all.flatMap(({ steps }) => steps).toSorted(inOrder).map(presented), incomplete: all.flatMap(({ incomplete }) => incomplete) };
}

type Step = { readonly ticketId: string; readonly event: StoredEvent };

async function stepsOf(journal: Journal, ticketId: string): Promise<{ readonly steps: readonly Step[]; readonly incomplete: readonly string[] }> {
  const stream = `ticket-${ticketId}`;
  const { events, notUnderstood } = await journal.load(stream);
  return { steps: amended(events).map((event) => ({ ticketId, event })), incomplete: notUnderstood === null ? [] : [stream] };
}

function inOrder(a: Step, b: Step): number {
  return effectiveTime(a.event) - effectiveTime(b.event) || (a.event.position < b.event.position ? -1 : 1);
}

function presented({ ticketId, event }: Step): ThreadStep {
  const { id, type, revision, occurredAt, recordedAt, actor, data } = event;
  return { ticketId, id, type, revision, position: String(event.position), occurredAt, recordedAt, actor, data, text: catalogue.reads(type, data) };
}
