// Pure: the real decider, nothing else.
import type { ProfileEvent } from '@throughline/contracts';
import { given } from '@throughline/kernel';
import { profile } from './profile.decider';

const customer = { type: 'customer', value: '7' };
const jane = { customer, kind: 'person', salutation: 'Frau', firstName: 'Jane', lastName: 'Doe', phones: [{ number: '+49 170 1234567' }] } as const;
const created: ProfileEvent = { type: 'customer.profile-created', data: jane };
const changed = (changes: Extract<ProfileEvent, { type: 'customer.profile-changed' }>['data']['changes'], called?: string): ProfileEvent => ({
  type: 'customer.profile-changed',
  data: { customer, changes, ...(called === undefined ? {} : { called }) },
});

describe('creating', () => {
  it('says what is known, and nothing of what is empty', () => {
    given(profile).when('create-profile', jane).then(created);
    given(profile).when('create-profile', { ...jane, addresses: [] }).then(created);
  });
  it('the same again is nothing, another one under the same identifier is refused', () => {
    given(profile, created).when('create-profile', jane).thenNothing();
    given(profile, created, changed([{ field: 'title', to: 'Dr.' }])).when('create-profile', jane).thenNothing();
    given(profile, created).when('create-profile', { ...jane, lastName: 'Roe' }).thenRejected('PROFILE_EXISTS');
    given(profile, changed([{ field: 'title', to: 'Dr.' }])).when('create-profile', jane).thenRejected('PROFILE_EXISTS');
  });
  it('needs a name, and only what its kind has', () => {
    given(profile).when('create-profile', { customer, kind: 'person', title: 'Dr.' }).thenRejected('DATA_INVALID');
    given(profile).when('create-profile', { customer, kind: 'company' }).thenRejected('DATA_INVALID');
    given(profile).when('create-profile', { ...jane, name: 'Acme' }).thenRejected('PROFILE_FIELD_OF_OTHER_KIND');
    given(profile).when('create-profile', { customer, kind: 'company', name: 'Acme', birthday: '1980-02-29' }).thenRejected('PROFILE_FIELD_OF_OTHER_KIND');
  });
});

describe('changing', () => {
  it('says old and new value of what really changes, and the whole name', () => {
    given(profile, created)
      .when('change-profile', { customer, wanted: { salutation: 'Frau', lastName: 'Roe', phones: null, whatToKnow: 'Mornings only' } })
      .then(changed([{ field: 'lastName', from: 'Doe', to: 'Roe' }, { field: 'phones', from: [{ number: '+49 170 1234567' }] }, { field: 'whatToKnow', to: 'Mornings only' }], 'Jane Roe'));
  });
  it('an unchanged save is nothing', () => {
    given(profile, created).when('change-profile', { customer, wanted: { salutation: 'Frau', firstName: 'Jane', lastName: 'Doe', phones: [{ number: '+49 170 1234567' }], addresses: [], title: null } }).thenNothing();
  });
  it('begins where nobody was created by hand', () => {
    given(profile).when('change-profile', { customer, wanted: { whatToKnow: 'Mornings only' } }).then(changed([{ field: 'whatToKnow', to: 'Mornings only' }]));
  });
  it('changes what was said later elsewhere, for that is what is seen', () => {
    const elsewhere = { lastName: 'Roe' };
    given(profile, created).when('change-profile', { customer, wanted: { lastName: 'Roe' }, elsewhere }).thenNothing();
    given(profile, created)
      .when('change-profile', { customer, wanted: { lastName: 'Doe' }, elsewhere })
      .then(changed([{ field: 'lastName', from: 'Roe', to: 'Doe' }], 'Jane Doe'));
    given(profile, created).when('change-profile', { customer, wanted: { firstName: null }, elsewhere: { firstName: null } }).thenNothing();
  });
  it('never takes the whole name away', () => {
    given(profile, created).when('change-profile', { customer, wanted: { firstName: null, lastName: null } }).thenRejected('PROFILE_WITHOUT_NAME');
    given(profile, created)
      .when('change-profile', { customer, wanted: { firstName: null } })
      .then(changed([{ field: 'firstName', from: 'Jane' }], 'Doe'));
  });
  it('knows what a kind has, of a company by its identifier too', () => {
    given(profile, created).when('change-profile', { customer, wanted: { name: 'Acme' } }).thenRejected('PROFILE_FIELD_OF_OTHER_KIND');
    given(profile).when('change-profile', { customer: { type: 'company', value: 'Acme' }, wanted: { lastName: 'Doe' } }).thenRejected('PROFILE_FIELD_OF_OTHER_KIND');
  });
  it('takes what was erased for nothing', () => {
    const erased = { ...created, data: { ...jane, lastName: { $erased: true } as never } } as ProfileEvent;
    given(profile, erased)
      .when('change-profile', { customer, wanted: { lastName: 'Roe' } })
      .then(changed([{ field: 'lastName', to: 'Roe' }], 'Jane Roe'));
  });
});
