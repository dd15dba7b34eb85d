// Pure: what an offer waits for.
import type { QuoteTerms } from '@throughline/contracts';
import type { StoredEvent } from '@throughline/kernel';
import { quoteExpiryProcess as expiry } from './quote-expiry.process';
import { quoteTotals } from './quote-totals.rules';

const terms: QuoteTerms = { currency: 'EUR', lines: [{ lineId: '1', product: 'Pump', quantity: '2', unitPrice: '10', taxRate: '19' }], validUntil: '2026-03-28', zone: 'Europe/Berlin' };
const event = (type: string, data: object) => ({ type: `sales.quote-${type}`, data: { quoteId: 'q', version: 1, ...data } }) as unknown as StoredEvent;
const drafted = (more: Partial<QuoteTerms> = {}) => event('drafted', { ...terms, ...more, ...quoteTotals({ ...terms, ...more }) });
const timersAfter = (...events: readonly StoredEvent[]) => expiry.timers(events.reduce(expiry.evolve, expiry.initial));

it('waits for the end of the last day where it is valid, once the customer has it', () => {
  expect(timersAfter(drafted())).toEqual([]);
  expect(timersAfter(drafted(), event('sent', {}))).toEqual([{ name: 'expiry', due: '2026-03-28T23:00:00.000Z' }]);
});

it('counts a day of summer time as long as it is', () => {
  expect(timersAfter(drafted({ validUntil: '2026-03-29' }), event('sent', {}))).toEqual([{ name: 'expiry', due: '2026-03-29T22:00:00.000Z' }]);
});

it('waits for nothing any more when it is answered or revised, or has no last day', () => {
  expect(timersAfter(drafted(), event('sent', {}), event('accepted', {}))).toEqual([]);
  expect(timersAfter(drafted(), event('sent', {}), event('revised', { ...terms, ...quoteTotals(terms), version: 2 }))).toEqual([]);
  const { validUntil: _validUntil, ...endless } = terms;
  expect(timersAfter(event('drafted', { ...endless, ...quoteTotals(endless) }), event('sent', {}))).toEqual([]);
});

it('asks the quote to expire', () => {
  const state = [drafted(), event('sent', {})].reduce(expiry.evolve, expiry.initial);
  expect(expiry.fire(state, { name: 'expiry', due: '2026-03-28T23:00:00.000Z' })).toEqual({ stream: 'quote-q', command: { type: 'expire-quote', data: { quoteId: 'q' } } });
});
