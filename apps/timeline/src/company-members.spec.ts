// Pure: the rule of docs/decisions/0015 and the real catalogue, over events made by hand.
import type { Party, StoredEvent } from '@throughline/kernel';
import { isOfCompany, isOn, type Member } from './company-members.rules';

const company = new Set(['company:Acme']);
const jane: Member = { nodes: new Set(['email:jane', 'user:7']), memberships: [{ companyNode: 'company:Acme', from: '2024-01-01', to: '2024-12-31' }] };
const customer = (node: string): Party => ({ node, role: 'customer' });

function event(type: string, day: string, ...parties: readonly Party[]): StoredEvent {
  return { type, parties, occurredAt: `${day}T23:30:00.000Z`, recordedAt: '2026-01-01T00:00:00.000Z' } as unknown as StoredEvent;
}

const belongs = (one: StoredEvent, ...members: readonly Member[]): boolean => isOfCompany(one, company, members.length === 0 ? [jane] : members);

it.each(['service.ticket-opened', 'marketing.touch-sent', 'sales.opportunity-opened'])('has %s of a member, under any of his nodes, in his time', (type) => {
  expect(belongs(event(type, '2024-06-01', customer('user:7')))).toBe(true);
  for (const day of ['2024-01-01', '2024-12-31']) expect(belongs(event(type, day, customer('email:jane')))).toBe(true);
  for (const day of ['2023-12-31', '2025-01-01']) expect(belongs(event(type, day, customer('email:jane')))).toBe(false);
  expect(belongs(event(type, '2024-06-01', customer('email:john')))).toBe(false);
});

it.each(['shop.order-placed', 'page', 'Order Completed', 'sales.order-placed', 'marketing.consent-withdrawn', 'customer.note-written', 'identity.nodes-linked'])('leaves %s to the member', (type) => {
  expect(belongs(event(type, '2024-06-01', customer('email:jane')))).toBe(false);
});

it('has whatever names the company, at any time, and nothing that names another one', () => {
  expect(belongs(event('sales.order-placed', '2030-01-01', customer('email:john'), { node: 'company:Acme', role: 'company' }))).toBe(true);
  expect(belongs(event('service.ticket-opened', '2024-06-01', customer('email:jane'), { node: 'company:Other', role: 'company' }))).toBe(false);
});

it('does not guess for which of two companies somebody acted', () => {
  const both: Member = { ...jane, memberships: [...jane.memberships, { companyNode: 'company:Other', from: '2024-06-01', to: null }] };
  expect(belongs(event('service.ticket-opened', '2024-05-31', customer('email:jane')), both)).toBe(true);
  expect(belongs(event('service.ticket-opened', '2024-06-01', customer('email:jane')), both)).toBe(false);
});

it('takes a day that is not known for no bound', () => {
  expect([isOn({ from: null, to: null }, '1900-01-01'), isOn({ from: null, to: '2024-01-01' }, '2024-01-02'), isOn({ from: '2024-01-02', to: null }, '2024-01-01')]).toEqual([true, false, false]);
});
