// Real: the memory of opened events. What it opens with is a function made here, which counts.
import type { StoredEvent } from '@throughline/kernel';
import type { OpenedEvent } from './codec';
import { anEvent } from './contract-fixture';
import { OpenedLately } from './opened-lately';

const event = (position: number): StoredEvent => ({ ...anEvent(), stream: 's', revision: position, position: BigInt(position), recordedAt: '2026-01-15T09:00:00.000Z' });
const range = (from: number, count: number) => Array.from({ length: count }, (_, index) => event(from + index));

function opener() {
  const opened: bigint[][] = [];
  let failing = false;
  return {
    opened,
    fail: (now: boolean) => (failing = now),
    open: async (events: readonly StoredEvent[]): Promise<readonly OpenedEvent[]> => {
      opened.push(events.map(({ position }) => position));
      await Promise.resolve();
      if (failing) throw new Error('the vault is away');
      return events.map((one) => ({ ok: true, event: one }));
    },
  };
}

const positions = (opened: readonly OpenedEvent[]) => opened.map(({ event: { position } }) => position);

it('opens each event once for all who read side by side, and answers in the order asked', async () => {
  const { opened, open } = opener();
  const lately = new OpenedLately(open);
  const [one, two, three, four] = range(1, 4) as [StoredEvent, StoredEvent, StoredEvent, StoredEvent];
  const answers = await Promise.all([lately.openedOf([one, two]), lately.openedOf([three, two, one]), lately.openedOf([four, three])]);
  expect(answers.map(positions)).toEqual([[1n, 2n], [3n, 2n, 1n], [4n, 3n]]);
  expect(opened).toEqual([[1n, 2n], [3n], [4n]]);
});

it('asks for nothing where there is nothing', async () => {
  const { opened, open } = opener();
  expect(await new OpenedLately(open).openedOf([])).toEqual([]);
  expect(opened).toEqual([]);
});

it('keeps nothing of what failed: the next one tries again', async () => {
  const { open, fail } = opener();
  const lately = new OpenedLately(open);
  const events = range(1, 3);
  fail(true);
  const both = await Promise.allSettled([lately.openedOf(events), lately.openedOf(events.slice(1))]);
  expect(both.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
  fail(false);
  expect(positions(await lately.openedOf(events))).toEqual([1n, 2n, 3n]);
});

it('forgets what is long past, and answers rightly all the same', async () => {
  const { open } = opener();
  const lately = new OpenedLately(open);
  for (const from of [1, 4_001, 8_001, 2_001, 12_001, 1]) expect(positions(await lately.openedOf(range(from, 5_000)))).toEqual(range(from, 5_000).map(({ position }) => position));
});

it('does not keep a batch that is larger than it may hold', async () => {
  const { opened, open } = opener();
  const lately = new OpenedLately(open);
  for (const _ of [1, 2]) await lately.openedOf(range(1, 5_001));
  expect(opened.map(({ length }) => length)).toEqual([5_001, 5_001]);
});
