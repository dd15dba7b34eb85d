// Real: the server at MONGODB_URL, through the driver; two processes are two connections, one of them over a proxy that cuts and pauses it.
import { MongoConnection } from '@throughline/mongodb';
import type { DocumentWrite, Shelf, ShelfBatch, ShelfDefinition, StoredDocument, StoredEntry } from '@throughline/read-store';
import { randomUUID } from 'node:crypto';
import { proxyMongodb, type ProxiedMongodb } from '../../../test/peers/mongodb-proxy';
import { MongoReadStore } from './mongo-read-store';

const url = process.env['MONGODB_URL'];
if (url === undefined) process.stderr.write('Skipped: faults of shelves in MongoDB need MONGODB_URL, as mongodb://host:port.\n');

const counters: ShelfDefinition = { view: 'counters', version: 1, generation: 1, kind: 'document', indexes: ['count'] };
const timeline: ShelfDefinition = { view: 'timeline', version: 1, generation: 1, kind: 'entry', indexes: [] };
const nothing: ShelfBatch = { documents: [], entries: [], park: [], unpark: [], checkpoint: null };
const ROUNDS = 20;
/** Events 1, 2, 3 …; a document counts those of its lane and has seen all up to its position. */
const PER_ROUND = 200;
/** Every third round is all of new lanes, every third of the same ones, and every third of both. */
const laneOf = (position: bigint): string => {
  const round = (position - 1n) / BigInt(PER_ROUND);
  const isNew = round % 3n === 0n || (round % 3n === 2n && position % 2n === 0n);
  return isNew ? `new-${(position - 1n) / 10n}` : `lane-${position % 40n}`;
};

function eventsOf(round: number): readonly bigint[] {
  return Array.from({ length: PER_ROUND }, (_, n) => BigInt(round * PER_ROUND + n + 1));
}

function folded(events: readonly bigint[], known: ReadonlyMap<string, StoredDocument>): readonly DocumentWrite[] {
  const written = new Map<string, DocumentWrite>();
  for (const position of events) {
    const key = laneOf(position);
    const { position: seen, body } = written.get(key) ?? known.get(key) ?? { position: 0n, body: { count: 0 } };
    if (position > seen) written.set(key, { key, lane: key, position, expected: known.get(key)?.position ?? null, body: { count: Number(body['count']) + 1 } });
  }
  return [...written.values()];
}

const byKey = (a: StoredDocument, b: StoredDocument): number => (a.key < b.key ? -1 : 1);

/** What was sent before the line was cut may still be written while this reads: then it reads again. */
async function countOnce(shelf: Shelf, round: number): Promise<void> {
  const events = eventsOf(round);
  const position = events.at(-1) ?? 0n;
  const checkpoint = { storeId: 'store', partition: 0, offset: position, position };
  for (let conflicts = -1; conflicts !== 0; ) {
    const known = await shelf.documents([...new Set(events.map(laneOf))]);
    conflicts = (await shelf.write({ ...nothing, documents: folded(events, known), checkpoint })).conflicts.length;
  }
}

function entriesOf(round: number): readonly StoredEntry[] {
  return eventsOf(round).map((position) => ({ key: laneOf(position), id: `event-${position}`, lane: laneOf(position), time: Number(position), position, body: { text: 'x'.repeat(200) } }));
}

(url === undefined ? describe.skip : describe)('on a server of MongoDB’s protocol', () => {
  jest.setTimeout(120_000);
  let line: ProxiedMongodb;
  let connections: { readonly near: MongoConnection; readonly far: MongoConnection };
  let database: string;
  let near: MongoReadStore;
  let far: MongoReadStore;

  beforeEach(async () => {
    line = await proxyMongodb(url ?? '');
    database = `spec_${randomUUID()}`;
    connections = {
      near: await MongoConnection.open({ url: url ?? '', name: 'spec' }),
      far: await MongoConnection.open({ url: line.url, name: 'spec far', findWithin: 2_000, answerWithin: 1_000 }),
    };
    near = await MongoReadStore.open(connections.near, { database });
    far = await MongoReadStore.open(connections.far, { database });
  });
  afterEach(async () => {
    await Promise.all([near.close(), far.close()]);
    await connections.near.database(database).dropDatabase();
    await Promise.all([connections.near.close(), connections.far.close()]);
    await line.proxy.close();
  });

  /** Until it is done; of many connections each may find out for itself that its line was cut. */
  async function insisting<T>(work: () => Promise<T>, before: (attempt: number) => void = () => undefined): Promise<T> {
    for (let attempt = 0; ; attempt += 1) {
      before(attempt);
      try {
        return await work();
      } catch (error) {
        expect(error).toMatchObject({ code: 'READ_STORE_FAILED' });
        expect(attempt).toBeLessThan(50);
      }
    }
  }

  /** The line is cut at another place each time: of about as many bytes as a batch is long. */
  function cutting(round: number, bytes: number): (attempt: number) => void {
    return (attempt) => {
      const [place, way] = [(round + attempt) * 7_919, (round + attempt) % 4 === 0 ? 'answers' : 'requests'] as const;
      line.proxy.cutAfter(way, 1 + (place % (way === 'answers' ? 400 : bytes)));
    };
  }

  it('counts every event once, wherever in a batch the connection is cut', async () => {
    const [shelf, looking] = [await far.open(counters), await near.open(counters)];
    for (let round = 0; round < ROUNDS; round++) {
      await insisting(() => countOnce(shelf, round), cutting(round, 6_000));
      // Acknowledged is what stands there, for everybody.
      expect((await looking.checkpoint(0))?.position).toBe(BigInt((round + 1) * PER_ROUND));
    }
    expect(line.proxy.cuts).toBeGreaterThan(ROUNDS / 2);
    const events = Array.from({ length: ROUNDS }, (_, round) => eventsOf(round)).flat();
    const whole = folded(events, new Map()).map(({ expected: _none, ...document }) => document);
    expect((await looking.find({ limit: 9_999 })).toSorted(byKey)).toEqual(whole.toSorted(byKey));
  });

  it('has every entry once, wherever in a batch the connection is cut', async () => {
    const [shelf, looking] = [await far.open(timeline), await near.open(timeline)];
    for (let round = 0; round < ROUNDS; round++) await insisting(() => shelf.write({ ...nothing, entries: entriesOf(round) }), cutting(round, 60_000));
    expect(line.proxy.cuts).toBeGreaterThan(ROUNDS / 2);
    const positions = new Set<bigint>();
    let entries = 0;
    for await (const { position } of looking.scan()) {
      positions.add(position);
      entries += 1;
    }
    expect([entries, positions.size]).toEqual([ROUNDS * PER_ROUND, ROUNDS * PER_ROUND]);
  });

  it('does not wait for ever for an answer, and what was done all the same is done once', async () => {
    const [shelf, looking] = [await far.open(timeline), await near.open(timeline)];
    line.proxy.pause('answers');
    await expect(shelf.write({ ...nothing, entries: entriesOf(0) })).rejects.toMatchObject({ code: 'READ_STORE_FAILED' });
    line.proxy.resume();
    line.proxy.cut();
    await insisting(() => shelf.write({ ...nothing, entries: entriesOf(0) }));
    expect(await looking.entries({ keys: eventsOf(0).map(laneOf), limit: 999 })).toHaveLength(PER_ROUND);
  });

  it('says that it does not get through, and goes on when it does', async () => {
    const shelf = await far.open(counters);
    line.proxy.refuse();
    line.proxy.cut();
    await expect(shelf.count({})).rejects.toMatchObject({ code: 'READ_STORE_FAILED' });
    line.proxy.accept();
    expect(await insisting(() => shelf.count({}))).toBe(0);
  });

  it.each([
    ['inserts what the other inserts', null],
    ['replaces what the other replaces', 10n],
  ])('folds a document to the end where an older process %s', async (_what, expected) => {
    const [older, newer] = [await far.open(counters), await near.open(counters)];
    for (let round = 0; round < 15; round++) {
      const keys = Array.from({ length: 50 }, (_, n) => `round-${round}-${n}`);
      const writes = (position: bigint, count: number, read: bigint | null, which = keys) => which.map((key) => ({ key, lane: key, position, expected: read, body: { count } }));
      if (expected !== null) await newer.write({ ...nothing, documents: writes(expected, 10, null) });
      const [behind, ahead] = await Promise.all([
        older.write({ ...nothing, documents: writes(11n, 11, expected) }),
        newer.write({ ...nothing, documents: writes(12n, 12, expected, keys.toReversed()) }),
      ]);
      // For each document one of the two has lost, and knows it.
      expect([...behind.conflicts, ...ahead.conflicts].toSorted()).toEqual(keys.toSorted());
      const read = await newer.documents(ahead.conflicts);
      for (const { position } of read.values()) expect(position).toBe(11n);
      expect(await newer.write({ ...nothing, documents: writes(12n, 12, 11n, [...ahead.conflicts]) })).toEqual({ conflicts: [] });
      for (const { position, body } of (await older.documents(keys)).values()) expect([position, body]).toEqual([12n, { count: 12 }]);
    }
  });
});
