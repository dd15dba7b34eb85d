// Pure: the decider of consents under commands by chance.
import { consentConfirmed, consentObjected, consentRequested, consentWithdrawn, mayContact, NO_CONSENTS } from '@throughline/contracts';
import fc from 'fast-check';
import { valuesOf } from '../../../test/models/arbitrary';
import { expectModel } from '../../../test/models/model';
import { consent, type ConsentCommand, type ConsentState } from './consent.decider';

const asked = (type: ConsentCommand['type'], schema: object) =>
  fc.tuple(valuesOf(schema), fc.constantFrom('email', 'phone')).map(([data, channel]) => ({ type, data: { ...(data as object), address: { type: 'email', value: 'a' }, channel } }) as unknown as ConsentCommand);

const commands = fc.oneof(
  asked('request-consent', consentRequested.schema),
  asked('confirm-consent', consentConfirmed.schema),
  asked('withdraw-consent', consentWithdrawn.schema),
  asked('object', consentObjected.schema),
);

const standingOf = (state: ConsentState) => (state.status === 'none' ? NO_CONSENTS : state.standing);
const isAllowed = (state: ConsentState, { purpose, channel = '' }: { readonly purpose: string; readonly channel?: string }): boolean => mayContact(standingOf(state), [standingOf(state)], { purpose, channel }).allowed;

it('says nothing twice; a confirmation allows, a refusal forbids, and a double opt-in never comes without a request', () => {
  expectModel({
    decider: consent,
    facts: [consentRequested, consentConfirmed, consentWithdrawn, consentObjected],
    commands,
    invariant: ({ before, command, events, after }) => {
      if (events.length === 0) expect(after).toEqual(before);
      else expect(consent.decide(after, command)).toEqual([]);
      if (command.type === 'withdraw-consent' || command.type === 'object') expect(isAllowed(after, command.data)).toBe(false);
      if (command.type === 'confirm-consent' && events.length > 0) expect(isAllowed(after, command.data)).toBe(true);
      if (command.type === 'confirm-consent' && command.data.method === 'double-opt-in' && before.status === 'none') expect(events).toEqual([]);
      if (command.type === 'request-consent') expect(isAllowed(after, command.data)).toBe(isAllowed(before, command.data));
    },
  });
});
