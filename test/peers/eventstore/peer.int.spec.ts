// Real: the peer in this process and the client of EventStoreDB as it comes, over gRPC.
import { EventStoreDBClient, jsonEvent, NO_STREAM, START } from '@eventstore/db-client';
import { randomUUID } from 'node:crypto';
import type { Peer } from './peer';
import { addressOf, all, startPeer } from './server';

let peer: Peer;
let stop: () => Promise<void>;
let client: EventStoreDBClient;

beforeAll(async () => {
  ({ peer, stop } = await startPeer());
  client = EventStoreDBClient.connectionString(addressOf(peer));
});
afterAll(async () => {
  await client.dispose();
  await stop();
});

const anEvent = () => jsonEvent({ id: randomUUID(), type: 'happened', data: { n: 1 } });

describe('the stand-in for an EventStoreDB', () => {
  it('appends by the batch stream, which the client prefers', async () => {
    const event = anEvent();
    const first = await client.appendToStream('batch', [event, anEvent()], { expectedRevision: NO_STREAM });
    expect(first).toMatchObject({ success: true, nextExpectedRevision: 1n });
    expect(await client.appendToStream('batch', event, { expectedRevision: NO_STREAM })).toMatchObject({ success: true, nextExpectedRevision: 0n });
    await expect(client.appendToStream('batch', anEvent(), { expectedRevision: 0n })).rejects.toMatchObject({ type: 'wrong-expected-version', actualVersion: 1n });
    await expect(client.appendToStream('none', anEvent(), { expectedRevision: 0n })).rejects.toMatchObject({ type: 'wrong-expected-version', actualVersion: 'no_stream' });
    expect(await all(client.readStream('batch', { fromRevision: START }))).toHaveLength(2);
  });

  it('gives out positions with gaps, and refuses all others', async () => {
    await client.appendToStream('gaps', [anEvent(), anEvent()]);
    const positions = (await all(client.readAll())).map(({ event }) => event?.position.commit ?? -1n);
    expect(positions.every((position, index) => index === 0 || position > (positions[index - 1] ?? 0n) + 1n)).toBe(true);
    const between = { commit: (positions[0] ?? 0n) + 1n, prepare: (positions[0] ?? 0n) + 1n };
    await expect(all(client.readAll({ fromPosition: between }))).rejects.toMatchObject({ message: expect.stringContaining('no such position') as string });
    await expect(all(client.subscribeToAll({ fromPosition: between }))).rejects.toMatchObject({ message: expect.stringContaining('no such position') as string });
  });

  it('writes about itself among the events of others, as the real one does', async () => {
    for (let n = 0; n < 30; n++) await client.appendToStream(`note-${n}`, anEvent());
    expect((await all(client.readAll())).some(({ event }) => event?.streamId.startsWith('$') === true)).toBe(true);
  });
});
