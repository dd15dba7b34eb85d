// Pure: the real decider and the real catalogue, nothing else.
import { catalogue, type LinkEvent } from '@throughline/contracts';
import { given, isRejection } from '@throughline/kernel';
import fc from 'fast-check';
import { link, type LinkCommand, type LinkState } from './link.decider';

const linkId = 'k-1';
const a = { type: 'email', value: 'jane@example.com' };
const b = { type: 'user', value: '4711' };
const other = { type: 'user', value: '4712' };
const linked: LinkEvent = { type: 'identity.nodes-linked', data: { linkId, a, b, rule: 'by-hand' } };
const unlinked: LinkEvent = { type: 'identity.nodes-unlinked', data: { linkId, a, b } };

describe('linking', () => {
  it('is done once, whichever end is named first', () => {
    given(link).when('link-nodes', { linkId, a, b, rule: 'by-hand' }).then(linked);
    given(link, linked).when('link-nodes', { linkId, a, b, rule: 'by-hand' }).thenNothing();
    given(link, linked).when('link-nodes', { linkId, a: b, b: a, rule: 'by-hand' }).thenNothing();
  });
  it('needs two', () => given(link).when('link-nodes', { linkId, a, b: a, rule: 'by-hand' }).thenRejected('LINK_TO_ITSELF'));
  it('keeps its two', () => given(link, linked).when('link-nodes', { linkId, a, b: other, rule: 'by-hand' }).thenRejected('LINK_OF_OTHERS'));
  it('again is another link', () => given(link, linked, unlinked).when('link-nodes', { linkId, a, b, rule: 'by-hand' }).thenRejected('LINK_UNLINKED'));
});

describe('unlinking', () => {
  it('is done once', () => {
    given(link, linked).when('unlink-nodes', { linkId, a, b }).then(unlinked);
    given(link, linked, unlinked).when('unlink-nodes', { linkId, a, b }).thenNothing();
  });
  it('may come first, and then holds for ever', () => {
    given(link).when('unlink-nodes', { linkId, a, b }).then(unlinked);
    given(link, unlinked, linked).when('unlink-nodes', { linkId, a, b }).thenNothing();
  });
  it('of two others is another link', () => given(link, linked).when('unlink-nodes', { linkId, a: other, b }).thenRejected('LINK_OF_OTHERS'));
});

it('whatever comes: the order of the facts does not matter, and a fulfilled wish stays fulfilled', () => {
  const by = { by: 'process:identity', at: '2026-01-15T09:00:00.000Z' } as const;
  const ends = fc.constantFrom({ a, b }, { a: b, b: a }, { a, b: other }, { a, b: a });
  const commands: fc.Arbitrary<LinkCommand> = fc.oneof(
    ends.map((two) => ({ ...by, type: 'link-nodes' as const, data: { linkId, ...two, rule: 'by-hand' } })),
    ends.map((two) => ({ ...by, type: 'unlink-nodes' as const, data: { linkId, ...two } })),
  );
  fc.assert(
    fc.property(fc.array(fc.constantFrom(linked, unlinked), { maxLength: 6 }), fc.array(commands, { maxLength: 12 }), (past, wishes) => {
      let state: LinkState = past.reduce(link.evolve, link.initial);
      expect(past.toReversed().reduce(link.evolve, link.initial)).toEqual(state);
      for (const wish of wishes) {
        const events = link.decide(state, wish);
        if (isRejection(events)) continue;
        for (const event of events) expect(catalogue.validate(event.type, event.data)).toBeNull();
        state = events.reduce(link.evolve, state);
        expect(link.decide(state, wish)).toEqual([]);
      }
    }),
  );
});
