// Pure: the decider of follow-ups under commands by chance, and the process that watches the result.
import { followUpDone, followUpDropped, followUpFellDue, followUpHandedOver, followUpMoved, followUpPlanned } from '@throughline/contracts';
import fc from 'fast-check';
import { valuesOf } from '../../../test/models/arbitrary';
import { expectModel } from '../../../test/models/model';
import { followUp, type FollowUpCommand } from './follow-up.decider';
import { followUpProcess } from './follow-up.process';

const commands = fc.oneof(
  ...([
    ['plan-follow-up', followUpPlanned],
    ['move-follow-up', followUpMoved],
    ['hand-over-follow-up', followUpHandedOver],
    ['finish-follow-up', followUpDone],
    ['drop-follow-up', followUpDropped],
    ['mark-follow-up-due', followUpFellDue],
  ] as const).map(([type, { schema }]) => valuesOf(schema).map((data) => ({ type, data }) as FollowUpCommand)),
);

it('ends once, tells whoever was promised something, and waits for one time at most', () => {
  expectModel({
    decider: followUp,
    facts: [followUpPlanned, followUpMoved, followUpHandedOver, followUpDone, followUpDropped, followUpFellDue],
    commands,
    invariant: ({ before, command, events, after }) => {
      expect(events.length).toBeLessThanOrEqual(1);
      if (before.status === 'done' || before.status === 'dropped') expect(after).toEqual(before);
      if (before.status === 'none') expect(after.status === 'planned').toBe(command.type === 'plan-follow-up');
      for (const { type, data } of events) if (type === 'customer.follow-up-dropped' && before.status === 'planned' && before.planned?.promised === true) expect(data.told).toBeDefined();
      if (after.status !== 'none') expect(new Set(after.fellDue).size).toBe(after.fellDue.length);
      const timers = followUpProcess.timers(after);
      expect(timers.length).toBeLessThanOrEqual(after.status === 'planned' ? 1 : 0);
      // What the timer asks for is what the decider then says, and says only once.
      for (const timer of timers) {
        const wish = followUpProcess.fire(after, timer);
        expect(followUp.decide(after, { ...wish?.command, by: 'process:follow-up', at: timer.due } as FollowUpCommand)).toMatchObject([{ type: 'customer.follow-up-fell-due', data: { due: timer.due } }]);
      }
    },
  });
});
