// Real: the client of EventStoreDB over gRPC, the server at EVENTSTORE_URL or the stand-in of test/peers, and the store in memory.
// Chance writes to both, to the first by two adapters in turns, and compares every answer but positions and times.
import fc from 'fast-check';
import { MemoryEventStore, type EventStore, type ExpectedRevision } from '@throughline/event-store';
import type { NewEvent } from '@throughline/kernel';
import { all, freshNamespace, settled, startServer, type TestServer } from '../../../test/peers/eventstore/server';
import { EventStoreDbEventStore } from './eventstoredb-event-store';

interface Append {
  readonly adapter: number;
  readonly stream: string;
  readonly expected: ExpectedRevision;
  readonly events: readonly NewEvent[];
}

/** Few ids, streams and contents, so that repeats, reused ids and conflicts are frequent. */
const event = fc.record({ number: fc.nat(25), content: fc.nat(9) }).map(({ number, content }): NewEvent => {
  const id = `0198c2d4-0000-7000-8000-${String(number).padStart(12, '0')}`;
  return { id, type: 'test.happened', schemaVersion: 1, source: 'test', subject: 's', parties: [], occurredAt: `2026-01-15T09:00:0${content}.000Z`, actor: 'process:test', correlationId: id, causationId: null, data: content === 9 ? 'other' : 'usual' };
});
const append: fc.Arbitrary<Append> = fc.record({
  adapter: fc.nat(1),
  stream: fc.constantFrom('a', 'b', 'ü-🙂'),
  expected: fc.oneof({ weight: 2, arbitrary: fc.constant('no-stream' as const) }, { weight: 5, arbitrary: fc.nat(8) }),
  events: fc.oneof({ weight: 4, arbitrary: fc.array(event, { minLength: 1, maxLength: 1 }) }, { weight: 1, arbitrary: fc.uniqueArray(event, { minLength: 1, maxLength: 20, selector: ({ id }) => id }) }),
});

async function answer(store: EventStore, { stream, expected, events }: Append): Promise<unknown> {
  try {
    const result = await settled(store, stream, expected, events);
    return result.kind === 'done' ? [result.repeated, result.events.map(({ id, revision }) => [id, revision])] : result;
  } catch (error) {
    return (error as { readonly code: string }).code;
  }
}

async function contents(store: EventStore): Promise<readonly unknown[]> {
  return (await all(store.readAll())).map(({ position: _position, recordedAt: _recordedAt, ...rest }) => rest);
}

let server: TestServer;
beforeAll(async () => {
  server = await startServer();
});
afterAll(() => server.stop());

it('answers as the store in memory does, whatever is appended and by whom', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(append, { minLength: 1, maxLength: 40 }), async (appends) => {
      const options = { url: server.url, namespace: freshNamespace() };
      const [model, one, other] = [new MemoryEventStore(), await EventStoreDbEventStore.open(options), await EventStoreDbEventStore.open(options)];
      for (const next of appends) expect(await answer(next.adapter === 0 ? one : other, next)).toEqual(await answer(model, next));
      for (const store of [one, other]) expect(await contents(store)).toEqual(await contents(model));
      await one.close();
      await other.close();
    }),
    { numRuns: 40, seed: 20_260_115 },
  );
}, 120_000);
