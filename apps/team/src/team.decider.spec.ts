// Pure: the decider of teams, nothing else.
import type { TeamEvent } from '@throughline/contracts';
import { given } from '@throughline/kernel';
import { team } from './team.decider';

const teamId = 'north';
const anna = '0190a4b2-1111-7000-8000-00000000000a';
const created: TeamEvent = { type: 'staff.team-created', data: { teamId, name: 'Simulated team' } };
const joined: TeamEvent = { type: 'staff.team-member-joined', data: { teamId, staffId: anna } };
const left: TeamEvent = { type: 'staff.team-member-left', data: { teamId, staffId: anna } };
const dissolved: TeamEvent = { type: 'staff.team-dissolved', data: { teamId } };

it('is created once, and its id is not used again', () => {
  given(team).when('create-team', { teamId, name: 'Simulated team' }).then(created);
  given(team, created).when('create-team', { teamId, name: 'Simulated team' }).thenNothing();
  given(team, created).when('create-team', { teamId, name: 'Another' }).thenRejected('TEAM_EXISTS');
  given(team, created, dissolved).when('create-team', { teamId, name: 'Simulated team' }).thenRejected('TEAM_EXISTS');
});

it.each(['rename-team', 'join-team', 'leave-team', 'dissolve-team'] as const)('has to be there before %s', (type) => {
  given(team).when(type, { teamId, name: 'Simulated team', staffId: anna }).thenRejected('TEAM_NOT_FOUND');
});

describe('its members', () => {
  it('join and leave once', () => {
    given(team, created).when('join-team', { teamId, staffId: anna, standing: 'active' }).then(joined);
    given(team, created, joined).when('join-team', { teamId, staffId: anna, standing: 'active' }).thenNothing();
    given(team, created, joined).when('leave-team', { teamId, staffId: anna }).then(left);
    given(team, created, joined, left).when('leave-team', { teamId, staffId: anna }).thenNothing();
  });
  it('are known and active', () => {
    given(team, created).when('join-team', { teamId, staffId: anna, standing: 'none' }).thenRejected('MEMBER_NOT_FOUND');
    given(team, created).when('join-team', { teamId, staffId: anna, standing: 'inactive' }).thenRejected('MEMBER_INACTIVE');
  });
  it('are the same in capitals, as another system may write them', () => {
    given(team, created, { type: 'staff.team-member-joined', data: { teamId, staffId: anna.toUpperCase() } }).when('join-team', { teamId, staffId: anna }).thenNothing();
  });
});

it('is dissolved when it serves no queue, for ever', () => {
  given(team, created).when('dissolve-team', { teamId, queues: 2 }).thenRejected('TEAM_SERVES_QUEUES');
  given(team, created, joined).when('dissolve-team', { teamId, queues: 0 }).then(dissolved);
  given(team, created, dissolved).when('dissolve-team', { teamId, queues: 2 }).thenNothing();
  given(team, created, dissolved).when('rename-team', { teamId, name: 'Another' }).thenRejected('TEAM_DISSOLVED');
});

it('is renamed once', () => {
  given(team, created).when('rename-team', { teamId, name: 'Another' }).then({ type: 'staff.team-renamed', data: { teamId, name: 'Another' } });
  given(team, created).when('rename-team', { teamId, name: 'Simulated team' }).thenNothing();
});
