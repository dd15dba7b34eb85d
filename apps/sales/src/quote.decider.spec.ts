// Pure: given/when/then for offers.
import { given } from '@throughline/kernel';
import type { QuoteEvent, QuoteTerms } from '@throughline/contracts';
import { quoteTotals } from './quote-totals.rules';
import { quote } from './quote.decider';

const customer = { type: 'email', value: 'simulated@example.com' };
const terms: QuoteTerms = { currency: 'EUR', lines: [{ lineId: '1', product: 'Pump', quantity: '2', unitPrice: '10', taxRate: '19' }], validUntil: '2026-01-31', zone: 'Europe/Berlin' };
const dearer: QuoteTerms = { ...terms, lines: [{ lineId: '1', product: 'Pump', quantity: '2', unitPrice: '12', taxRate: '19' }] };
const priced = (some: QuoteTerms) => ({ ...some, ...quoteTotals(some) });

const q = { quoteId: 'q' };
const asked = { ...q, customer, ...terms };
const drafted: QuoteEvent = { type: 'sales.quote-drafted', data: { ...q, version: 1, number: 'Q-1', customer, ...priced(terms) } };
const revised = (version: number): QuoteEvent => ({ type: 'sales.quote-revised', data: { ...q, version, ...priced(dearer) } });
const sent = (version = 1): QuoteEvent => ({ type: 'sales.quote-sent', data: { ...q, version } });
const accepted: QuoteEvent = { type: 'sales.quote-accepted', data: { ...q, version: 1 } };
const rejected: QuoteEvent = { type: 'sales.quote-rejected', data: { ...q, version: 1, reason: 'price' } };
const expired: QuoteEvent = { type: 'sales.quote-expired', data: { ...q, version: 1, validUntil: '2026-01-31' } };

/** The last moment of the last day in Berlin, and the one after it. */
const lastMoment = { at: '2026-01-31T22:59:59.999Z' };
const tooLate = { at: '2026-01-31T23:00:00.000Z' };

it('is drafted with what it comes to', () => {
  given(quote).when('draft-quote', { ...asked, number: 'Q-1' }).then(drafted);
  given(quote, drafted).when('draft-quote', { ...asked, number: 'Q-2' }).thenNothing();
  given(quote, drafted).when('draft-quote', { ...asked, ...dearer }).thenRejected('QUOTE_EXISTS');
});

it('is refused when it cannot be calculated', () => {
  given(quote).when('draft-quote', { ...asked, lines: [{ lineId: '1', product: 'Pump', quantity: '1', unitPrice: '1', perQuantity: '0', taxRate: '19' }] }).thenRejected('QUOTE_NOT_CALCULABLE');
  given(quote).when('draft-quote', { ...asked, zone: 'Moon/Base' }).thenRejected('QUOTE_ZONE_UNKNOWN');
  given(quote).when('draft-quote', { ...asked, lines: [...terms.lines, ...terms.lines] }).thenRejected('QUOTE_LINE_TWICE');
});

it('is nothing that can be sent, answered or revised before it is drafted', () => {
  for (const type of ['send-quote', 'accept-quote', 'reject-quote', 'expire-quote'] as const) given(quote).when(type, q).thenRejected('QUOTE_NOT_FOUND');
  given(quote).when('revise-quote', { ...q, ...terms }).thenRejected('QUOTE_NOT_FOUND');
});

it('stays the same version while it is a draft, and comes to the next once it was sent', () => {
  given(quote, drafted).when('revise-quote', { ...q, ...dearer }).then(revised(1));
  given(quote, drafted, sent()).when('revise-quote', { ...q, ...dearer }).then(revised(2));
  given(quote, drafted, sent(), rejected).when('revise-quote', { ...q, ...dearer }).then(revised(2));
  given(quote, drafted).when('revise-quote', { ...q, ...terms }).thenNothing();
  given(quote, drafted, sent(), accepted).when('revise-quote', { ...q, ...dearer }).thenRejected('QUOTE_ACCEPTED');
});

it('is sent once, with lines, and not after its last day', () => {
  given(quote, drafted).when('send-quote', { ...q, channel: 'email' }).then({ type: 'sales.quote-sent', data: { ...q, version: 1, channel: 'email' } });
  given(quote, drafted, sent()).when('send-quote', q).thenNothing();
  given(quote, drafted, sent(), rejected).when('send-quote', q).thenRejected('QUOTE_NOT_DRAFT');
  given(quote, drafted).when('send-quote', q, tooLate).thenRejected('QUOTE_ALREADY_OVER');
  given(quote, { type: 'sales.quote-drafted', data: { ...q, version: 1, ...priced({ ...terms, lines: [] }) } }).when('send-quote', q).thenRejected('QUOTE_EMPTY');
});

it('is accepted up to the last moment of its last day, where it is valid', () => {
  given(quote, drafted, sent()).when('accept-quote', q, lastMoment).then(accepted);
  given(quote, drafted, sent()).when('accept-quote', q, tooLate).thenRejected('QUOTE_EXPIRED');
  given(quote, drafted, sent(), expired).when('accept-quote', q, lastMoment).thenRejected('QUOTE_EXPIRED');
  given(quote, drafted, sent(), accepted).when('accept-quote', q, tooLate).thenNothing();
});

it('is answered only in the version the customer has', () => {
  given(quote, drafted).when('accept-quote', q).thenRejected('QUOTE_NOT_SENT');
  given(quote, drafted, sent(), revised(2)).when('accept-quote', { ...q, version: 1 }).thenRejected('QUOTE_VERSION_OUTDATED');
  given(quote, drafted, sent(), revised(2), sent(2)).when('accept-quote', { ...q, version: 2 }).then({ type: 'sales.quote-accepted', data: { ...q, version: 2 } });
});

it('is rejected or withdrawn once', () => {
  given(quote, drafted, sent()).when('reject-quote', { ...q, reason: 'price' }).then(rejected);
  given(quote, drafted, sent(), rejected).when('reject-quote', { ...q, reason: 'price' }).thenNothing();
  given(quote, drafted, sent()).when('withdraw-quote', { ...q, reason: 'sold out' }).then({ type: 'sales.quote-withdrawn', data: { ...q, version: 1, reason: 'sold out' } });
  given(quote, drafted, sent(), accepted).when('withdraw-quote', { ...q, reason: 'sold out' }).thenRejected('QUOTE_NOT_SENT');
});

it('is withdrawn before it is sent too, also in place of the version the customer has', () => {
  const withdrawn = (version: number): QuoteEvent => ({ type: 'sales.quote-withdrawn', data: { ...q, version, reason: 'sold out' } });
  given(quote, drafted).when('withdraw-quote', { ...q, reason: 'sold out' }).then(withdrawn(1));
  given(quote, drafted, withdrawn(1)).when('withdraw-quote', { ...q, reason: 'sold out' }).thenNothing();
  given(quote, drafted, sent(), revised(2)).when('withdraw-quote', { ...q, reason: 'sold out' }).then(withdrawn(2));
});

it('may be offered again as it was, when it was turned down', () => {
  const again: QuoteEvent = { type: 'sales.quote-revised', data: { ...q, version: 2, ...priced(terms) } };
  given(quote, drafted, sent(), rejected).when('revise-quote', { ...q, ...terms }).then(again);
  given(quote, drafted, sent(), rejected, again).when('revise-quote', { ...q, ...terms }).thenNothing();
  given(quote, drafted, sent()).when('revise-quote', { ...q, ...terms }).thenNothing();
});

it('expires when its last day is over, and only while nobody has answered', () => {
  given(quote, drafted, sent()).when('expire-quote', q, tooLate).then(expired);
  given(quote, drafted, sent()).when('expire-quote', q, lastMoment).thenNothing();
  given(quote, drafted, sent(), accepted).when('expire-quote', q, tooLate).thenNothing();
  given(quote, drafted).when('expire-quote', q, tooLate).thenNothing();
});
