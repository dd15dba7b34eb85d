// Pure: the decider of contacts with customers under commands by chance.
import { interactionRecorded, type InteractionEvent } from '@throughline/contracts';
import fc from 'fast-check';
import { factsOf, valuesOf } from '../../../test/models/arbitrary';
import { expectModel } from '../../../test/models/model';
import { interaction, type InteractionCommand } from './interaction.decider';

const mayBe = ({ reached, kind, direction }: InteractionCommand['data']): boolean => reached === undefined || `${kind} ${direction}` === 'call out';

it('is recorded once, word for word; whether somebody was reached is known of our own calls only', () => {
  expectModel({
    decider: interaction,
    facts: [interactionRecorded],
    commands: valuesOf(interactionRecorded.schema).map((data) => ({ type: 'record-interaction', data }) as InteractionCommand),
    invariant: ({ before, command, events, after }) => {
      const isTaken = before.status === 'none' && mayBe(command.data);
      expect(events).toEqual(isTaken ? [{ type: 'service.interaction-recorded', data: command.data }] : []);
      expect(after).toEqual(isTaken ? { status: 'recorded', data: command.data } : before);
      if (!isTaken) return;
      expect(interaction.decide(after, command)).toEqual([]);
      expect(interaction.decide(after, { ...command, data: { ...command.data, interactionId: `${command.data.interactionId}-b` } })).toMatchObject({ code: 'INTERACTION_EXISTS' });
    },
  });
});

it('stays what the first fact says', () => {
  fc.assert(
    fc.property(fc.array(factsOf([interactionRecorded]), { minLength: 1, maxLength: 4 }), (past) => {
      expect((past as InteractionEvent[]).reduce(interaction.evolve, interaction.initial)).toEqual({ status: 'recorded', data: past[0]?.data });
    }),
  );
});
