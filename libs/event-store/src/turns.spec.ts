// Real: the turns of writers. Nothing is replaced; chance decides who asks for what, and when.
import fc from 'fast-check';
import { setImmediate as nextTick } from 'node:timers/promises';
import { Turns } from './turns';

it('lets nobody into a stream where somebody is, forgets nobody, and goes by who came first', async () => {
  const wishes = fc.array(fc.tuple(fc.subarray(['a', 'b', 'c', 'd'], { minLength: 1 }), fc.nat({ max: 4 }), fc.boolean()), { maxLength: 20 });
  await fc.assert(
    fc.asyncProperty(wishes, async (all) => {
      const turns = new Turns();
      const inside = new Set<string>();
      const order = new Map<string, number[]>();
      const outcomes = await Promise.allSettled(
        all.map(([streams, ticks, fails], index) =>
          turns.take(streams, async () => {
            for (const stream of streams) {
              expect(inside.has(stream)).toBe(false);
              inside.add(stream);
              order.set(stream, [...(order.get(stream) ?? []), index]);
            }
            for (let tick = 0; tick < ticks; tick++) await nextTick();
            for (const stream of streams) inside.delete(stream);
            if (fails) throw new Error('failed within a turn');
            return index;
          }),
        ),
      );
      expect(outcomes.map(({ status }) => status)).toEqual(all.map(([, , fails]) => (fails ? 'rejected' : 'fulfilled')));
      for (const [stream, came] of order) expect(came).toEqual(all.flatMap(([streams], index) => (streams.includes(stream) ? [index] : [])));
    }),
  );
});

it('lets those of other streams in meanwhile', async () => {
  const turns = new Turns();
  const within = turns.take(['a'], () => turns.take(['b'], async () => 'in'));
  expect(await within).toBe('in');
});
