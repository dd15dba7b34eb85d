// Pure: the view of who looks after whom and the engine's pure fold. Events are made by hand.
import type { OwnerEvent } from '@throughline/contracts';
import type { StoredEvent } from '@throughline/kernel';
import { foldView } from '@throughline/projections';
import { ownedView } from './owned.view';

type Staff = `staff:${string}`;
const anna: Staff = 'staff:0190a4b2-1111-7000-8000-00000000000a';
const ben: Staff = 'staff:0190a4b2-1111-7000-8000-00000000000b';
const customer = { type: 'email', value: 'simulated@example.com' };
const until = '2026-02-01T00:00:00.000Z';

function owned(...facts: readonly OwnerEvent[]) {
  const events = facts.map((fact, at): StoredEvent => ({
    ...fact, id: String(at), schemaVersion: 1, source: 'desk', subject: 'n', parties: [{ node: 'n', role: 'customer' }], occurredAt: new Date(at).toISOString(), recordedAt: until,
    actor: 'source:desk', correlationId: 'c', causationId: null, stream: 'owner-n', revision: at, position: BigInt(at),
  }));
  return foldView(ownedView, events).documents.get('owner-n');
}

const owner = (who: Staff): OwnerEvent => ({ type: 'customer.owner-assigned', data: { customer, owner: who } });
const second = (who: Staff): OwnerEvent => ({ type: 'customer.second-owner-assigned', data: { customer, secondOwner: who } });
const deputy = (who: Staff): OwnerEvent => ({ type: 'customer.deputy-appointed', data: { customer, deputy: who, until } });

it('knows owner, second owner and deputy, each since he became it', () => {
  expect(owned(owner(anna), second(ben), deputy(ben), owner(anna), second(anna), deputy(ben))).toEqual({
    node: 'n', customer, owner: { who: anna, since: 0 }, secondOwner: { who: anna, since: 4 }, deputy: { who: ben, since: 2, until }, revision: 5,
  });
});

it('ends each by itself, a deputy only by his own end', () => {
  const all = [owner(anna), second(ben), deputy(ben)];
  expect(owned(...all, { type: 'customer.owner-released', data: { customer } })).toMatchObject({ owner: null, secondOwner: { who: ben } });
  expect(owned(...all, { type: 'customer.second-owner-released', data: { customer } })).toMatchObject({ owner: { who: anna }, secondOwner: null });
  expect(owned(...all, deputy(anna), { type: 'customer.deputy-ended', data: { customer, deputy: ben } })).toMatchObject({ deputy: { who: anna } });
  expect(owned(...all, { type: 'customer.deputy-ended', data: { customer, deputy: ben } })).toMatchObject({ deputy: null });
});

it('names nobody whose key is destroyed', () => {
  expect(owned({ type: 'customer.owner-assigned', data: { customer: { type: 'email', value: { $sealed: {} } as unknown as string }, owner: anna } })).toMatchObject({ node: 'n', customer: null });
});
