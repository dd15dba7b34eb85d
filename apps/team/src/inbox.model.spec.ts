// Pure: the decider of read marks under commands by chance.
import { inboxRead, type InboxEvent } from '@throughline/contracts';
import fc from 'fast-check';
import { factsOf, valuesOf } from '../../../test/models/arbitrary';
import { expectModel } from '../../../test/models/model';
import { inbox, type InboxCommand, type InboxState } from './inbox.decider';

const POSITIONS = Array.from({ length: 21 }, (_, position) => position);
const position = fc.constantFrom(...POSITIONS).map(String);
const asked = fc.record({ upTo: position, entries: fc.array(position, { minLength: 1, maxLength: 4 }), head: position }, { requiredKeys: [] });
const commands = fc.tuple(valuesOf(inboxRead.schema), asked).map(([data, more]) => ({ type: 'mark-read', data: { ...(data as object), ...more } }) as Pick<InboxCommand, 'type' | 'data'>);

const isRead = ({ upTo, entries }: InboxState, one: number): boolean => BigInt(one) <= upTo || entries.has(String(one));

it('marks what was asked for and nothing else, nothing ahead of what there is, nothing twice, and never back', () => {
  expectModel({
    decider: inbox,
    facts: [inboxRead],
    commands,
    invariant: ({ before, command, events, after }) => {
      const { upTo = '-1', entries = [], head = '20' } = command.data;
      const isAhead = [upTo, ...entries].some((one) => Number(one) > Number(head));
      const wanted = (one: number): boolean => !isAhead && (one <= Number(upTo) || entries.includes(String(one)));
      expect(POSITIONS.filter((one) => isRead(after, one))).toEqual(POSITIONS.filter((one) => isRead(before, one) || wanted(one)));
      expect(after.upTo >= before.upTo).toBe(true);
      for (const { data } of events) {
        const { upTo: further = String(before.upTo + 1n), entries: unread = [] } = data;
        expect(BigInt(further) > before.upTo).toBe(true);
        expect(unread.filter((one) => isRead(before, Number(one)) || BigInt(one) <= after.upTo)).toEqual([]);
        expect(inbox.decide(after, command)).toEqual([]);
      }
      if (events.length === 0) expect(after).toEqual(before);
    },
  });
});

it('has read what any fact of its past says, in whatever order', () => {
  fc.assert(
    fc.property(fc.array(factsOf([inboxRead]), { maxLength: 8 }), (past) => {
      const facts = past as InboxEvent[];
      const state = facts.reduce(inbox.evolve, inbox.initial);
      for (const { data } of facts) for (const one of POSITIONS) if (one <= Number(data.upTo ?? -1) || data.entries?.includes(String(one)) === true) expect([one, isRead(state, one)]).toEqual([one, true]);
      expect(facts.toReversed().reduce(inbox.evolve, inbox.initial)).toEqual(state);
    }),
  );
});
