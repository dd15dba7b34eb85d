// Pure: the real decider and the real catalogue, nothing else.
import { catalogue, type OwnerEvent } from '@throughline/contracts';
import { given, isRejection } from '@throughline/kernel';
import fc from 'fast-check';
import { owner, type OwnerCommand, type OwnerState } from './owner.decider';

const customer = { type: 'email', value: 'jane@example.com' };
const anna = 'staff:00000000-0000-7000-8000-00000000000a';
const ben = 'staff:00000000-0000-7000-8000-00000000000b';
const annas: OwnerEvent = { type: 'customer.owner-assigned', data: { customer, owner: anna } };
const released: OwnerEvent = { type: 'customer.owner-released', data: { customer } };

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

it('whatever comes, no wish is refused, each is fulfilled once, and two facts that follow each other differ', () => {
  const by = { by: anna, at: '2026-01-15T09:00:00.000Z' } as const;
  const commands: fc.Arbitrary<OwnerCommand> = fc.constantFrom<OwnerCommand>(
    { ...by, type: 'assign-owner', data: { customer, owner: anna } },
    { ...by, type: 'assign-owner', data: { customer, owner: ben } },
    { ...by, type: 'release-owner', data: { customer } },
  );
  fc.assert(
    fc.property(fc.array(fc.constantFrom(annas, released), { maxLength: 6 }), fc.array(commands, { maxLength: 12 }), (past, wishes) => {
      let state: OwnerState = past.reduce(owner.evolve, owner.initial);
      let last: OwnerEvent | undefined;
      for (const wish of wishes) {
        const events = owner.decide(state, wish);
        expect(isRejection(events)).toBe(false);
        for (const event of events as readonly OwnerEvent[]) {
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
