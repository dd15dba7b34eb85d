// Pure: the views of members, teams and queues, and the engine's pure fold. Events are made by hand.
import type { MemberEvent, QueueEvent, TeamEvent } from '@throughline/contracts';
import type { StoredEvent } from '@throughline/kernel';
import { foldView } from '@throughline/projections';
import { queueView } from './queue.view';
import { staffView } from './staff.view';
import { teamView } from './team.view';

const staffId = '0190a4b2-1111-7000-8000-00000000000a';
const at = '2026-01-15T09:00:00.000Z';

function stored(stream: string, ...facts: readonly (MemberEvent | TeamEvent | QueueEvent)[]): readonly StoredEvent[] {
  return facts.map((fact, revision) => ({
    ...fact, id: `${stream}-${revision}`, schemaVersion: 1, source: 'desk', subject: stream, parties: [], occurredAt: at, recordedAt: at,
    actor: 'source:desk', correlationId: 'c', causationId: null, stream, revision, position: BigInt(revision),
  }));
}

it('knows members as they were last registered, renamed, deactivated', () => {
  const registered = (more: object): MemberEvent => ({ type: 'staff.member-registered', data: { staffId, name: 'Simulated A', active: true, ...more } });
  const member = (...facts: readonly MemberEvent[]) => foldView(staffView, stored(`staff-${staffId}`, ...facts)).documents.get(staffId);
  expect(member(registered({ team: 'A' }), registered({ active: false, office: 'North' }))).toEqual({ staffId, name: 'Simulated A', active: false, team: null, office: 'North', revision: 1 });
  expect(member(registered({}), { type: 'staff.member-renamed', data: { staffId, name: 'Simulated B' } })).toMatchObject({ name: 'Simulated B', active: true });
  expect(member(registered({}), { type: 'staff.member-deactivated', data: { staffId } })).toMatchObject({ active: false, revision: 1 });
  expect(member(registered({ active: false }), { type: 'staff.member-reactivated', data: { staffId } })).toMatchObject({ active: true });
});

it('has no name for whom nothing can be read any more', () => {
  const erased = { $sealed: { erased: true } } as unknown as string;
  expect(foldView(staffView, stored(`staff-${staffId}`, { type: 'staff.member-registered', data: { staffId, name: erased, active: true } })).documents.get(staffId)).toMatchObject({ name: null, active: true });
  expect(foldView(teamView, stored('team-a', { type: 'staff.team-created', data: { teamId: 'a', name: erased } })).documents.get('a')).toMatchObject({ name: null, status: 'standing' });
});

it('knows who is in a team, and which teams serve a queue', () => {
  const events = stored('team-a', { type: 'staff.team-created', data: { teamId: 'a', name: 'Simulated team' } }, { type: 'staff.team-member-joined', data: { teamId: 'a', staffId: staffId.toUpperCase() } });
  expect(foldView(teamView, events).documents.get('a')).toEqual({ teamId: 'a', status: 'standing', name: 'Simulated team', members: [staffId], revision: 1 });
  const queue = stored('queue-t', { type: 'staff.queue-created', data: { queueId: 't', name: 'Technik', teams: ['a'] } }, { type: 'staff.queue-changed', data: { queueId: 't', teams: ['a', 'b'] } });
  expect(foldView(queueView, queue).documents.get('t')).toEqual({ queueId: 't', status: 'open', name: 'Technik', teams: ['a', 'b'], revision: 1 });
});
