// Pure: the real decider, nothing else.
import type { MembershipEvent } from '@throughline/contracts';
import { given } from '@throughline/kernel';
import { membership } from './membership.decider';

const membershipId = 'm-1';
const person = { type: 'email', value: 'jane@example.com' };
const company = { type: 'company', value: 'Acme' };
const data = { membershipId, person, company, role: 'Buyer', from: '2024-03-01' };
const started: MembershipEvent = { type: 'customer.membership-started', data };
const ended = (to: string): MembershipEvent => ({ type: 'customer.membership-ended', data: { membershipId, to } });

describe('a membership', () => {
  it('starts once', () => {
    given(membership).when('start-membership', data).then(started);
    given(membership, started).when('start-membership', data).thenNothing();
    given(membership, started).when('start-membership', { ...data, role: 'Manager' }).thenRejected('MEMBERSHIP_EXISTS');
  });
  it('is a person’s, in a company', () => {
    given(membership).when('start-membership', { ...data, person: company }).thenRejected('MEMBERSHIP_OF_A_COMPANY');
    given(membership).when('start-membership', { ...data, company: person }).thenRejected('MEMBERSHIP_IN_ITSELF');
  });
  it('is set right, with old and new value', () => {
    given(membership, started)
      .when('change-membership', { membershipId, role: 'Manager', from: null })
      .then({ type: 'customer.membership-changed', data: { membershipId, changes: [{ field: 'role', from: 'Buyer', to: 'Manager' }, { field: 'from', from: '2024-03-01' }] } });
    given(membership, started).when('change-membership', { membershipId, role: 'Buyer' }).thenNothing();
    given(membership).when('change-membership', { membershipId, role: 'Buyer' }).thenRejected('MEMBERSHIP_NOT_FOUND');
  });
  it('ends, not before it starts; the last word about its last day holds', () => {
    given(membership, started).when('end-membership', { membershipId, to: '2025-12-31' }).then(ended('2025-12-31'));
    given(membership, started, ended('2025-12-31')).when('end-membership', { membershipId, to: '2025-12-31' }).thenNothing();
    given(membership, started, ended('2025-12-31')).when('end-membership', { membershipId, to: '2025-11-30' }).then(ended('2025-11-30'));
    given(membership, started).when('end-membership', { membershipId, to: '2024-02-29' }).thenRejected('MEMBERSHIP_ENDS_BEFORE_IT_STARTS');
    given(membership, started, ended('2025-12-31')).when('change-membership', { membershipId, from: '2026-01-01' }).thenRejected('MEMBERSHIP_ENDS_BEFORE_IT_STARTS');
    given(membership).when('end-membership', { membershipId, to: '2024-02-29' }).thenRejected('MEMBERSHIP_NOT_FOUND');
  });
  it('takes an erased role for an unknown one', () => {
    given(membership, { ...started, data: { ...data, role: { $erased: true } as never } })
      .when('change-membership', { membershipId, role: 'Manager' })
      .then({ type: 'customer.membership-changed', data: { membershipId, changes: [{ field: 'role', to: 'Manager' }] } });
  });
});
