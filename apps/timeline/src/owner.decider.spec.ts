// Pure: the real decider and the real catalogue, nothing else.
import { catalogue, type OwnerEvent } from '@throughline/contracts';
import { given, isRejection } from '@throughline/kernel';
import fc from 'fast-check';
import { owner, type OwnerCommand, type OwnerState } from './owner.decider';

const customer = { type: 'email', value: 'jane@example.com' };
const anna = 'staff:00000000-0000-7000-8000-00000000000a';
const ben = 'staff:00000000-0000-7000-8000-00000000000b';
const until = '2026-02-01T17:00:00.000Z';
const annas: OwnerEvent = { type: 'customer.owner-assigned', data: { customer, owner: anna } };
const released: OwnerEvent = { type: 'customer.owner-released', data: { customer } };
const bensToo: OwnerEvent = { type: 'customer.second-owner-assigned', data: { customer, secondOwner: ben } };
const noMoreBens: OwnerEvent = { type: 'customer.second-owner-released', data: { customer } };
const benStandsIn: OwnerEvent = { type: 'customer.deputy-appointed', data: { customer, deputy: ben, until, reason: 'holidays' } };
const benIsDone: OwnerEvent = { type: 'customer.deputy-ended', data: { customer, deputy: ben } };

describe('an owner', () => {
  it('is assigned, also after a release', () => {
    given(owner).when('assign-owner', { customer, owner: anna }).then(annas);
    given(owner, annas, released).when('assign-owner', { customer, owner: anna }).then(annas);
  });
  it('stays the same', () => given(owner, annas).when('assign-owner', { customer, owner: anna }).thenNothing());
  it('hands over without a release in between', () =>
    given(owner, annas)
      .when('assign-owner', { customer, owner: ben })
      .then({ type: 'customer.owner-assigned', data: { customer, owner: ben } }));
  it('is released once', () => {
    given(owner, annas).when('release-owner', { customer }).then(released);
    given(owner, annas, released).when('release-owner', { customer }).thenNothing();
    given(owner).when('release-owner', { customer }).thenNothing();
  });
});

describe('a second owner', () => {
  it('stands beside the owner, and stays when that one goes', () => {
    given(owner, annas).when('assign-second-owner', { customer, secondOwner: ben }).then(bensToo);
    given(owner, annas, bensToo, released).when('assign-second-owner', { customer, secondOwner: ben }).thenNothing();
  });
  it('is somebody else than the owner, who may take the place of the owner all the same', () => {
    given(owner, annas).when('assign-second-owner', { customer, secondOwner: anna }).thenRejected('SECOND_OWNER_IS_OWNER');
    given(owner, annas, bensToo)
      .when('assign-owner', { customer, owner: ben })
      .then({ type: 'customer.owner-assigned', data: { customer, owner: ben } });
  });
  it('is released once', () => {
    given(owner, bensToo).when('release-second-owner', { customer }).then(noMoreBens);
    given(owner, bensToo, noMoreBens).when('release-second-owner', { customer }).thenNothing();
  });
});

describe('a deputy', () => {
  const wish = { customer, deputy: ben, until, reason: 'holidays' } as const;
  it('stands in until a time to come', () => {
    given(owner, annas).when('appoint-deputy', wish).then(benStandsIn);
    given(owner, annas).when('appoint-deputy', wish, { at: until }).thenRejected('DEPUTY_ENDS_IN_THE_PAST');
  });
  it('is not the owner', () => given(owner, annas).when('appoint-deputy', { ...wish, deputy: anna }).thenRejected('DEPUTY_IS_OWNER'));
  it('stays the same for the same time, also written in another zone', () => given(owner, benStandsIn).when('appoint-deputy', { ...wish, until: '2026-02-01T18:00:00+01:00' }).thenNothing());
  it('is prolonged', () => {
    const data = { ...wish, until: '2026-03-01T17:00:00.000Z' };
    given(owner, benStandsIn).when('appoint-deputy', data).then({ type: 'customer.deputy-appointed', data });
  });
  it('gives way to another one', () => {
    const data = { customer, deputy: anna, until } as const;
    given(owner, benStandsIn).when('appoint-deputy', data).then({ type: 'customer.deputy-appointed', data });
  });
  it('is ended earlier, once', () => {
    given(owner, benStandsIn).when('end-deputy', { customer }).then(benIsDone);
    given(owner, benStandsIn, benIsDone).when('end-deputy', { customer }).thenNothing();
  });
  it('is not ended by a time that was agreed before', () => {
    given(owner, benStandsIn).when('end-deputy', { customer, until }).then(benIsDone);
    given(owner, benStandsIn).when('end-deputy', { customer, until: '2026-01-20T17:00:00.000Z' }).thenNothing();
  });
  it('is not ended by word of another one’s end', () => {
    const annaIsDone: OwnerEvent = { type: 'customer.deputy-ended', data: { customer, deputy: anna } };
    given(owner, benStandsIn, annaIsDone).when('end-deputy', { customer }).then(benIsDone);
  });
});

it('whatever comes, each wish is fulfilled once, and two facts that follow each other differ', () => {
  const by = { by: anna, at: '2026-01-15T09:00:00.000Z' } as const;
  const commands: fc.Arbitrary<OwnerCommand> = fc.constantFrom<OwnerCommand>(
    { ...by, type: 'assign-owner', data: { customer, owner: anna } },
    { ...by, type: 'assign-owner', data: { customer, owner: ben } },
    { ...by, type: 'release-owner', data: { customer } },
    { ...by, type: 'assign-second-owner', data: { customer, secondOwner: ben } },
    { ...by, type: 'release-second-owner', data: { customer } },
    { ...by, type: 'appoint-deputy', data: { customer, deputy: ben, until } },
    { ...by, type: 'end-deputy', data: { customer } },
  );
  fc.assert(
    fc.property(fc.array(fc.constantFrom(annas, released, bensToo, noMoreBens, benStandsIn, benIsDone), { maxLength: 6 }), fc.array(commands, { maxLength: 12 }), (past, wishes) => {
      let state: OwnerState = past.reduce(owner.evolve, owner.initial);
      let last: OwnerEvent | undefined;
      for (const wish of wishes) {
        const events = owner.decide(state, wish);
        if (isRejection(events)) continue;
        for (const event of events) {
          expect(catalogue.validate(event.type, event.data)).toBeNull();
          expect(event).not.toEqual(last);
          last = event;
          state = owner.evolve(state, event);
        }
        expect(owner.decide(state, wish)).toEqual([]);
      }
    }),
  );
});
