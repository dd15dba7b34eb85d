import { derivedId, freshId, type Journal, type Outcome } from '@throughline/event-store';
import { execute } from '@throughline/platform';
import { quarantine } from './quarantine.decider';
import type { Bearer } from './receive';

/** An item that could not be taken, as it came. */
export interface RefusedItem {
  readonly door: 'events' | 'import' | 'inbox';
  readonly body: ItemBody;
  readonly code: string;
  readonly message: string;
  /** Of the file, from 1. */
  readonly line?: number;
}

/** The sender's own words; of what is too long to be held, only what was counted on the way. */
export type ItemBody = string | { readonly bytes: number; readonly sha256: string };

/** Bodies up to here (bytes, as a JSON text) are kept, sealed with the key of the item's own stream; of longer ones only length and digest. */
const MAX_KEPT = 160 * 1024;
/** Characters. A reason that is too long must not cost the batch. */
const MAX_MESSAGE = 2_000;

/**
 * Keeps what could not be taken, as an event in a stream of its own. The same item of the same source at the same place is one
 * item, however often it is sent. Answers with the item's id.
 */
export async function quarantineItem(journal: Journal, item: RefusedItem, bearer: Bearer): Promise<string> {
  const digest = journal.digest(item.body);
  const itemId = derivedId('quarantine', bearer.source, item.door, digest, String(item.line ?? ''));
  const bytes = typeof item.body === 'string' ? Buffer.byteLength(item.body) : item.body.bytes;
  const kept = typeof item.body === 'string' && Buffer.byteLength(JSON.stringify(item.body)) <= MAX_KEPT;
  const data = { itemId, door: item.door, code: item.code, message: item.message.slice(0, MAX_MESSAGE), bytes, digest, ...(item.line === undefined ? {} : { line: item.line }), ...(kept ? { body: item.body } : {}) };
  const outcome: Outcome = await execute(journal, quarantine, `quarantine-${itemId}`, { type: 'quarantine-item', data }, { by: bearer.actor, source: bearer.source, at: bearer.receivedAt, commandId: freshId() });
  if (outcome.kind !== 'done' && outcome.kind !== 'nothing') throw new Error(`an item could not be quarantined: ${outcome.kind}`);
  return itemId;
}
