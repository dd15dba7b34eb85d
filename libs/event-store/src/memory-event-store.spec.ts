// Real: the memory adapter itself, which is also what the contract's expectations were first run against.
import type { StoredEvent } from '@throughline/kernel';
import { anEvent, appended } from './contract-fixture';
import { eventStoreContract } from './event-store.contract';
import { MemoryEventStore } from './memory-event-store';

eventStoreContract('an event store in memory', async () => ({ store: new MemoryEventStore() }), { survives: false });

describe('the clock of the store in memory', () => {
  it('may fall: recordedAt does not', async () => {
    const times = [2_000, 1_000, 3_000];
    const store = new MemoryEventStore(() => times.shift() ?? 0);
    for (const stream of ['a', 'b', 'c']) await appended(store, stream, 'no-stream', [anEvent()]);
    const recorded: string[] = [];
    for await (const { recordedAt } of store.readAll()) recorded.push(recordedAt);
    expect(recorded).toEqual(['1970-01-01T00:00:02.000Z', '1970-01-01T00:00:02.000Z', '1970-01-01T00:00:03.000Z']);
    expect(await store.positionAt('1970-01-01T00:00:02Z')).toBe(2n);
  });
});

it('keeps the positions of a history that is brought over, and none is taken twice', async () => {
  const store = new MemoryEventStore();
  const event = (revision: number, position: bigint): StoredEvent => ({ ...anEvent(), stream: 's', revision, position, recordedAt: '2026-01-15T09:00:00.000Z' });
  expect(await store.restore([event(0, 5n), event(1, 90n)])).toEqual([5n, 90n]);
  await expect(store.restore([event(2, 90n)])).rejects.toMatchObject({ code: 'HISTORY_BROKEN' });
  expect((await appended(store, 's', 1, [anEvent()]))[0]?.position).toBe(91n);
});
