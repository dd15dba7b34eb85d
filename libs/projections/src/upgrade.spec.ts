// Real: engines of two versions over one memory event store, one memory read store and one memory event log, as copies in several processes are.
import { MemoryEventLog } from '@throughline/event-log';
import { MemoryEventStore } from '@throughline/event-store';
import { MemoryReadStore } from '@throughline/read-store';
import { oneAtATime } from './engine-fixture';
import { upgradeContract } from './upgrade.contract';

jest.setTimeout(70_000);

upgradeContract('memory', async () => {
  const store = new MemoryEventStore();
  const log = new MemoryEventLog(store, { partitions: 3, retryPauseMs: 1 });
  // The log is the broker: what one process closes is its own connection.
  const connection = () => ({ storeId: log.storeId, partitions: log.partitions, subscribe: log.subscribe.bind(log), ends: log.ends.bind(log), close: async () => undefined });
  return { store, readStore: new MemoryReadStore(), openLog: async () => connection(), alone: oneAtATime(), dispose: () => log.close() };
});

upgradeContract('memory, a log that repeats, goes back and rebalances', async () => {
  const store = new MemoryEventStore();
  const log = new MemoryEventLog(store, { partitions: 3, retryPauseMs: 1, chaos: { repeats: 0.1, redeliveries: 0.1, rebalances: 0.05 } });
  const connection = () => ({ storeId: log.storeId, partitions: log.partitions, subscribe: log.subscribe.bind(log), ends: log.ends.bind(log), close: async () => undefined });
  return { store, readStore: new MemoryReadStore(), openLog: async () => connection(), alone: oneAtATime(), dispose: () => log.close() };
});
