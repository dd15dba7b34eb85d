// Real: the client of EventStoreDB over gRPC and TLS. The server is the stand-in of test/peers with a certificate for loopback.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Peer } from '../../../test/peers/eventstore/peer';
import { all, events, followed, freshNamespace, written } from '../../../test/peers/eventstore/server';
import { EventStoreDbEventStore } from './eventstoredb-event-store';

const PEERS = path.join(__dirname, '../../../test/peers/eventstore');
const CERTIFICATE = path.join(PEERS, 'loopback.certificate.pem');
const folder = mkdtempSync(path.join(tmpdir(), 'throughline-access-'));
let peer: Peer;

beforeAll(async () => {
  peer = await Peer.start({ file: path.join(folder, 'events.log'), ports: [0, 0], tls: { certificate: CERTIFICATE, key: path.join(PEERS, 'loopback.key.pem') }, user: 'writer:s3cret p:ss' });
});
afterAll(async () => {
  await peer.stop();
  rmSync(folder, { recursive: true });
});

const open = (user: string, hosts: string, query: string): Promise<EventStoreDbEventStore> => EventStoreDbEventStore.open({ url: `esdb://${user}${hosts}?${query}`, namespace: freshNamespace(), timeout: 1_000 });
const oneHost = (): string => `localhost:${peer.ports[0]}`;
const TRUSTED = `tls=true&tlsCAFile=${encodeURIComponent(CERTIFICATE)}`;

describe('TLS and credentials', () => {
  it('are those of the address', async () => {
    const store = await open('writer:s3cret%20p%3Ass@', oneHost(), TRUSTED);
    await written(store, 's', 'no-stream', events(3));
    expect(await all(store.readStream('s'))).toHaveLength(3);
    expect(await followed(store, 3)).toHaveLength(3);
    await store.close();
  });

  it('hold for a cluster, whose leader is asked for', async () => {
    const store = await open('writer:s3cret%20p%3Ass@', peer.ports.map((port) => `localhost:${port}`).join(','), TRUSTED);
    await written(store, 's', 'no-stream', events(3));
    expect(await all(store.readAll())).toHaveLength(3);
    await store.close();
  });

  it.each([
    ['no user', '', TRUSTED, 'STORE_FAILED'],
    ['a wrong password', 'writer:guessed@', TRUSTED, 'STORE_FAILED'],
    ['a certificate that nobody vouches for', 'writer:s3cret%20p%3Ass@', 'tls=true', 'STORE_BUSY'],
    ['a plain wire', 'writer:s3cret%20p%3Ass@', 'tls=false', 'STORE_BUSY'],
    ['a certificate file that is not there', 'writer:s3cret%20p%3Ass@', 'tls=true&tlsCAFile=missing.pem', 'STORE_FAILED'],
  ])('are refused with %s', async (_name, user, query, code) => {
    await expect(open(user, oneHost(), query)).rejects.toMatchObject({ code });
  });
});
