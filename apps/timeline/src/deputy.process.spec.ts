// Pure: the real process over the real decider.
import type { OwnerEvent } from '@throughline/contracts';
import type { StoredEvent } from '@throughline/kernel';
import { deputyProcess } from './deputy.process';
import { owner } from './owner.decider';

const customer = { type: 'email', value: 'simulated@example.com' };
const anna = 'staff:00000000-0000-7000-8000-00000000000a';
const ben = 'staff:00000000-0000-7000-8000-00000000000b';
const until = '2026-02-01T17:00:00.000Z';
const appointed = (deputy: typeof anna | typeof ben, time = until): OwnerEvent => ({ type: 'customer.deputy-appointed', data: { customer, deputy, until: time } });
const ended: OwnerEvent = { type: 'customer.deputy-ended', data: { customer, deputy: anna } };
const stored = (event: OwnerEvent): StoredEvent => ({ ...event, stream: 'owner-email:1.abc' }) as unknown as StoredEvent;
const after = (...events: readonly OwnerEvent[]) => events.map(stored).reduce(deputyProcess.evolve, deputyProcess.initial);

it('is about the deputy of one node, and about nothing else', () => {
  expect(deputyProcess.instance(stored(appointed(anna)))).toBe('email:1.abc');
  expect(deputyProcess.instance(stored({ type: 'customer.owner-assigned', data: { customer, owner: anna } }))).toBeNull();
  expect(deputyProcess.sources('email:1.abc')).toEqual(['owner-email:1.abc']);
});

it('waits until his time is over, and then ends him', () => {
  expect(deputyProcess.timers(deputyProcess.initial)).toEqual([]);
  const state = after(appointed(anna, '2026-02-01T18:00:00+01:00'));
  expect(deputyProcess.timers(state)).toEqual([{ name: 'over', due: until }]);
  const wish = deputyProcess.fire(state, { name: 'over', due: until });
  expect(wish).toMatchObject({ stream: 'owner-email:1.abc', command: { type: 'end-deputy', data: { customer } } });
  expect(owner.decide(state.owner, { ...wish?.command, by: 'process:deputy', at: until } as never)).toEqual([ended]);
});

it('prolonged, or with somebody else in his place, waits for the other time; ended, for none', () => {
  const later = '2026-03-01T17:00:00.000Z';
  const prolonged = after(appointed(anna), appointed(anna, later));
  expect(deputyProcess.timers(prolonged)).toEqual([{ name: 'over', due: later }]);
  expect(deputyProcess.fire(prolonged, { name: 'over', due: until })).toBeNull();
  expect(deputyProcess.timers(after(appointed(anna), appointed(ben, later)))).toEqual([{ name: 'over', due: later }]);
  expect(deputyProcess.timers(after(appointed(anna), ended))).toEqual([]);
  expect(deputyProcess.fire(after(appointed(anna), ended), { name: 'over', due: until })).toBeNull();
});

it('leaves an erased customer alone', () => {
  const erased = after({ type: 'customer.deputy-appointed', data: { customer: { type: 'email', value: { $erased: true } as never }, deputy: anna, until } });
  expect(deputyProcess.fire(erased, { name: 'over', due: until })).toBeNull();
});
