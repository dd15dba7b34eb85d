import type { Actor, StoredEvent } from '@throughline/kernel';
import { EventStoreError } from './event-store';
import { derivedId } from './ids';
import { headOf, type Journal } from './journal';

/** For whom a number is wanted. The same command gets the same number, however often it asks. */
export interface NumberRequest {
  /** A slug: `ticket`, `quote`. Never changes. */
  readonly sequence: string;
  readonly thing: string;
  readonly commandId: string;
  readonly correlationId: string;
  readonly by: Actor;
  readonly source: string;
  /** ISO 8601, UTC; its day begins a sequence of its own, so that the stream stays short. */
  readonly at: string;
}

const ATTEMPTS = 50;

/**
 * The next number of the day, from 1, unique over all processes: it is the revision of an event in the day's stream.
 * A number is lost when the command it was wanted for is refused. Throws `EventStoreError` (`STORE_BUSY` when others keep being faster).
 */
export async function issueNumber(journal: Journal, request: NumberRequest): Promise<{ readonly day: string; readonly number: number }> {
  const day = request.at.slice(0, 10);
  const stream = `numbers-${request.sequence}-${day}`;
  const id = derivedId(request.commandId, 'number', request.sequence);
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    const number = await journal.alone([stream], () => next(journal, stream, { ...request, day, id }));
    if (number !== null) return { day, number };
  }
  throw new EventStoreError('STORE_BUSY', `no number of ${request.sequence} could be had; repeat the same request`);
}

/** `null` = somebody else was faster. A repeat is found by its id, wherever the stream is by now. */
async function next(journal: Journal, stream: string, { id, day, sequence, thing, ...request }: NumberRequest & { readonly day: string; readonly id: string }): Promise<number | null> {
  const last: StoredEvent[] = [];
  for await (const event of journal.store.readStream(stream, { backwards: true, limit: 1 })) last.push(event);
  const head = headOf(last);
  const origin = { source: request.source, occurredAt: request.at, actor: request.by, correlationId: request.correlationId, causationId: request.commandId };
  const { events } = journal.address(head, [{ ...origin, id, type: 'settings.number-issued', data: { sequence, day, thing } }]);
  const result = await journal.append(stream, head.revision, events).catch((error: unknown) => issuedBefore(journal, stream, id, error));
  return result.kind === 'done' ? (result.events[0]?.revision ?? 0) + 1 : null;
}

/** The same command was sent again, in another trace. */
async function issuedBefore(journal: Journal, stream: string, id: string, error: unknown): Promise<{ readonly kind: 'done'; readonly events: readonly Pick<StoredEvent, 'revision'>[] }> {
  if (!(error instanceof EventStoreError) || error.code !== 'EVENT_ID_REUSED') throw error;
  for await (const event of journal.store.readStream(stream)) if (event.id === id) return { kind: 'done', events: [event] };
  throw error;
}

/** `T-260131-0017`: what people say on the phone. */
export function readNumber(prefix: string, { day, number }: { readonly day: string; readonly number: number }): string {
  return `${prefix}-${day.slice(2).replaceAll('-', '')}-${String(number).padStart(4, '0')}`;
}
