// Pure: the decider of queues, nothing else.
import type { QueueEvent } from '@throughline/contracts';
import { given } from '@throughline/kernel';
import { queue } from './queue.decider';

const queueId = 'technik';
const created: QueueEvent = { type: 'staff.queue-created', data: { queueId, name: 'Technik', teams: ['north'] } };
const closed: QueueEvent = { type: 'staff.queue-closed', data: { queueId } };

describe('creating', () => {
  it('is done once', () => {
    given(queue).when('create-queue', { queueId, name: 'Technik', teams: ['north', 'north'] }).then(created);
    given(queue, created).when('create-queue', { queueId, name: 'Technik', teams: ['north'] }).thenNothing();
    given(queue, created).when('create-queue', { queueId, name: 'Technik', teams: [] }).thenRejected('QUEUE_EXISTS');
    given(queue, created, closed).when('create-queue', { queueId, name: 'Technik', teams: ['north'] }).thenRejected('QUEUE_EXISTS');
  });
  it('needs a name of its own and teams that stand', () => {
    given(queue).when('create-queue', { queueId, name: 'Technik', teams: [], nameTaken: true }).thenRejected('QUEUE_NAME_TAKEN');
    given(queue).when('create-queue', { queueId, name: 'Technik', teams: ['south'], unknownTeams: ['south'] }).thenRejected('TEAM_NOT_FOUND');
  });
});

describe('changing', () => {
  it('says what is new, and only that', () => {
    given(queue, created).when('change-queue', { queueId, name: 'Technik', teams: ['south', 'north'] }).then({ type: 'staff.queue-changed', data: { queueId, teams: ['south', 'north'] } });
    given(queue, created).when('change-queue', { queueId, name: 'Büro', openTickets: 0 }).then({ type: 'staff.queue-changed', data: { queueId, name: 'Büro' } });
    given(queue, created).when('change-queue', { queueId, name: 'Technik', teams: ['north'], openTickets: 5 }).thenNothing();
    given(queue, created).when('change-queue', { queueId }).thenNothing();
  });
  it('of the name would lose the tickets that carry it', () => {
    given(queue, created).when('change-queue', { queueId, name: 'Büro', openTickets: 1 }).thenRejected('QUEUE_HAS_OPEN_TICKETS');
    given(queue, created).when('change-queue', { queueId, name: 'Büro', nameTaken: true }).thenRejected('QUEUE_NAME_TAKEN');
    given(queue, created).when('change-queue', { queueId, teams: ['south'], openTickets: 1 }).then({ type: 'staff.queue-changed', data: { queueId, teams: ['south'] } });
  });
  it('of the teams names teams that stand', () => given(queue, created).when('change-queue', { queueId, teams: ['south'], unknownTeams: ['south'] }).thenRejected('TEAM_NOT_FOUND'));
  it('needs an open queue', () => {
    given(queue).when('change-queue', { queueId, name: 'Büro' }).thenRejected('QUEUE_NOT_FOUND');
    given(queue, created, closed).when('change-queue', { queueId, name: 'Büro' }).thenRejected('QUEUE_CLOSED');
  });
});

it('is closed once no ticket waits in it', () => {
  given(queue).when('close-queue', { queueId }).thenRejected('QUEUE_NOT_FOUND');
  given(queue, created).when('close-queue', { queueId, openTickets: 1 }).thenRejected('QUEUE_HAS_OPEN_TICKETS');
  given(queue, created).when('close-queue', { queueId, openTickets: 0 }).then(closed);
  given(queue, created, closed).when('close-queue', { queueId, openTickets: 1 }).thenNothing();
});
