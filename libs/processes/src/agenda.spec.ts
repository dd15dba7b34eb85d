// Real: the agenda over the memory read store.
import { MemoryReadStore } from '@throughline/read-store';
import { Agenda, failure, standing, type Noted } from './agenda';
import { at, DAWN } from './process-fixture';

const waiting = (instance: string, minutes: number, position: bigint): Noted => ({ subject: { instance }, position, item: standing({ instance }, { pending: [{ name: 'a', due: at(minutes) }], position }) });
const asleep = (instance: string, position: bigint): Noted => ({ subject: { instance }, position, item: standing({ instance }, { pending: [], position }) });
const failed = (instance: string, reason: string, minutes: number): Noted => ({ subject: { instance }, position: 0n, item: failure({ instance }, reason, DAWN + minutes * 60_000, DAWN + (minutes + 1) * 60_000) });

let readStore: MemoryReadStore;
let agenda: Agenda;
beforeEach(async () => {
  readStore = new MemoryReadStore();
  agenda = await Agenda.open(readStore, 'reminders');
});

it('tells whose time comes first, and who waits for nothing is not told', async () => {
  expect(await agenda.first()).toBeNull();
  await agenda.note([waiting('x', 60, 1n), waiting('y', -5, 2n), asleep('z', 3n)], null);
  expect(await agenda.first()).toEqual({ subject: { instance: 'y' }, next: Date.parse(at(-5)) });
  expect([await agenda.counts(), await agenda.nextDue()]).toEqual([{ waiting: 2, failed: 0 }, at(-5)]);
  await agenda.note([asleep('y', 4n)], null);
  expect(await agenda.first()).toEqual({ subject: { instance: 'x' }, next: Date.parse(at(60)) });
});

it('keeps what was read later, whoever writes last', async () => {
  await agenda.note([waiting('x', 60, 7n)], null);
  await agenda.note([asleep('x', 5n)], null);
  expect(await agenda.counts()).toEqual({ waiting: 1, failed: 0 });
  await agenda.note([asleep('x', 7n)], null);
  expect(await agenda.counts()).toEqual({ waiting: 0, failed: 0 });
});

it('writes again where another engine was faster', async () => {
  const shelf = await readStore.open({ view: 'process-reminders', kind: 'document', version: 1, generation: 1, indexes: ['next', 'state'] });
  const other = await Agenda.open(readStore, 'reminders');
  const documents = shelf.documents.bind(shelf);
  let first = true;
  shelf.documents = async (keys) => {
    const found = await documents(keys);
    if (first) {
      first = false;
      await other.note([waiting('x', 5, 3n)], null);
    }
    return found;
  };
  await agenda.note([waiting('x', 60, 4n)], null);
  expect(await agenda.nextDue()).toBe(at(60));
});

it('remembers since when something fails, and forgets it when it goes well', async () => {
  await agenda.note([failed('x', 'STORE_BUSY', 0)], null);
  await agenda.note([failed('x', 'TypeError', 1)], null);
  expect(await agenda.failures(10)).toEqual([expect.objectContaining({ key: 'instance x', instance: 'x', reason: 'TypeError', since: at(0), next: Date.parse(at(2)) })]);
  await agenda.note([asleep('x', 8n)], null);
  expect(await agenda.failures(10)).toEqual([]);
});

it('pages through failures in order of their names', async () => {
  await agenda.note(['b', 'a', 'c'].map((name) => failed(name, 'Error', 0)), null);
  const page = await agenda.failures(2);
  expect(page.map(({ instance }) => instance)).toEqual(['a', 'b']);
  expect((await agenda.failures(2, page.at(-1)?.key)).map(({ instance }) => instance)).toEqual(['c']);
});
