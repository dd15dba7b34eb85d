import { setTimeout as pause } from 'node:timers/promises';
import { all, fill, gate, hasAll, itWhen, Recorder, until, type EventLogCapabilities, type EventLogFixture } from './contract-fixture';

/** How one consumer is called: assigned, one batch at a time, again after an error, stopped. */
export function consumingContract(fixture: () => EventLogFixture, { partitions }: EventLogCapabilities): void {

  describe('a consumer', () => {
    it('is assigned every partition, each before its first batch', async () => {
      const recorder = new Recorder();
      await fixture().log.subscribe('readers', recorder);
      await fill(fixture().store, 64);
      await until('everything', hasAll(recorder, await all(fixture().store)));
      for (let partition = 0; partition < partitions; partition++) {
        const lines = recorder.diary.filter((line) => line.endsWith(` ${partition}`));
        expect(lines[0]).toBe(`assigned ${partition}`);
      }
    });

    it('waits for assigned() to answer', async () => {
      const door = gate();
      const recorder = new Recorder({ onAssigned: () => door.opened });
      const subscribed = fixture().log.subscribe('readers', recorder);
      await fill(fixture().store, 20);
      await pause(20);
      expect(recorder.attempts).toEqual([]);
      door.open();
      await subscribed;
      await until('everything', hasAll(recorder, await all(fixture().store)));
    });

    it('gets one batch at a time per partition', async () => {
      const recorder = new Recorder({ during: () => pause(3) });
      await fixture().log.subscribe('readers', recorder);
      for (let n = 0; n < 10; n++) await fill(fixture().store, 10);
      await until('everything', hasAll(recorder, await all(fixture().store)));
      expect(recorder.overlapped).toBe(false);
    });

    it('that throws gets the same batch again', async () => {
      await fill(fixture().store, 20);
      let thrown = false;
      const recorder = new Recorder({
        during: () => {
          if (thrown) return;
          thrown = true;
          throw new Error('not now');
        },
      });
      await fixture().log.subscribe('readers', recorder);
      await until('everything', hasAll(recorder, await all(fixture().store)));
      const failed = recorder.attempts[0]!;
      expect(recorder.attempts.filter((batch) => batch.partition === failed.partition)[1]).toEqual(failed);
    });

    it('that throws many times loses nothing and keeps the order', async () => {
      let calls = 0;
      const recorder = new Recorder({
        during: async () => {
          await pause(1);
          if (calls++ % 3 !== 2) throw new Error('every now and then');
        },
      });
      await fixture().log.subscribe('readers', recorder);
      await fill(fixture().store, 20, ['a']);
      await until('everything', hasAll(recorder, await all(fixture().store)));
      expect(recorder.firsts()).toEqual(await all(fixture().store));
    });

    it('that throws in assigned() is asked again', async () => {
      let refusals = 2;
      const recorder = new Recorder({
        onAssigned: () => {
          if (refusals-- > 0) throw new Error('the shelf is not reachable');
        },
      });
      await fixture().log.subscribe('readers', recorder);
      await fill(fixture().store, 20);
      await until('everything', hasAll(recorder, await all(fixture().store)));
    });

    itWhen(partitions > 1)('that throws on one partition gets the others', async () => {
      const recorder = new Recorder({
        during: (batch) => {
          if (batch.partition === 0) throw new Error('this one never');
        },
      });
      await fixture().log.subscribe('readers', recorder);
      await fill(fixture().store, 64);
      await until('the others', () => new Set(recorder.done.map((batch) => batch.partition)).size === partitions - 1);
      expect(recorder.done.some((batch) => batch.partition === 0)).toBe(false);
    });

    itWhen(partitions > 1)('that is slow on one partition gets the others', async () => {
      const door = gate();
      const recorder = new Recorder({ during: (batch) => (batch.partition === 0 ? door.opened : undefined) });
      await fixture().log.subscribe('readers', recorder);
      await fill(fixture().store, 64);
      await until('the others', () => new Set(recorder.done.map((batch) => batch.partition)).size === partitions - 1);
      door.open();
      await until('everything', hasAll(recorder, await all(fixture().store)));
    });
  });

  describe('stopping', () => {
    it('waits for the batch in work', async () => {
      const door = gate();
      const recorder = new Recorder({ during: () => door.opened });
      const subscription = await fixture().log.subscribe('readers', recorder);
      await fill(fixture().store, 5);
      await until('a batch in work', () => recorder.attempts.length > 0);
      let stopped = false;
      const stopping = subscription.stop().then(() => (stopped = true));
      await pause(20);
      expect(stopped).toBe(false);
      door.open();
      await stopping;
      expect(recorder.count('end')).toBe(recorder.count('batch'));
    });

    it('lets no batch come afterwards', async () => {
      const recorder = new Recorder();
      const subscription = await fixture().log.subscribe('readers', recorder);
      await fill(fixture().store, 20);
      await subscription.stop();
      const before = recorder.attempts.length;
      await fill(fixture().store, 20);
      await pause(20);
      expect(recorder.attempts).toHaveLength(before);
    });

    it('revokes each partition once, after its last batch', async () => {
      const recorder = new Recorder();
      const subscription = await fixture().log.subscribe('readers', recorder);
      await fill(fixture().store, 64);
      await until('everything', hasAll(recorder, await all(fixture().store)));
      await subscription.stop();
      for (let partition = 0; partition < partitions; partition++) {
        const lines = recorder.diary.filter((line) => line.endsWith(` ${partition}`));
        expect(lines.filter((line) => line.startsWith('revoked')).length).toBe(lines.filter((line) => line.startsWith('assigned')).length);
        expect(lines.at(-1)).toBe(`revoked ${partition}`);
      }
    });

    it('twice is the same as once', async () => {
      const recorder = new Recorder();
      const subscription = await fixture().log.subscribe('readers', recorder);
      await subscription.stop();
      const revoked = recorder.count('revoked');
      await subscription.stop();
      expect(recorder.count('revoked')).toBe(revoked);
    });

    it('ends at once while nothing happens', async () => {
      const subscription = await fixture().log.subscribe('readers', new Recorder());
      const start = Date.now();
      await subscription.stop();
      expect(Date.now() - start).toBeLessThan(1_000);
    });

    it('ends although the consumer throws for ever', async () => {
      const recorder = new Recorder({
        during: () => {
          throw new Error('never');
        },
      });
      const subscription = await fixture().log.subscribe('readers', recorder);
      await fill(fixture().store, 10);
      await until('two attempts', () => recorder.attempts.length >= 2);
      await subscription.stop();
      expect(recorder.done).toEqual([]);
    });

    it('and going on from what was recorded misses nothing', async () => {
      const first = new Recorder();
      const subscription = await fixture().log.subscribe('readers', first);
      await fill(fixture().store, 40);
      await until('some', () => first.done.length > 0);
      await subscription.stop();
      await fill(fixture().store, 40);
      const second = new Recorder({ start: (partition) => first.offsets.get(partition) ?? null });
      await fixture().log.subscribe('readers', second);
      const seen = new Set(first.messages().map(({ event }) => event.position));
      await until('the rest', hasAll(second, (await all(fixture().store)).filter((event) => !seen.has(event.position))));
    });
  });

  describe('closing', () => {
    it('waits for the batch in work, then revokes', async () => {
      const door = gate();
      const recorder = new Recorder({ during: () => door.opened });
      await fixture().log.subscribe('readers', recorder);
      await fill(fixture().store, 5);
      await until('a batch in work', () => recorder.attempts.length > 0);
      const closing = fixture().log.close();
      await pause(10);
      door.open();
      await closing;
      expect(recorder.count('end')).toBe(recorder.count('batch'));
      expect(recorder.count('revoked')).toBe(recorder.count('assigned'));
    });

    it('lets no batch come afterwards, and leaves the store open', async () => {
      const recorder = new Recorder();
      await fixture().log.subscribe('readers', recorder);
      await fixture().log.close();
      const before = recorder.attempts.length;
      await fill(fixture().store, 10);
      await pause(20);
      expect(recorder.attempts).toHaveLength(before);
    });

    it('twice is the same as once; afterwards nobody subscribes', async () => {
      await fixture().log.close();
      await fixture().log.close();
      await expect(fixture().log.subscribe('readers', new Recorder())).rejects.toThrow('closed');
    });
  });
}
