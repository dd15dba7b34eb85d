// Real: the client of EventStoreDB over gRPC, and the server at EVENTSTORE_URL; without it the stand-in of `test/peers`.
import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { eventStoreContract } from '@throughline/event-store';
import { Peer } from '../../../test/peers/eventstore/peer';
import { EventStoreDbEventStore } from './eventstoredb-event-store';

const given = process.env['EVENTSTORE_URL'];
const folder = mkdtempSync(join(tmpdir(), 'throughline-eventstoredb-'));
let url = given ?? '';
let peer: Peer | undefined;

beforeAll(async () => {
  if (given !== undefined) return;
  peer = await Peer.start({ file: join(folder, 'events.log'), ports: [0] });
  url = `esdb://127.0.0.1:${peer.ports[0]}?tls=false`;
});
afterAll(async () => {
  await peer?.stop();
  rmSync(folder, { recursive: true });
});

eventStoreContract(`an event store on ${given === undefined ? 'the stand-in for an EventStoreDB' : 'an EventStoreDB'}`, async () => {
  const namespace = `test-${randomUUID()}`;
  const store = await EventStoreDbEventStore.open({ url, namespace });
  return {
    store,
    reopen: async () => {
      await store.close();
      return EventStoreDbEventStore.open({ url, namespace });
    },
  };
});
