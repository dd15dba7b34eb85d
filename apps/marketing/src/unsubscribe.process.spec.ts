// Pure: what follows from unsubscribing.
import type { Identifier, StoredEvent } from '@throughline/kernel';
import { unsubscribeProcess as unsubscribe } from './unsubscribe.process';

const email = { type: 'email', value: 'simulated@example.com' };
const user = { type: 'user', value: 'u-1' };
const party = (identifier: Identifier) => ({ node: `node-of-${identifier.type}`, role: 'customer', identifier });

function touch(type: string, data: { readonly customer: Identifier; readonly address?: Identifier; readonly [more: string]: unknown }, revision = 0): StoredEvent {
  const parties = [data.customer, ...(data.address === undefined ? [] : [data.address])].map(party);
  const times = { occurredAt: '2026-01-31T09:00:00.000Z', recordedAt: '2026-01-31T09:00:01.000Z' };
  return { id: `id-${revision}`, type: `marketing.touch-${type}`, stream: 'touch-c-1-x', data: { campaignId: 'c-1', ...data }, parties, revision, ...times } as unknown as StoredEvent;
}

function wishesAfter(...events: readonly StoredEvent[]) {
  const state = events.reduce(unsubscribe.evolve, unsubscribe.initial);
  return unsubscribe.timers(state).map((timer) => ({ due: timer.due, wish: unsubscribe.fire(state, timer) }));
}

it('withdraws for the address it went to, at once', () => {
  expect(wishesAfter(touch('sent', { customer: user, address: email, purpose: 'newsletter' }), touch('unsubscribed', { customer: user, address: email, channel: 'email', campaign: 'Spring' }, 1))).toEqual([
    {
      due: '2026-01-31T09:00:00.000Z',
      wish: { stream: 'consent-node-of-email', command: { type: 'withdraw-consent', data: { address: email, customer: user, purpose: 'newsletter', source: 'Spring', evidence: { reference: 'id-1' }, channel: 'email' } } },
    },
  ]);
});

it('takes a report of spam alike, and advertising where no purpose was named', () => {
  expect(wishesAfter(touch('reported-as-spam', { customer: email }))).toMatchObject([{ wish: { stream: 'consent-node-of-email', command: { type: 'withdraw-consent', data: { address: email, purpose: 'advertising', evidence: { reference: 'id-0' } } } } }]);
});

it('objects for the person where no address is known', () => {
  expect(wishesAfter(touch('unsubscribed', { customer: user }))).toMatchObject([{ wish: { stream: 'consent-node-of-user', command: { type: 'object', data: { address: user, purpose: 'advertising' } } } }]);
});

it('waits once for each time somebody left, and for nobody whose key is destroyed', () => {
  expect(wishesAfter(touch('unsubscribed', { customer: email }, 3), touch('unsubscribed', { customer: email }, 7))).toHaveLength(2);
  expect(wishesAfter({ ...touch('unsubscribed', { customer: email }), parties: [{ node: 'node-of-email', role: 'customer' }] } as unknown as StoredEvent)).toEqual([]);
  expect(wishesAfter(touch('sent', { customer: email }), touch('clicked', { customer: email }))).toEqual([]);
});

it('runs only where somebody left', () => {
  expect([touch('opened', { customer: email }), touch('unsubscribed', { customer: email })].map(unsubscribe.instance)).toEqual([null, 'touch-c-1-x']);
});
