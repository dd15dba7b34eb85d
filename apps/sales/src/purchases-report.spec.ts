// Real: the report. Purchases are made by hand, in the order a shelf gives them.
import { purchasesReport, type Purchase } from './purchases-report';

const usd = (amount: string) => ({ amount, currency: 'USD' });
const bought = (customerNode: string | null, day: string, more: Partial<Purchase> = {}): Purchase => ({
  status: 'placed', net: usd('10.01'), returns: [], lines: [{ lineId: '1', product: 'CD', quantity: '2', net: usd('10.01') }], placedAt: Date.parse(`${day}T12:00:00Z`), customerNode, companyNode: null, ...more,
});
const alone = async (node: string): Promise<readonly string[]> => [node];
async function* each(...purchases: readonly Purchase[]): AsyncGenerator<Purchase> {
  yield* purchases;
}

it('counts customers, purchases, and those of one day once', async () => {
  const report = await purchasesReport(
    each(bought('a', '1997-01-01'), bought('a', '1997-01-01'), bought('a', '1997-01-02'), bought('b', '1997-06-30'), bought('b', '1997-06-30'), bought(null, '1997-02-01', { companyNode: 'company:x' }), bought(null, '1997-02-01')),
    alone,
  );
  expect(report).toEqual({ customers: 3, repeatCustomers: 1, purchases: 7, cancelled: 0, withoutCustomer: 1, purchaseDays: 4, units: '14', sold: { USD: '70.07' }, returned: {}, firstDay: '1997-01-01', lastDay: '1997-06-30' });
});

it('leaves out what was cancelled, and says what came back', async () => {
  const report = await purchasesReport(each(bought('a', '1997-01-01', { returns: [{ returnId: null, lines: [], net: usd('1'), reason: null, at: 0 }] }), bought('b', '1997-01-01', { status: 'cancelled' })), alone);
  expect(report).toMatchObject({ customers: 1, purchases: 1, cancelled: 1, sold: { USD: '10.01' }, returned: { USD: '1' } });
});

it('takes several nodes of a customer for one', async () => {
  const nodesOf = async (node: string): Promise<readonly string[]> => (node === 'b' ? ['b'] : ['c', 'a']);
  expect(await purchasesReport(each(bought('a', '1997-01-01'), bought('b', '1997-01-01'), bought('c', '1997-01-01'), bought('c', '1997-01-03')), nodesOf)).toMatchObject({ customers: 2, repeatCustomers: 1, purchases: 4, purchaseDays: 3 });
});

it('is empty where nobody bought anything', async () => expect(await purchasesReport(each(), alone)).toMatchObject({ customers: 0, purchases: 0, purchaseDays: 0, sold: {}, firstDay: null }));
