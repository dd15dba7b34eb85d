import { all, anEvent, append, fill, fillMuch, hasAll, itWhen, lanes, Recorder, until, type EventLogCapabilities, type EventLogFixture } from './contract-fixture';
import { MAX_BATCH, type LogBatch } from './event-log';
import { partitionOf } from './partition-of';

/** What arrives, in which order, from which offset, and what the watermark promises. */
export function deliveryContract(fixture: () => EventLogFixture, { partitions, quiet }: EventLogCapabilities): void {

  let readers = 0;

  /** By a group of its own, from the beginning to the head. */
  async function readAll(): Promise<Recorder> {
    const { log, store } = fixture();
    const recorder = new Recorder();
    await log.subscribe(`reader ${++readers}`, recorder);
    const head = await store.head();
    await until('everything', hasAll(recorder, await all(store)));
    await until('watermarks at the head', () => partitionNumbers().every((p) => (recorder.watermark(p) ?? -1n) >= (head ?? -1n)));
    return recorder;
  }
  const partitionNumbers = () => Array.from({ length: partitions }, (_, partition) => partition);

  describe('delivery', () => {
    it('has the store’s id and its number of partitions', () => {
      expect(fixture().log.storeId).toBe(fixture().store.storeId);
      expect(fixture().log.partitions).toBe(partitions);
    });

    it('brings what was there before', async () => {
      await fill(fixture().store, 40);
      expect(new Set((await readAll()).firsts())).toEqual(new Set(await all(fixture().store)));
    });

    it('brings what comes later', async () => {
      const recorder = new Recorder();
      await fixture().log.subscribe('readers', recorder);
      await fill(fixture().store, 20);
      await until('the first', hasAll(recorder, await all(fixture().store)));
      await fill(fixture().store, 20);
      await until('the second', hasAll(recorder, await all(fixture().store)));
    });

    it('brings events exactly as they are stored', async () => {
      await fill(fixture().store, 9);
      const came = (await readAll()).firsts().toSorted((a, b) => Number(a.position - b.position));
      expect(came).toEqual(await all(fixture().store));
    });

    it('keeps the first occurrences of a lane in store order', async () => {
      await fill(fixture().store, 300);
      const firsts = (await readAll()).firsts();
      for (const lane of lanes) {
        const positions = firsts.filter((event) => event.subject === lane).map((event) => event.position);
        expect(positions).toEqual(positions.toSorted((a, b) => Number(a - b)));
      }
    });

    it('keeps the order of a lane over several streams', async () => {
      for (let n = 0; n < 30; n++) await append(fixture().store, `s-${n % 7}`, [anEvent('email:1.ada')]);
      const positions = (await readAll()).firsts().map((event) => event.position);
      expect(positions).toEqual(positions.toSorted((a, b) => Number(a - b)));
    });

    it('keeps a lane on one partition: the one partitionOf names', async () => {
      await fill(fixture().store, 100);
      for (const batch of (await readAll()).done)
        for (const { event } of batch.messages) expect(batch.partition).toBe(partitionOf(event.subject, partitions));
    });

    it('brings a group of events of one append whole and in order', async () => {
      await append(fixture().store, 'group', [anEvent('a'), anEvent('a'), anEvent('a')]);
      expect((await readAll()).firsts().map((event) => event.revision)).toEqual([0, 1, 2]);
    });

    itWhen(quiet)('brings each event once when nothing goes wrong', async () => {
      await fill(fixture().store, 200);
      expect((await readAll()).messages()).toHaveLength(200);
    });

    it('brings a long backlog in bounded batches', async () => {
      await fillMuch(fixture().store, 12_000);
      const recorder = await readAll();
      expect(recorder.firsts()).toHaveLength(12_000);
      expect(Math.max(...recorder.done.map((batch) => batch.messages.length))).toBeLessThanOrEqual(MAX_BATCH);
    });

    itWhen(quiet)('does not deliver a long backlog one by one', async () => {
      await fillMuch(fixture().store, 2_000);
      expect((await readAll()).done.length).toBeLessThan(400);
    });
  });

  describe('offsets', () => {
    it('grow within a batch, and the end is the last one', async () => {
      await fill(fixture().store, 100);
      for (const batch of (await readAll()).done) {
        const offsets = batch.messages.map((message) => message.offset);
        expect(offsets).toEqual([...new Set(offsets)].toSorted((a, b) => Number(a - b)));
        if (offsets.length > 0) expect(batch.endOffset).toBeGreaterThanOrEqual(offsets.at(-1)!);
      }
    });

    it('null means from the beginning', async () => {
      await fill(fixture().store, 30);
      await readAll();
      const second = new Recorder({ start: () => null });
      await fixture().log.subscribe('others', second);
      await until('everything again', hasAll(second, await all(fixture().store)));
    });

    it('any recorded end misses nothing of the rest', async () => {
      await fill(fixture().store, 120);
      const first = await readAll();
      for (const [index, stop] of [0, 1, Math.floor(first.done.length / 2), first.done.length - 1].entries()) {
        const before = first.done.slice(0, stop + 1);
        const offsets = new Map(before.map((batch) => [batch.partition, batch.endOffset]));
        const seen = new Set(before.flatMap((batch) => batch.messages.map(({ event }) => event.position)));
        const second = new Recorder({ start: (partition) => offsets.get(partition) ?? null });
        await fixture().log.subscribe(`others-${index}`, second);
        await until('the rest', hasAll(second, (await all(fixture().store)).filter((event) => !seen.has(event.position))));
      }
    });

    itWhen(quiet)('nothing at or below the start offset comes', async () => {
      await fill(fixture().store, 60);
      const { offsets } = await readAll();
      const second = new Recorder({ start: (partition) => offsets.get(partition) ?? null });
      await fixture().log.subscribe('others', second);
      await fill(fixture().store, 16);
      await until('the new ones', hasAll(second, (await all(fixture().store)).slice(60)));
      expect(second.messages()).toHaveLength(16);
    });

    it('ends() is -1 for every partition of an empty log', async () => {
      expect(await fixture().log.ends()).toEqual({ offsets: partitionNumbers().map(() => -1n), position: -1n });
    });

    it('ends() is what a reader of everything has recorded', async () => {
      await fill(fixture().store, 80);
      const recorder = await readAll();
      const { offsets: ends, position } = await fixture().log.ends();
      expect(position).toBe(await fixture().store.head());
      const highest = (partition: number) => ofPartition(recorder.done, partition).reduce((max, { endOffset }) => (endOffset > max ? endOffset : max), -1n);
      await until('the ends', () => partitionNumbers().every((partition) => highest(partition) === ends[partition]));
    });

    it('ends() grows with what is appended', async () => {
      await fill(fixture().store, 16);
      await readAll();
      const { offsets: before } = await fixture().log.ends();
      await fill(fixture().store, 64);
      await readAll();
      const { offsets: after } = await fixture().log.ends();
      expect(after.every((end, partition) => end >= before[partition]!)).toBe(true);
      expect(after.some((end, partition) => end > before[partition]!)).toBe(true);
    });
  });

  describe('the watermark', () => {
    it('never goes back', async () => {
      await fill(fixture().store, 200);
      const { done } = await readAll();
      for (const partition of partitionNumbers()) {
        const marks = ofPartition(done, partition).map((batch) => batch.watermark);
        expect(marks).toEqual(marks.toSorted((a, b) => Number(a - b)));
      }
    });

    it('is truthful: nothing at or below it comes afterwards for the first time', async () => {
      const recorder = new Recorder();
      await fixture().log.subscribe('readers', recorder);
      for (let n = 0; n < 10; n++) await fill(fixture().store, 24);
      await until('everything', hasAll(recorder, await all(fixture().store)));
      for (const partition of partitionNumbers()) {
        const seen = new Set<bigint>();
        let mark = -1n;
        for (const batch of ofPartition(recorder.done, partition)) {
          for (const { event } of batch.messages) {
            if (!seen.has(event.position)) expect(event.position).toBeGreaterThan(mark);
            seen.add(event.position);
          }
          mark = batch.watermark;
        }
      }
    });

    it('covers what its own batch brought, once all is there', async () => {
      await fill(fixture().store, 50);
      const recorder = await readAll();
      for (const { event } of recorder.messages()) expect(recorder.watermark(partitionOf(event.subject, partitions))).toBeGreaterThanOrEqual(event.position);
    });

    it('never runs ahead of the store', async () => {
      await fill(fixture().store, 50);
      const head = (await fixture().store.head())!;
      for (const batch of (await readAll()).done) expect(batch.watermark).toBeLessThanOrEqual(head);
    });

    itWhen(partitions > 1)('moves on partitions where nothing happens', async () => {
      await fill(fixture().store, 20, ['email:1.ada']);
      const recorder = await readAll();
      const head = await fixture().store.head();
      for (const partition of partitionNumbers()) expect(recorder.watermark(partition)).toBe(head);
    });

    itWhen(partitions > 1)('moves in empty batches, whose end is where the reader stands', async () => {
      await fill(fixture().store, 20, ['email:1.ada']);
      const idle = (await readAll()).done.filter((batch) => batch.partition !== partitionOf('email:1.ada', partitions));
      expect(idle.length).toBeGreaterThan(0);
      for (const batch of idle) expect(batch).toMatchObject({ messages: [], endOffset: -1n });
    });
  });
}

function ofPartition(batches: readonly LogBatch[], partition: number): readonly LogBatch[] {
  return batches.filter((batch) => batch.partition === partition);
}
