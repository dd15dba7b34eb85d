// Real: the log in memory over the event store in memory. Nothing is replaced.
import { MemoryEventStore } from '@throughline/event-store';
import { all, fill, lanes, Recorder } from './contract-fixture';
import { eventLogContract } from './event-log.contract';
import { MemoryEventLog } from './memory-event-log';

const chaos = { repeats: 0.2, delays: 0.3, redeliveries: 0.3, rebalances: 0.05 };

eventLogContract('memory, 4 partitions', { partitions: 4, quiet: true }, async () => {
  const store = new MemoryEventStore();
  return { store, log: new MemoryEventLog(store, { retryPauseMs: 1 }) };
});

eventLogContract('memory, 1 partition', { partitions: 1, quiet: true }, async () => {
  const store = new MemoryEventStore();
  return { store, log: new MemoryEventLog(store, { partitions: 1, retryPauseMs: 1 }) };
});

eventLogContract('memory, in trouble', { partitions: 3, quiet: false }, async () => {
  const store = new MemoryEventStore();
  return { store, log: new MemoryEventLog(store, { partitions: 3, seed: 7, retryPauseMs: 1, chaos: { repeats: 0.2, delays: 0.2, redeliveries: 0.1 } }) };
});

async function run(seed: number) {
  const store = new MemoryEventStore();
  const log = new MemoryEventLog(store, { seed, manual: true, chaos, maxBatch: 7 });
  const recorder = new Recorder();
  await log.subscribe('readers', recorder);
  await fill(store, 120);
  return { store, log, recorder };
}

describe('MemoryEventLog step by step', () => {
  it('delivers nothing by itself', async () => {
    const { log, recorder } = await run(1);
    expect(recorder.diary).toEqual([]);
    await log.close();
  });

  it('delivers everything when it is settled', async () => {
    const { store, log, recorder } = await run(2);
    await log.settle();
    expect(new Set(recorder.firsts())).toEqual(new Set(await all(store)));
    await log.close();
  });

  it('makes every kind of trouble', async () => {
    const { log, recorder } = await run(3);
    await log.settle();
    expect(recorder.messages().length).toBeGreaterThan(150);
    expect(recorder.count('revoked')).toBeGreaterThan(4);
    const positions = recorder.firsts().map((event) => event.position);
    expect(positions).not.toEqual(positions.toSorted((a, b) => Number(a - b)));
    await log.close();
  });

  it('keeps every lane in order, whatever the seed', async () => {
    for (let seed = 10; seed < 30; seed++) {
      const { log, recorder } = await run(seed);
      await log.settle();
      for (const lane of lanes) {
        const revisions = recorder.firsts().filter((event) => event.subject === lane).map((event) => event.revision);
        expect(revisions).toEqual(revisions.map((_, index) => index));
      }
      await log.close();
    }
  });

  it('lets a new owner begin while the old one is still in a batch, when a rebalance is abrupt', async () => {
    const store = new MemoryEventStore();
    const log = new MemoryEventLog(store, { partitions: 1 });
    const first = new Recorder({ during: () => new Promise((resolve) => setTimeout(resolve, 30)) });
    const second = new Recorder();
    await log.subscribe('shared', first);
    await log.subscribe('shared', second);
    await fill(store, 3, ['a']);
    while (first.attempts.length === 0) await new Promise(setImmediate);
    await log.rebalance(true);
    while (second.done.length === 0) await new Promise(setImmediate);
    expect(first.done).toEqual([]);
    expect(first.count('revoked')).toBe(1);
    await log.close();
  });
});
