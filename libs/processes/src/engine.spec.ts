// Real: engine, journal, memory event store, memory vault, memory read store. Only the clock is set by hand.
import { setImmediate as nextTick } from 'node:timers/promises';
import { freshId, Journal, MemoryEventStore } from '@throughline/event-store';
import type { StoredEvent } from '@throughline/kernel';
import { MemoryReadStore } from '@throughline/read-store';
import { MemoryVault } from '@throughline/vault';
import { ProcessEngine } from './engine';
import { ManualClock } from './manual-clock';
import { at, DAWN, everything, reminders, say } from './process-fixture';

let store: MemoryEventStore;
let journal: Journal;
let readStore: MemoryReadStore;
let clock: ManualClock;
let engine: ProcessEngine;

async function begin(): Promise<void> {
  engine = new ProcessEngine({ journal, readStore, clock, processes: [reminders()] });
  await engine.start();
}

async function settled(): Promise<void> {
  for (let patience = 0; patience < 20_000; patience++) {
    const [status] = await engine.status();
    const times = [...(status!.nextDue === null ? [] : [status!.nextDue]), ...(await engine.failures('reminders', 10) ?? []).map(({ retryAt }) => retryAt)];
    if (status!.lagEvents === 0 && times.every((time) => Date.parse(time) > clock.now())) return;
    await nextTick();
  }
  throw new Error('the engine does not settle');
}

async function until(minutes: number): Promise<void> {
  await settled();
  await clock.advance(Date.parse(at(minutes)));
  await settled();
}

/** `set a@5`, `fired a@5 done` … of one instance, in order. */
async function told(instance: string): Promise<readonly string[]> {
  const own = (await journal.load(`process-reminders-${instance}`)).events as readonly StoredEvent<string, { timer: string; due: string; outcome?: string }>[];
  return own.map(({ type, data }) => [type.replace('process.timer-', ''), `${data.timer}@${(Date.parse(data.due) - DAWN) / 60_000}`, ...(data.outcome === undefined ? [] : [data.outcome])].join(' '));
}

async function written(): Promise<readonly string[]> {
  return (await everything(journal)).filter(({ type }) => type === 'service.ticket-noted').map(({ data }) => (data as { text: string }).text);
}

beforeEach(async () => {
  store = new MemoryEventStore();
  journal = await Journal.open(store, new MemoryVault());
  readStore = new MemoryReadStore();
  clock = new ManualClock(DAWN);
  await begin();
});
afterEach(async () => {
  await engine.stop();
  await store.close();
});

describe('timers are events', () => {
  it('that say what is waited for now', async () => {
    await say(journal, 'x', 'a@5 b@60');
    await settled();
    expect(await told('x')).toEqual(['set a@5', 'set b@60']);
    await say(journal, 'x', 'b@60 c@7');
    await settled();
    expect(await told('x')).toEqual(['set a@5', 'set b@60', 'cancelled a@5', 'set c@7']);
    await say(journal, 'x', 'nothing');
    await settled();
    await until(100);
    expect(await told('x')).toEqual(['set a@5', 'set b@60', 'cancelled a@5', 'set c@7', 'cancelled c@7', 'cancelled b@60']);
  });

  it('in the lane and of the parties of what they are about, caused by what was said', async () => {
    await say(journal, 'x', 'a@5');
    await until(5);
    const events = await everything(journal);
    const [said, set, done, fired] = events;
    expect(events.map(({ type }) => type)).toEqual(['service.ticket-activity-recorded', 'process.timer-set', 'service.ticket-noted', 'process.timer-fired']);
    expect(new Set(events.map(({ subject }) => subject))).toEqual(new Set(['company:Simulated x']));
    for (const { parties } of events) expect(parties.map(({ node, role }) => [node, role])).toEqual([['company:Simulated x', 'customer']]);
    expect(new Set(events.map(({ correlationId }) => correlationId)).size).toBe(1);
    expect([set, done, fired].map((event) => event?.causationId)).toEqual([said?.id, set?.id, set?.id]);
    expect([set, done, fired].map((event) => event?.actor)).toEqual(['process:reminders', 'process:reminders', 'process:reminders']);
    expect(done?.occurredAt).toBe(at(5));
  });

  it('that fire at their time and not before, and never again', async () => {
    await say(journal, 'x', 'a@5');
    await until(4);
    expect(await written()).toEqual([]);
    await until(5);
    expect(await written()).toEqual([`a ${at(5)}`]);
    await say(journal, 'x', 'a@5 a@6');
    await until(10);
    expect(await written()).toEqual([`a ${at(5)}`, `a ${at(6)}`]);
  });

  it('that say what came of it', async () => {
    await say(journal, 'x', 'hollow@1 idle@2 refused@3 done@4');
    await until(5);
    expect((await told('x')).slice(4)).toEqual(['fired hollow@1 nothing', 'fired idle@2 nothing', 'fired refused@3 NOT_TODAY', 'fired done@4 done']);
  });

  it('and wake whoever sleeps for a later one', async () => {
    await say(journal, 'x', 'a@500');
    await settled();
    await say(journal, 'y', 'b@5');
    await settled();
    await until(5);
    expect(await written()).toEqual([`b ${at(5)}`]);
  });
});

describe('nobody was there', () => {
  it('what became due fires once, in order of due times, and new events have their turn', async () => {
    for (let n = 0; n < 300; n++) await say(journal, `t${n}`, `a@${(n * 7) % 300} b@400`);
    await settled();
    await engine.stop();
    await clock.advance(Date.parse(at(399)));
    await begin();
    await say(journal, 'late', 'z@1000');
    await settled();
    const events = await everything(journal);
    expect(await written()).toEqual(Array.from({ length: 300 }, (_, n) => `a ${at(n)}`));
    expect(events.findIndex(({ stream }) => stream === 'process-reminders-late')).toBeLessThan(events.length - 150);
  });

  it('and the shelves are gone: all of it is read anew, and nothing is done twice', async () => {
    await say(journal, 'x', 'a@5 b@60');
    await until(10);
    await engine.stop();
    readStore = new MemoryReadStore();
    const before = await store.head();
    await begin();
    await settled();
    expect(await store.head()).toBe(before);
    await until(60);
    expect(await written()).toEqual([`a ${at(5)}`, `b ${at(60)}`]);
  });

  it('a process that is new hears what was said before it', async () => {
    await engine.stop();
    for (let n = 0; n < 3; n++) await say(journal, `t${n}`, `a@${n}`);
    await clock.advance(Date.parse(at(10)));
    await begin();
    await settled();
    expect(await written()).toEqual([`a ${at(0)}`, `a ${at(1)}`, `a ${at(2)}`]);
  });
});

describe('what goes wrong for one', () => {
  it('stops nobody else, is shown without a word of anybody, and is over with the next event', async () => {
    await say(journal, 'x', 'a@never');
    await say(journal, 'y', 'b@5');
    await until(5);
    expect(await written()).toEqual([`b ${at(5)}`]);
    expect((await engine.status())[0]).toMatchObject({ process: 'reminders', failed: 1, waiting: 0, trouble: null });
    expect(await engine.failures('reminders', 10)).toEqual([{ key: 'instance x', instance: 'x', position: null, reason: 'RangeError', since: at(0), retryAt: at(6) }]);
    await say(journal, 'x', 'a@7');
    await until(7);
    expect((await engine.status())[0]).toMatchObject({ failed: 0, waiting: 0 });
    expect(await written()).toEqual([`b ${at(5)}`, `a ${at(7)}`]);
  });

  it('is a timer that nobody could read again', async () => {
    await say(journal, 'x', 'Not_a_slug@5');
    await settled();
    expect([await told('x'), await engine.failures('reminders', 10)]).toMatchObject([[], [{ reason: 'TIMER_INVALID process.timer-set' }]]);
  });

  it('is tried again each minute, and after a restart', async () => {
    const load = journal.load.bind(journal);
    journal.load = async (stream) => (stream === 'process-reminders-x' ? Promise.reject(new TypeError('jane@example.com')) : load(stream));
    await say(journal, 'x', 'a@1');
    await settled();
    await until(3);
    expect(await engine.failures('reminders', 10)).toMatchObject([{ reason: 'TypeError', since: at(0) }]);
    await engine.stop();
    journal.load = load;
    await begin();
    await until(4);
    expect([await written(), await engine.failures('reminders', 10)]).toEqual([[`a ${at(1)}`], []]);
  });

  it('and an event of which nobody can tell whom it concerns is shown, and tried again', async () => {
    await say(journal, 'x', 'puzzle');
    await say(journal, 'y', 'b@1');
    await until(1);
    expect(await written()).toEqual([`b ${at(1)}`]);
    expect(await engine.failures('reminders', 10)).toMatchObject([{ key: 'event 1', instance: null, position: '1', reason: 'INSTANCE_NOT_TOLD TypeError' }]);
    await until(3);
    expect(await engine.failures('reminders', 10)).toMatchObject([{ key: 'event 1', retryAt: at(4) }]);
  });
});

it('what is corrected is waited for as corrected', async () => {
  await say(journal, 'x', 'a@5');
  await settled();
  const { head, events } = await journal.load('ticket-x');
  const data = { stream: 'ticket-x', eventId: events[0]!.id, type: 'service.ticket-activity-recorded', version: 1, data: { ...(events[0]!.data as object), activity: 'a@50' }, reason: 'A typing error' };
  const correction = journal.address(head, [{ id: freshId(), type: 'record.corrected', data, source: 'test', occurredAt: at(1), actor: 'source:test', correlationId: freshId(), causationId: null }]);
  await journal.append('ticket-x', head.revision, correction.events);
  await settled();
  expect(await told('x')).toEqual(['set a@5', 'cancelled a@5', 'set a@50']);
  await until(10);
  expect(await written()).toEqual([]);
});

it('does not start behind the end of another store', async () => {
  await say(journal, 'x', 'a@5');
  await settled();
  await engine.stop();
  const other = await Journal.open(new MemoryEventStore(), new MemoryVault());
  await expect(new ProcessEngine({ journal: other, readStore, clock, processes: [reminders()] }).start()).rejects.toMatchObject({ code: 'CHECKPOINT_OF_ANOTHER_STORE' });
});
