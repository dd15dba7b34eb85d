// Real: 6,919 purchases of a music shop (CDNOW, public by Fader and Hardie), 7,043 subscribers (IBM, Apache-2.0), the converters, and the
// whole product in this process over SQLite files, spoken to over HTTP only. The figures are those of the publishers and of the
// survival analysis of others, counted once more from the raw files.
import { existsSync } from 'node:fs';
import path from 'node:path';
import { cdnow } from '../../examples/cdnow';
import type { CloudEvent } from '../../examples/cloud-events';
import { telco } from '../../examples/telco';
import { Product } from './product';

const VARIABLE = 'THROUGHLINE_DATASETS';
const folder = process.env[VARIABLE] ?? '';
const [purchases, subscribers] = [path.join(folder, 'cdnow/CDNOW_sample.txt'), path.join(folder, 'telco/Telco-Customer-Churn.csv')];
const isThere = folder !== '' && existsSync(purchases) && existsSync(subscribers);
if (!isThere) process.stderr.write(`Skipped: the real sales need ${VARIABLE}, a folder that holds cdnow/CDNOW_sample.txt and telco/Telco-Customer-Churn.csv.\n`);

const MINUTES = 60_000;

(isThere ? describe : describe.skip)(`real sales (${VARIABLE})`, () => {
  let product: Product;
  let sold: readonly CloudEvent[];
  let subscribed: readonly CloudEvent[];

  async function imported(events: readonly CloudEvent[]): Promise<void> {
    const { body } = await product.import(events.map((event) => JSON.stringify(event)));
    expect(body).toEqual({ done: true, lines: events.length, recorded: events.length, repeated: 0, quarantined: 0 });
  }

  beforeAll(async () => {
    [sold, subscribed] = [await all(cdnow(purchases)), await all(telco(subscribers))];
    product = await Product.start();
    await imported(sold);
    await imported(subscribed);
    await product.settled();
  }, 5 * MINUTES);
  afterAll(() => product?.end());

  it('counts purchases and customers as their publisher does, and those of one day once', async () => {
    expect((await product.get('/sales/purchases/report')).body).toEqual({
      customers: 2_357,
      repeatCustomers: 1_139,
      purchases: 6_919,
      cancelled: 0,
      withoutCustomer: 0,
      purchaseDays: 6_696,
      units: '16479',
      sold: { USD: '244091.94' },
      returned: {},
      firstDay: '1997-01-01',
      lastDay: '1998-06-30',
    });
  });

  it('comes to the same per customer: value, products and orders', async () => {
    const { body } = await product.get('/sales/customers/user:cdnow-00004/value');
    const [first, last] = [Date.UTC(1997, 0, 1), Date.UTC(1997, 11, 12)];
    expect(body).toEqual({ value: { USD: { placed: '100.5', cancelled: '0', returned: '0', net: '100.5', orders: 4, cancelledOrders: 0, firstOrder: first, lastOrder: last } } });
    expect((await product.get('/sales/customers/user:cdnow-00004/products')).body.products).toEqual([{ productId: null, product: 'CD', bought: { quantity: '7', net: { USD: '100.5' }, times: 4, first, last }, returned: null, offered: null }]);
    expect((await product.get('/sales/orders?customer=user:cdnow-00004')).body.orders.map(({ placedAt }: { placedAt: number }) => new Date(placedAt).toISOString().slice(0, 10))).toEqual(['1997-12-12', '1997-08-02', '1997-01-18', '1997-01-01']);
  });

  it('shows each of 7,043 subscribers from the beginning to the end of his contract', async () => {
    const subjects = [...new Set(subscribed.map(({ subject }) => subject ?? ''))];
    const seen = { customers: 0, ended: 0, continued: 0, uncharged: 0 };
    for (let from = 0; from < subjects.length; from += 100)
      for (const { body } of await Promise.all(subjects.slice(from, from + 100).map((subject) => product.get(`/customers/${encodeURIComponent(subject)}/timeline`)))) {
        const types = body.entries.map(({ type }: { type: string }) => type.replace('telco.subscription-', ''));
        if (types.length === 2 && types.includes('started')) seen.customers += 1;
        if (types.includes('ended')) seen.ended += 1;
        if (types.includes('continued')) seen.continued += 1;
        if (body.entries.some(({ data }: { data: { tenureMonths?: number; totalCharges?: unknown } }) => data.tenureMonths === 0 && data.totalCharges === undefined)) seen.uncharged += 1;
      }
    expect(seen).toEqual({ customers: 7_043, ended: 1_869, continued: 5_174, uncharged: 11 });
  }, 5 * MINUTES);

  it('keeps how long each has lasted: survival comes to what others computed', () => {
    const ends = subscribed.filter(({ type }) => type !== 'telco.subscription-started').map(({ type, data }) => ({ months: Number(data['tenureMonths']), left: type.endsWith('ended') }));
    expect([1, 12, 24, 72].map((month) => survival(ends, month).toFixed(6))).toEqual(['0.945961', '0.843200', '0.788736', '0.592790']);
  });

  it('records nothing twice when the file comes again', async () => {
    expect((await product.import(sold.map((event) => JSON.stringify(event)))).body).toMatchObject({ done: true, recorded: 0, repeated: 6_919 });
  }, 5 * MINUTES);
});

async function all(events: AsyncIterable<CloudEvent>): Promise<readonly CloudEvent[]> {
  const found: CloudEvent[] = [];
  for await (const event of events) found.push(event);
  return found;
}

/** Kaplan and Meier (1958): of those who lasted so long, the part that went on, month by month. */
function survival(ends: readonly { readonly months: number; readonly left: boolean }[], until: number): number {
  let survived = 1;
  for (let month = 1; month <= until; month += 1) {
    const lasted = ends.filter(({ months }) => months >= month).length;
    survived *= 1 - ends.filter(({ months, left }) => left && months === month).length / lasted;
  }
  return survived;
}
