// Pure: the decider of profiles under commands by chance.
import { profileChanged, profileCreated, type ProfileContent } from '@throughline/contracts';
import { canonicalJson } from '@throughline/kernel';
import fc from 'fast-check';
import { valuesOf } from '../../../test/models/arbitrary';
import { expectModel } from '../../../test/models/model';
import { profile, type ProfileCommand, type ProfileState } from './profile.decider';
import { calledBy, contentOf, type WantedProfile } from './profile.rules';

const created = valuesOf(profileCreated.schema) as fc.Arbitrary<Extract<ProfileCommand, { type: 'create-profile' }>['data']>;
const taken = fc.constantFrom({}, { lastName: null }, { firstName: null, name: null }, { phones: null, emails: [] });

const commands = fc.oneof(
  created.map((data) => ({ type: 'create-profile', data }) as ProfileCommand),
  fc.tuple(created, taken).map(([{ customer, kind: _kind, ...wanted }, without]) => ({ type: 'change-profile', data: { customer, wanted: { ...wanted, ...without } } }) as ProfileCommand),
);

it('says what was asked for and leaves the rest, never loses a name, and says nothing twice', () => {
  expectModel({
    decider: profile,
    facts: [profileCreated, profileChanged],
    commands,
    invariant: ({ before, command, events, after }) => {
      if (events.length === 0) return expect(after).toEqual(before);
      expect(profile.decide(after, command)).toEqual([]);
      const [was, is] = [contentIn(before), contentIn(after)];
      if (calledBy(was) !== null) expect(calledBy(is)).not.toBeNull();
      const wanted: WantedProfile = command.type === 'create-profile' ? command.data : command.data.wanted;
      for (const field of Object.keys({ ...was, ...is }) as (keyof ProfileContent)[]) {
        const expected = field in wanted ? contentOf(wanted)[field] : was[field];
        expect([field, canonicalJson(is[field] ?? null)]).toEqual([field, canonicalJson(expected ?? null)]);
      }
    },
  });
});

function contentIn(state: ProfileState): ProfileContent {
  return state.status === 'there' ? state.content : {};
}
