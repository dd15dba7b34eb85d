// Pure: the documents of offers, folded as the engine folds them.
import type { QuoteTerms } from '@throughline/contracts';
import type { StoredEvent } from '@throughline/kernel';
import { quoteView, type QuoteDocument } from './quote.view';
import { quoteTotals } from './quote-totals.rules';

const terms: QuoteTerms = { title: 'Pumps', currency: 'EUR', lines: [{ lineId: '1', product: 'Pump', quantity: '2', unitPrice: '10', taxRate: '19' }], validUntil: '2026-01-31' };
const dearer: QuoteTerms = { ...terms, lines: [{ lineId: '1', product: 'Pump', quantity: '2', unitPrice: '12', taxRate: '19' }] };
const parties = [{ node: 'email:1.x', role: 'customer' }, { node: 'company:Acme', role: 'company' }];

function event(revision: number, type: string, data: object): StoredEvent {
  const at = `2026-01-0${revision + 1}T00:00:00.000Z`;
  return { type: `sales.quote-${type}`, data: { quoteId: 'q', version: 1, ...data }, parties, revision, position: BigInt(revision), occurredAt: at, recordedAt: at } as unknown as StoredEvent;
}

const folded = (...events: readonly StoredEvent[]): QuoteDocument => events.reduce((doc, one) => quoteView.evolve(doc, one, 'q'), quoteView.initial('q'));
const drafted = event(0, 'drafted', { number: 'Q-1', ...terms, ...quoteTotals(terms) });

it('is found by number, customer and company', () => {
  expect(folded(drafted)).toMatchObject({ status: 'draft', number: 'Q-1', title: 'Pumps', gross: '23.80', currency: 'EUR', customerNode: 'email:1.x', companyNode: 'company:Acme', draftedAt: Date.parse('2026-01-01') });
});

it('keeps what the customer was sent, whatever is written next', () => {
  const quote = folded(drafted, event(1, 'sent', {}), event(2, 'revised', { version: 2, ...dearer, ...quoteTotals(dearer) }));
  expect(quote).toMatchObject({ status: 'draft', version: 2, gross: '28.56', sent: [{ version: 1, at: Date.parse('2026-01-02'), gross: '23.80' }] });
  expect(quote.sent[0]?.content).toMatchObject({ totals: { gross: '23.80' } });
});

it('ends with its answer, and lives again when it is revised', () => {
  const rejected = folded(drafted, event(1, 'sent', {}), event(2, 'rejected', { reason: 'price' }));
  expect(rejected).toMatchObject({ status: 'rejected', reason: 'price', answeredAt: Date.parse('2026-01-03') });
  expect(quoteView.evolve(rejected, event(3, 'revised', { version: 2, ...dearer, ...quoteTotals(dearer) }), 'q')).toMatchObject({ status: 'draft', reason: null, answeredAt: null });
});

it('takes a log that begins later', () => {
  expect(folded(event(4, 'accepted', { version: 3 }))).toMatchObject({ status: 'accepted', version: 3, gross: null, number: null });
});

it('says nothing of a title whose key is gone', () => {
  expect(folded(event(0, 'drafted', { ...terms, title: { $erased: true }, ...quoteTotals(terms) })).title).toBeNull();
});
