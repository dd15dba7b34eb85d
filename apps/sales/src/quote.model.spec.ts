// Pure: the decider of offers under commands by chance.
import { catalogue, quoteAccepted, quoteDrafted, quoteRejected, quoteRevised, quoteSent, quoteWithdrawn } from '@throughline/contracts';
import fc from 'fast-check';
import { valuesOf } from '../../../test/models/arbitrary';
import { expectModel } from '../../../test/models/model';
import { quote, type QuoteCommand } from './quote.decider';

const facts = catalogue.types.filter(({ type }) => type.startsWith('sales.quote-'));
const wish = (type: QuoteCommand['type'], schema: object) => valuesOf(schema).map((data) => ({ type, data: withoutTotals(data as Record<string, unknown>) }) as unknown as Pick<QuoteCommand, 'type' | 'data'>);

/** What is asked for has neither version nor totals: they are decided. */
function withoutTotals(data: Record<string, unknown>): Record<string, unknown> {
  const lines = data['lines'] as readonly Record<string, unknown>[] | undefined;
  if (lines === undefined) return data;
  const { totals: _totals, version: _version, ...asked } = data;
  return { ...asked, lines: lines.map(({ net: _net, ...line }) => line) };
}

const commands = fc.oneof(
  wish('draft-quote', quoteDrafted.schema),
  wish('revise-quote', quoteRevised.schema),
  wish('send-quote', quoteSent.schema),
  wish('accept-quote', quoteAccepted.schema),
  wish('reject-quote', quoteRejected.schema),
  wish('withdraw-quote', quoteWithdrawn.schema),
  wish('expire-quote', quoteSent.schema),
);

it('never goes back a version, answers only what was sent, and never changes after it was accepted', () => {
  expectModel({
    decider: quote,
    facts,
    commands,
    invariant: ({ before, events, after }) => {
      if (after.status === 'none' || before.status === 'none') return;
      expect(after.version).toBeGreaterThanOrEqual(before.version);
      expect(after.version - before.version).toBeLessThanOrEqual(1);
      if (before.status === 'accepted') expect(events).toEqual([]);
      const ends = before.status === 'draft' ? ['accepted', 'rejected', 'expired'] : ['accepted', 'rejected', 'expired', 'withdrawn'];
      if (before.status !== 'sent' && ends.includes(after.status)) expect(after.status).toBe(before.status);
      if (events.length === 0) expect(after).toEqual(before);
    },
  });
});
