// Pure: how events read that are not ours.
import fc from 'fast-check';
import { catalogue } from './catalogue';

it.each([
  ['Order Completed', { order_id: '50314b8e', total: 27.5, currency: 'USD' }, 'Order placed: 50314b8e · $27.50', 'Bestellung aufgegeben: 50314b8e · 27,50 $'],
  ['com.shop.orderCompleted', { orderId: 'B-7' }, 'Order placed: B-7', 'Bestellung aufgegeben: B-7'],
  ['com.shop.order_cancelled', null, 'Order cancelled', 'Bestellung storniert'],
  ['Product Viewed', { properties: { name: 'Monopoly: 3rd Edition' } }, 'Product viewed: Monopoly: 3rd Edition', 'Produkt angesehen: Monopoly: 3rd Edition'],
  ['segment.track', { event: 'Email Bounced' }, 'E-mail bounced', 'E-Mail unzustellbar'],
  ['segment.track', { event: 'Email Marked as Spam' }, 'E-mail reported as spam', 'E-Mail als Spam gemeldet'],
  ['segment.page', { name: 'Home' }, 'Page viewed: Home', 'Seite aufgerufen: Home'],
  ['screen', { name: 'Cart' }, 'Screen viewed: Cart', 'App-Ansicht geöffnet: Cart'],
  ['identify', { traits: { name: 'Jane Doe' } }, 'Customer details received', 'Kundendaten erhalten'],
  ['com.example.invoice-paid', {}, 'Invoice paid', 'Invoice paid'],
  ['com.example.--', {}, 'com.example.--', 'com.example.--'],
  ['constructor', {}, 'Constructor', 'Constructor'],
])('%s with %j', (type, data, en, de) => expect(catalogue.reads(type, data)).toEqual({ en, de }));

it.each([
  ['page', {}, 'web'],
  ['segment.track', { event: 'Email Opened' }, 'email'],
  ['com.example.called', { channel: 'phone' }, 'phone'],
  ['com.example.called', { channel: 'Jane Doe <jane@example.com>' }, undefined],
  ['Order Completed', {}, undefined],
])('%s with %j came by %s', (type, data, channel) => expect(catalogue.channel(type, data)).toBe(channel));

it('anything reads as one short line in both languages', () => {
  fc.assert(
    fc.property(fc.string({ maxLength: 300 }), fc.jsonValue(), (type, data) => {
      const { en, de } = catalogue.reads(`x.${type}`, data);
      for (const line of [en, de]) expect(line.length > 0 && line.length < 800 && !/[\r\n]/.test(line)).toBe(true);
    }),
  );
});
