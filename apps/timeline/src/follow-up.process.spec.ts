// Pure: the real process over the real decider.
import type { FollowUpEvent } from '@throughline/contracts';
import type { StoredEvent } from '@throughline/kernel';
import { followUpProcess } from './follow-up.process';

const data = { followUpId: 'f-1' };
const due = '2026-01-20T08:00:00.000Z';
const planned = { type: 'customer.follow-up-planned', data: { ...data, customer: { type: 'user', value: '7' }, what: 'Call', assignee: 'staff:00000000-0000-7000-8000-00000000000a', due: '2026-01-20T09:00:00+01:00', promised: false } };
const stored = (event: { readonly type: string; readonly data: unknown }): StoredEvent => event as StoredEvent;
const after = (...events: readonly (FollowUpEvent | typeof planned)[]) => events.map(stored).reduce(followUpProcess.evolve, followUpProcess.initial);

it('is about one follow-up, and about nothing else', () => {
  expect(followUpProcess.instance(stored(planned))).toBe('f-1');
  expect(followUpProcess.instance(stored({ type: 'customer.note-written', data: {} }))).toBeNull();
  expect(followUpProcess.sources('f-1')).toEqual(['follow-up-f-1']);
});

it('waits for nothing where there is nothing', () => {
  expect(followUpProcess.timers(followUpProcess.initial)).toEqual([]);
  expect(followUpProcess.fire(followUpProcess.initial, { name: 'due', due })).toBeNull();
});

it('waits for the due time, in UTC, and then says so to its stream', () => {
  const state = after(planned);
  expect(followUpProcess.timers(state)).toEqual([{ name: 'due', due }]);
  expect(followUpProcess.fire(state, { name: 'due', due })).toEqual({ stream: 'follow-up-f-1', command: { type: 'mark-follow-up-due', data: { ...data, due } } });
});

it('moved, waits for the other time; said, done or dropped, for none', () => {
  const later = '2026-02-01T00:00:00.000Z';
  const moved: FollowUpEvent = { type: 'customer.follow-up-moved', data: { ...data, due: later } };
  expect(followUpProcess.timers(after(planned, moved))).toEqual([{ name: 'due', due: later }]);
  expect(followUpProcess.timers(after(planned, { type: 'customer.follow-up-fell-due', data: { ...data, due } }))).toEqual([]);
  expect(followUpProcess.timers(after(planned, { type: 'customer.follow-up-fell-due', data: { ...data, due } }, moved))).toEqual([{ name: 'due', due: later }]);
  expect(followUpProcess.timers(after(planned, { type: 'customer.follow-up-done', data }))).toEqual([]);
  expect(followUpProcess.timers(after(planned, { type: 'customer.follow-up-dropped', data: { ...data, reason: 'x' } }))).toEqual([]);
});
