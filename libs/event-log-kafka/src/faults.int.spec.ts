// Real: the broker at KAFKA_BROKERS, relays, logs and groups; for `kill -9` a broker of its own. Store and shelf are in memory.
import { all, append, anEvent, fill, lanes, partitionOf, until, type LogBatch, type LogConsumer } from '@throughline/event-log';
import type { StoredEvent } from '@throughline/kernel';
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { firstOccurrences, openRoad, type Road, type RoadOptions } from './kafka-fixture';
import { endsOf, withAdmin } from './topic';

const brokers = process.env['KAFKA_BROKERS']?.split(',');
const SERVER = path.join(__dirname, '../../../scripts/servers/kafka.mjs');
const ownBroker = brokers !== undefined && existsSync(path.join(__dirname, '../../../.cache/servers/kafka/4.1.1'));
if (brokers === undefined) process.stderr.write('Skipped: faults on the road over Kafka need KAFKA_BROKERS, a list of host:port.\n');
else if (!ownBroker) process.stderr.write('Skipped: killing a broker needs one of its own: node scripts/servers/kafka.mjs install.\n');

/** A shelf as projections keep it: offset and position beside what was taken, and nothing is taken twice. */
class ShelfOf {
  readonly taken: StoredEvent[] = [];
  readonly offsets = new Map<number, bigint>();
  private readonly positions = new Map<number, bigint>();

  take({ partition, messages, endOffset }: LogBatch): void {
    for (const { event } of messages) {
      if (event.position <= (this.positions.get(partition) ?? -1n)) continue;
      this.positions.set(partition, event.position);
      this.taken.push(event);
    }
    const before = this.offsets.get(partition) ?? -1n;
    if (endOffset > before) this.offsets.set(partition, endOffset);
  }

  /** `slowMs` lies between two halves of every batch, so that rebalances hit the middle. */
  member(slowMs = 0, revoked: () => void = () => undefined): LogConsumer {
    return {
      assigned: async (partition) => this.offsets.get(partition) ?? null,
      batch: async (batch) => {
        const half = batch.messages.slice(0, Math.floor(batch.messages.length / 2));
        this.take({ ...batch, messages: half, endOffset: -1n });
        if (slowMs > 0) await pause(slowMs);
        this.take(batch);
      },
      revoked: async () => revoked(),
    };
  }
}

jest.setTimeout(120_000);
let road: Road;
let shelf: ShelfOf;

async function open(options: Partial<RoadOptions> = {}): Promise<void> {
  road = await openRoad({ brokers: brokers ?? [], ...options });
  shelf = new ShelfOf();
}

/** What is promised: on the topic first occurrences of a lane in order, on the shelf everything exactly once and in order. */
async function expectPromiseKept(): Promise<void> {
  const events = await all(road.store);
  await until(`all ${events.length} on the shelf`, () => shelf.taken.length >= events.length, 60_000);
  const topic = positionsByLane(await firstOccurrences(road));
  const onShelf = positionsByLane(shelf.taken);
  for (const [lane, positions] of positionsByLane(events)) {
    expect(onShelf.get(lane)).toEqual(positions);
    const there = new Set(topic.get(lane));
    expect(topic.get(lane) ?? []).toEqual(positions.filter((position) => there.has(position)));
  }
}

(brokers === undefined ? describe.skip : describe)('faults on the road over Kafka', () => {
  afterEach(async () => {
    await road.log.close();
    await road.dispose();
    await road.store.close();
  });

  it('rebalances in mid-batch: members come and go while every batch takes a while', async () => {
    await open({ partitions: 6 });
    let revoked = 0;
    const writing = (async () => {
      for (let n = 0; n < 60; n++) {
        await fill(road.store, 50);
        await pause(50);
      }
    })();
    const steady = await road.log.subscribe('shelf', shelf.member(20, () => revoked++));
    for (let round = 0; round < 5; round++) {
      const guest = await road.log.subscribe('shelf', shelf.member(20, () => revoked++));
      await pause(300);
      await guest.stop();
    }
    await writing;
    await expectPromiseKept();
    expect(revoked).toBeGreaterThan(6);
    await steady.stop();
  });

  it('a batch that takes longer than the session: the member stays, nobody else gets its partitions', async () => {
    await open({ sessionMs: 2_000 });
    await fill(road.store, 30);
    let assigned = 0;
    const slow = shelf.member(4_000);
    await road.log.subscribe('shelf', { ...slow, assigned: (partition) => (assigned++, slow.assigned(partition)) });
    await expectPromiseKept();
    expect(assigned).toBe(3);
  });

  it('retention was quicker than a reader: what is gone comes from the store', async () => {
    const healed: number[] = [];
    await open({ healed: (_group, _partition, events) => healed.push(events) });
    await fill(road.store, 200);
    const first = await road.log.subscribe('shelf', shelf.member());
    await expectPromiseKept();
    await first.stop();
    await fill(road.store, 300);
    await published();
    await withAdmin(road.kafka, async (admin) => {
      const ends = await endsOf(admin, road.topic);
      await admin.deleteTopicRecords({ topic: road.topic, partitions: ends.map((end, partition) => ({ partition, offset: String(end) })) });
    });
    await fill(road.store, 40);
    await road.log.subscribe('shelf', shelf.member());
    await expectPromiseKept();
    expect(healed.reduce((sum, events) => sum + events, 0)).toBeGreaterThanOrEqual(300);
  });

  it('messages that were never sent come from the store, on idle lanes too', async () => {
    let healed = 0;
    await open({ relay: false, healed: (_group, _partition, events) => (healed += events) });
    await road.log.subscribe('shelf', shelf.member());
    await fill(road.store, 50);
    const first = road.startRelay();
    await published();
    await first.stop();
    await fill(road.store, 50);
    // As if a relay had moved the checkpoint before the broker had what stands below it.
    const state = (await road.checkpoint.read())!;
    const skipped = await all(road.store);
    const partitions = state.partitions.map(({ offset }, partition) => ({ offset, position: skipped.findLast(({ subject }) => partitionOf(subject, 3) === partition)?.position ?? -1n }));
    await road.checkpoint.replace({ ...state, version: state.version + 1, position: skipped.at(-1)!.position, partitions });
    road.startRelay();
    await append(road.store, 'later', [anEvent(lanes[0]!)]);
    await expectPromiseKept();
    expect(healed).toBe(50);
  });

  async function published(): Promise<void> {
    const head = (await road.store.head()) ?? -1n;
    const reached = async (): Promise<boolean> => ((await road.checkpoint.read())?.position ?? -1n) >= head;
    for (const end = Date.now() + 30_000; !(await reached()); await pause(10)) if (Date.now() > end) throw new Error('the relay does not come to the end');
  }
});

(ownBroker ? it : it.skip)('a broker is killed and comes back, twice, under load', async () => {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'throughline-kafka-'));
  let broker = await run(folder);
  await open({ brokers: [broker.address] });
  await road.log.subscribe('shelf', shelf.member(1));
  const ending = new AbortController();
  const written = (async () => {
    for (; !ending.signal.aborted; await pause(100)) await fill(road.store, 40);
  })();
  for (let round = 0; round < 2; round++) {
    await pause(1_500);
    process.kill(broker.pid, 'SIGKILL');
    await once(broker.process, 'exit');
    await pause(1_000);
    broker = await run(folder);
  }
  await pause(1_500);
  ending.abort();
  await written;
  await expectPromiseKept();
  expect((await all(road.store)).length).toBeGreaterThan(2_000);
  await road.log.close();
  await road.dispose();
  broker.process.kill('SIGTERM');
  await once(broker.process, 'exit');
  rmSync(folder, { recursive: true });
});

function positionsByLane(events: readonly StoredEvent[]): ReadonlyMap<string, readonly bigint[]> {
  const found = new Map<string, bigint[]>();
  for (const { subject, position } of events) {
    const before = found.get(subject);
    if (before === undefined) found.set(subject, [position]);
    else before.push(position);
  }
  return found;
}

async function run(folder: string): Promise<{ readonly process: ChildProcess; readonly address: string; readonly pid: number }> {
  const child = spawn(process.execPath, [SERVER, 'run', folder], { stdio: ['ignore', 'pipe', 'ignore'] });
  const [said] = (await once(child.stdout, 'data')) as [Buffer];
  const [, address = '', pid = ''] = /^KAFKA_BROKERS=(\S+) PID=(\d+)/.exec(String(said)) ?? [];
  return { process: child, address, pid: Number(pid) };
}
