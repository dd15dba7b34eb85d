// Real: the local log over the event store in memory. Nothing is replaced.
import { eventLogContract } from '@throughline/event-log';
import { MemoryEventStore } from '@throughline/event-store';
import { LocalEventLog } from './local-event-log';

eventLogContract('local', { partitions: 1, quiet: true }, async () => {
  const store = new MemoryEventStore();
  return { store, log: new LocalEventLog(store, { retryPauseMs: 1 }) };
});
