// Real: the client of EventStoreDB over gRPC, and the server at EVENTSTORE_URL; without it the stand-in of test/peers in this process.
import { eventStoreContract } from '@throughline/event-store';
import { freshNamespace, isRealServer, startServer, type TestServer } from '../../../test/peers/eventstore/server';
import { EventStoreDbEventStore } from './eventstoredb-event-store';

let server: TestServer;
beforeAll(async () => {
  server = await startServer();
});
afterAll(() => server.stop());

eventStoreContract(`an event store on ${isRealServer ? 'an EventStoreDB' : 'the stand-in for an EventStoreDB'}`, async () => {
  const options = { url: server.url, namespace: freshNamespace() };
  const store = await EventStoreDbEventStore.open(options);
  return {
    store,
    reopen: async () => {
      await store.close();
      return EventStoreDbEventStore.open(options);
    },
  };
});
