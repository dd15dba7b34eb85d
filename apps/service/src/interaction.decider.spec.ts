// Pure: the real decider under given cases and under commands by chance.
import { interactionRecorded } from '@throughline/contracts';
import { given } from '@throughline/kernel';
import { valuesOf } from '../../../test/models/arbitrary';
import { expectModel } from '../../../test/models/model';
import { interaction, type InteractionCommand } from './interaction.decider';

const call = { interactionId: 'i-1', customer: { type: 'email', value: 'jane@example.com' }, kind: 'call', direction: 'out', summary: 'voice box', reached: false } as const;

it('is recorded once', () => {
  given(interaction).when('record-interaction', call).then({ type: 'service.interaction-recorded', data: call });
  given(interaction, { type: 'service.interaction-recorded', data: call }).when('record-interaction', call).thenNothing();
  given(interaction, { type: 'service.interaction-recorded', data: call }).when('record-interaction', { ...call, reached: true }).thenRejected('INTERACTION_EXISTS');
});

it('says only of our own calls whether somebody was reached', () => {
  given(interaction).when('record-interaction', { ...call, direction: 'in' }).thenRejected('INTERACTION_NOT_OUR_CALL');
  given(interaction).when('record-interaction', { ...call, kind: 'mail' }).thenRejected('INTERACTION_NOT_OUR_CALL');
});

it('stays what it was, whatever comes', () => {
  expectModel({
    decider: interaction,
    facts: [interactionRecorded],
    commands: valuesOf(interactionRecorded.schema).map((data) => ({ type: 'record-interaction', data }) as InteractionCommand),
    invariant: ({ before, command, events, after }) => {
      if (before.status === 'recorded') expect([events, after]).toEqual([[], before]);
      else if (events.length > 0) expect(after).toEqual({ status: 'recorded', data: command.data });
    },
  });
});
