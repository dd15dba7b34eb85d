// Pure: the decider of queues under commands by chance.
import { queueChanged, queueClosed, queueCreated } from '@throughline/contracts';
import fc from 'fast-check';
import { expectModel } from '../../../test/models/model';
import { queue, type QueueCommand } from './queue.decider';

const queueId = 'technik';
const name = fc.constantFrom('Technik', 'Büro');
const teams = fc.subarray(['north', 'south']);
const openTickets = fc.nat({ max: 1 });
const commands: fc.Arbitrary<Pick<QueueCommand, 'type' | 'data'>> = fc.oneof(
  fc.record({ name, teams, nameTaken: fc.boolean() }).map((data) => ({ type: 'create-queue' as const, data: { queueId, ...data } })),
  fc.record({ name, teams, openTickets }, { requiredKeys: ['openTickets'] }).map((data) => ({ type: 'change-queue' as const, data: { queueId, ...data } as { queueId: string; openTickets: number } })),
  openTickets.map((open) => ({ type: 'close-queue' as const, data: { queueId, openTickets: open } })),
);

it('keeps its name and stays open while tickets wait, stays closed, and says nothing twice', () => {
  expectModel({
    decider: queue,
    facts: [queueCreated, queueChanged, queueClosed],
    commands,
    invariant: ({ before, command, events, after }) => {
      const { openTickets: waiting = 0 } = command.data;
      if (waiting > 0 && before.status === 'open') expect(after).toMatchObject({ status: 'open', name: before.name });
      if (before.status === 'closed') expect(events).toEqual([]);
      if (events.length === 0) expect(after).toEqual(before);
      else expect(queue.decide(after, command)).toEqual([]);
    },
  });
});
