// Pure: the real decider and the real catalogue, nothing else.
import { catalogue, type QuarantineEvent } from '@throughline/contracts';
import { given, isRejection } from '@throughline/kernel';
import fc from 'fast-check';
import { quarantine, type QuarantineCommand, type QuarantineState } from './quarantine.decider';

const itemId = 'q-1';
const eventId = '0190a4b2-0000-7000-8000-000000000001';
const item = { itemId, door: 'import', code: 'JSON_INVALID', message: 'is not JSON', line: 7, bytes: 12, digest: 'AAAAAAAAAAAAAAAAAAAAAA', body: '{"broken"' };
const waiting: QuarantineEvent = { type: 'intake.item-quarantined', data: item };
const refused: QuarantineEvent = { type: 'intake.item-resubmitted', data: { itemId, outcome: 'refused' } };
const accepted: QuarantineEvent = { type: 'intake.item-resubmitted', data: { itemId, outcome: 'accepted', eventId } };
const discarded: QuarantineEvent = { type: 'intake.item-discarded', data: { itemId } };

describe('quarantining', () => {
  it('keeps an item once, whatever became of it', () => {
    given(quarantine).when('quarantine-item', item).then(waiting);
    given(quarantine, waiting).when('quarantine-item', { ...item, message: 'is no JSON' }).thenNothing();
    given(quarantine, waiting, discarded).when('quarantine-item', item).thenNothing();
    given(quarantine, waiting).when('quarantine-item', { ...item, digest: 'BBBBBBBBBBBBBBBBBBBBBB' }).thenRejected('ITEM_EXISTS');
  });
});

describe('submitting again', () => {
  it('is recorded each time until it is accepted', () => {
    given(quarantine, waiting).when('resubmit-item', { itemId, outcome: 'refused' }).then(refused);
    given(quarantine, waiting, refused).when('resubmit-item', { itemId, outcome: 'refused' }).then(refused);
    given(quarantine, waiting, refused).when('resubmit-item', { itemId, outcome: 'accepted', eventId }).then(accepted);
  });
  it('is accepted once', () => {
    given(quarantine, waiting, accepted).when('resubmit-item', { itemId, outcome: 'accepted', eventId }).thenNothing();
    given(quarantine, waiting, accepted).when('resubmit-item', { itemId, outcome: 'refused' }).thenRejected('ITEM_NOT_WAITING');
  });
  it('needs an item that waits', () => {
    given(quarantine).when('resubmit-item', { itemId, outcome: 'refused' }).thenRejected('ITEM_NOT_FOUND');
    given(quarantine, waiting, discarded).when('resubmit-item', { itemId, outcome: 'accepted', eventId }).thenRejected('ITEM_NOT_WAITING');
  });
});

describe('discarding', () => {
  it('is done once', () => {
    given(quarantine, waiting, refused).when('discard-item', { itemId }).then(discarded);
    given(quarantine, waiting, discarded).when('discard-item', { itemId }).thenNothing();
  });
  it('needs an item that waits', () => {
    given(quarantine).when('discard-item', { itemId }).thenRejected('ITEM_NOT_FOUND');
    given(quarantine, waiting, accepted).when('discard-item', { itemId }).thenRejected('ITEM_NOT_WAITING');
  });
});

it('whatever comes, nothing throws, events are valid, and once accepted or discarded an item is settled', () => {
  const by = { by: 'source:shop', at: '2026-01-15T09:00:00.000Z' } as const;
  const commands: fc.Arbitrary<QuarantineCommand> = fc.constantFrom<QuarantineCommand>(
    { ...by, type: 'quarantine-item', data: item },
    { ...by, type: 'quarantine-item', data: { ...item, digest: 'BBBBBBBBBBBBBBBBBBBBBB' } },
    { ...by, type: 'resubmit-item', data: { itemId, outcome: 'refused' } },
    { ...by, type: 'resubmit-item', data: { itemId, outcome: 'accepted', eventId } },
    { ...by, type: 'discard-item', data: { itemId, reason: 'test data' } },
  );
  fc.assert(
    fc.property(fc.array(fc.constantFrom(waiting, refused, accepted, discarded), { maxLength: 8 }), fc.array(commands, { maxLength: 12 }), (past, wishes) => {
      let state: QuarantineState = past.reduce(quarantine.evolve, quarantine.initial);
      for (const wish of wishes) {
        const events = quarantine.decide(state, wish);
        if (isRejection(events)) continue;
        for (const event of events) expect(catalogue.validate(event.type, event.data)).toBeNull();
        expect(events.length === 0 || state.status === 'none' || state.status === 'waiting').toBe(true);
        state = events.reduce(quarantine.evolve, state);
      }
    }),
  );
});
