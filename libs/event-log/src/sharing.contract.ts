import { all, fill, gate, hasAll, itWhen, Recorder, until, type EventLogCapabilities, type EventLogFixture } from './contract-fixture';
import type { StoredEvent } from '@throughline/kernel';

/** Groups that know nothing of each other, and the members of one group. */
export function sharingContract(fixture: () => EventLogFixture, { partitions }: EventLogCapabilities): void {
  describe('groups', () => {
    it('get everything, each for itself', async () => {
      const [a, b] = [new Recorder(), new Recorder()];
      await fixture().log.subscribe('a', a);
      await fixture().log.subscribe('b', b);
      await fill(fixture().store, 50);
      const events = await all(fixture().store);
      await until('a', hasAll(a, events));
      await until('b', hasAll(b, events));
    });

    it('may be many', async () => {
      const recorders = Array.from({ length: 12 }, () => new Recorder());
      for (const [index, recorder] of recorders.entries()) await fixture().log.subscribe(`group ${index}`, recorder);
      await fill(fixture().store, 30);
      const events = await all(fixture().store);
      for (const recorder of recorders) await until('each', hasAll(recorder, events));
    });

    it('are not slowed by one that hangs', async () => {
      const door = gate();
      await fixture().log.subscribe('slow', new Recorder({ during: () => door.opened }));
      const quick = new Recorder();
      await fixture().log.subscribe('quick', quick);
      await fill(fixture().store, 50);
      await until('the quick one', hasAll(quick, await all(fixture().store)));
      door.open();
    });

    it('are not disturbed by one that throws', async () => {
      const wrong = new Recorder({
        during: () => {
          throw new Error('never');
        },
      });
      await fixture().log.subscribe('wrong', wrong);
      const right = new Recorder();
      await fixture().log.subscribe('right', right);
      await fill(fixture().store, 50);
      await until('the right one', hasAll(right, await all(fixture().store)));
    });

    it('that join late get what was before', async () => {
      await fixture().log.subscribe('early', new Recorder());
      await fill(fixture().store, 30);
      const late = new Recorder();
      await fixture().log.subscribe('late', late);
      await until('the late one', hasAll(late, await all(fixture().store)));
    });
  });

  describe('members of a group', () => {
    it('have everything together', async () => {
      const members = [new Recorder(), new Recorder()];
      for (const member of members) await fixture().log.subscribe('shared', member);
      await fill(fixture().store, 80);
      await until('everything', together(members, await all(fixture().store)));
    });

    itWhen(partitions > 1)('share the partitions', async () => {
      const members = [new Recorder(), new Recorder()];
      for (const member of members) await fixture().log.subscribe('shared', member);
      await fill(fixture().store, 200);
      await until('both at work', () => members.every((member) => member.done.length > 0));
    });

    it('never hold a partition at the same time, unless one was thought dead', async () => {
      const diary: string[] = [];
      const member = (name: string) => {
        const recorder = new Recorder({ onAssigned: (partition) => void diary.push(`+${partition} ${name}`) });
        const revoked = recorder.revoked.bind(recorder);
        recorder.revoked = async (partition) => {
          diary.push(`-${partition} ${name}`);
          await revoked(partition);
        };
        return recorder;
      };
      const first = await fixture().log.subscribe('shared', member('first'));
      await fill(fixture().store, 20);
      const second = await fixture().log.subscribe('shared', member('second'));
      await fill(fixture().store, 20);
      await first.stop();
      await second.stop();
      for (let partition = 0; partition < partitions; partition++) {
        const lines = diary.filter((line) => line.slice(1).startsWith(`${partition} `));
        lines.forEach((line, index) => expect(line[0]).toBe(index % 2 === 0 ? '+' : '-'));
      }
    });

    it('take over from one that stops, from what it recorded', async () => {
      const offsets = new Map<number, bigint>();
      const member = () => {
        const recorder: Recorder = new Recorder({
          start: (partition) => offsets.get(partition) ?? null,
          during: (batch) => void offsets.set(batch.partition, batch.endOffset),
        });
        return recorder;
      };
      const members = [member(), member()];
      const first = await fixture().log.subscribe('shared', members[0]!);
      await fixture().log.subscribe('shared', members[1]!);
      await fill(fixture().store, 40);
      await until('some', () => members.some(({ done }) => done.length > 0));
      await first.stop();
      await fill(fixture().store, 40);
      await until('everything', together(members, await all(fixture().store)));
      await until('the second holds all', () => members[1]!.count('assigned') >= 1 && members[1]!.count('assigned') - members[1]!.count('revoked') === partitions);
    });

    it('may come and go all the time', async () => {
      const offsets = new Map<number, bigint>();
      const members: Recorder[] = [];
      for (let round = 0; round < 8; round++) {
        const member = new Recorder({ start: (p) => offsets.get(p) ?? null, during: (batch) => void offsets.set(batch.partition, batch.endOffset) });
        members.push(member);
        const subscription = await fixture().log.subscribe('shared', member);
        await fill(fixture().store, 10);
        if (round % 2 === 0) await subscription.stop();
      }
      await until('everything', together(members, await all(fixture().store)));
    });

    it('beyond the number of partitions wait for their turn', async () => {
      const members = Array.from({ length: partitions + 2 }, () => new Recorder());
      for (const member of members) await fixture().log.subscribe('shared', member);
      await fill(fixture().store, 60);
      await until('everything', together(members, await all(fixture().store)));
    });
  });
}

function together(members: readonly Recorder[], events: readonly StoredEvent[]): () => boolean {
  return () => {
    const seen = new Set(members.flatMap((member) => member.messages().map(({ event }) => event.position)));
    return events.every((event) => seen.has(event.position));
  };
}
