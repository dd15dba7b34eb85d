// Pure: the decider of links under commands by chance.
import { nodesLinked, nodesUnlinked, type LinkEvent } from '@throughline/contracts';
import { isRejection } from '@throughline/kernel';
import fc from 'fast-check';
import { factsOf, valuesOf } from '../../../test/models/arbitrary';
import { expectModel } from '../../../test/models/model';
import { link, type LinkCommand, type LinkState } from './link.decider';

const [jane, user, other] = [{ type: 'email', value: 'jane@example.com' }, { type: 'user', value: '4711' }, { type: 'user', value: '4712' }];
const ends = fc.constantFrom({ a: jane, b: user }, { a: user, b: jane }, { a: jane, b: other }, { a: user, b: user });
const wish = (type: LinkCommand['type'], { schema }: { readonly schema: object }) =>
  fc.tuple(valuesOf(schema), ends).map(([data, two]) => ({ type, data: { ...(data as object), ...two } }) as LinkCommand);

const FACTS = { 'link-nodes': ['identity.nodes-linked', 'linked'], 'unlink-nodes': ['identity.nodes-unlinked', 'unlinked'] } as const;

function answerTo(state: LinkState, command: LinkCommand): unknown {
  const outcome = link.decide(state, command);
  return isRejection(outcome) ? outcome.code : outcome.map(({ type }) => type);
}

it('joins the same two for ever, has no direction, and never holds again once it was undone', () => {
  expectModel({
    decider: link,
    facts: [nodesLinked, nodesUnlinked],
    commands: fc.oneof(wish('link-nodes', nodesLinked), wish('unlink-nodes', nodesUnlinked)),
    invariant: ({ before, command, events, after }) => {
      const { a, b } = command.data;
      expect(answerTo(before, { ...command, data: { ...command.data, a: b, b: a } } as LinkCommand)).toEqual(answerTo(before, command));
      if (a === b) expect(events).toEqual([]);
      if (before.status === 'unlinked') expect(events).toEqual([]);
      if (before.status !== 'none') expect(after).toMatchObject({ ends: before.ends });
      if (events.length === 0) return expect(after).toEqual(before);
      const [type, status] = FACTS[command.type];
      expect(events).toEqual([{ type, data: command.data }]);
      expect(after).toMatchObject({ status });
      expect(new Set([a, b])).toEqual(new Set(after.status === 'none' ? [] : [after.ends.a, after.ends.b]));
      expect(link.decide(after, command)).toEqual([]);
    },
  });
});

it('is undone by one fact that undoes it, wherever that stands', () => {
  fc.assert(
    fc.property(fc.array(factsOf([nodesLinked, nodesUnlinked]), { maxLength: 8 }), (past) => {
      const { status } = (past as LinkEvent[]).reduce(link.evolve, link.initial);
      const isUndone = past.some(({ type }) => type === nodesUnlinked.type);
      expect(status).toBe(isUndone ? 'unlinked' : past.length === 0 ? 'none' : 'linked');
    }),
  );
});
