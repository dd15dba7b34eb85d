import type { EventStore } from '@throughline/event-store';
import type { StoredEvent } from '@throughline/kernel';

/** Events in one write of a rebuild: larger ones are no faster, only larger (an event may have 256 KiB). */
const CHUNK = 1_000;

/**
 * The store's events behind `after` up to and with `upTo`, in chunks. The next chunk is read while the
 * caller works on this one: reader and writer wait for different files.
 */
export async function* chunks(store: EventStore, after: bigint, upTo: bigint): AsyncGenerator<readonly StoredEvent[]> {
  let reading = readChunk(store, after, upTo);
  for (;;) {
    const chunk = await reading;
    const last = chunk.at(-1);
    if (!last) return;
    reading = readChunk(store, last.position, upTo);
    // The caller may leave in the middle; nobody waits for this chunk then.
    reading.catch(() => undefined);
    yield chunk;
  }
}

async function readChunk(store: EventStore, after: bigint, upTo: bigint): Promise<readonly StoredEvent[]> {
  const events: StoredEvent[] = [];
  if (after >= upTo) return events;
  for await (const event of store.readAll({ limit: CHUNK, ...(after < 0n ? {} : { after }) })) {
    if (event.position > upTo) break;
    events.push(event);
  }
  return events;
}
