// Pure: the decider of members, nothing else.
import type { MemberEvent } from '@throughline/contracts';
import { given } from '@throughline/kernel';
import { member } from './member.decider';

const staffId = '0190a4b2-1111-7000-8000-00000000000a';
const registered: MemberEvent = { type: 'staff.member-registered', data: { staffId, name: 'Simulated A', active: true } };
const deactivated: MemberEvent = { type: 'staff.member-deactivated', data: { staffId } };
const reactivated: MemberEvent = { type: 'staff.member-reactivated', data: { staffId } };

describe('registering', () => {
  it('is done once', () => {
    given(member).when('register-member', { staffId, name: 'Simulated A' }).then(registered);
    given(member, registered).when('register-member', { staffId, name: 'Simulated A' }).thenNothing();
  });
  it('does not rename or reactivate by the way', () => {
    given(member, registered).when('register-member', { staffId, name: 'Simulated B' }).thenRejected('MEMBER_EXISTS');
    given(member, registered, deactivated).when('register-member', { staffId, name: 'Simulated A' }).thenRejected('MEMBER_EXISTS');
  });
  it.each(['rename-member', 'deactivate-member', 'reactivate-member'] as const)('comes before %s', (type) => {
    given(member).when(type, { staffId, name: 'Simulated A' }).thenRejected('MEMBER_NOT_FOUND');
  });
});

describe('leaving', () => {
  it('is refused while there is open work, and leaves what was looked up out of the event', () => {
    given(member, registered).when('deactivate-member', { staffId, openWork: 1 }).thenRejected('MEMBER_HAS_OPEN_WORK');
    given(member, registered)
      .when('deactivate-member', { staffId, reason: 'moved away', openWork: 0 })
      .then({ type: 'staff.member-deactivated', data: { staffId, reason: 'moved away' } });
  });
  it('is nothing twice, whatever is open by then', () => given(member, registered, deactivated).when('deactivate-member', { staffId, openWork: 3 }).thenNothing());
  it('can be taken back', () => {
    given(member, registered, deactivated).when('reactivate-member', { staffId }).then(reactivated);
    given(member, registered, deactivated, reactivated).when('reactivate-member', { staffId }).thenNothing();
  });
});

it('another system may say that somebody is back, or gone', () => {
  given(member, registered, deactivated, registered).when('reactivate-member', { staffId }).thenNothing();
  given(member, { ...registered, data: { ...registered.data, active: false } }).when('deactivate-member', { staffId }).thenNothing();
});

it('is renamed once', () => {
  given(member, registered).when('rename-member', { staffId, name: 'Simulated B' }).then({ type: 'staff.member-renamed', data: { staffId, name: 'Simulated B' } });
  given(member, registered).when('rename-member', { staffId, name: 'Simulated A' }).thenNothing();
});
