// Real: the converters of purchases and subscribers, the made-up files in examples/samples, and the catalogue that an import is checked against.
import { catalogue } from '@throughline/contracts';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { readCloudEvent } from '../../apps/intake/src/cloud-event';
import { cdnow } from '../../examples/cdnow';
import type { CloudEvent } from '../../examples/cloud-events';
import { telco } from '../../examples/telco';

const samples = path.resolve(__dirname, '../../examples/samples');
const [purchases, subscribers] = [path.join(samples, 'purchases.txt'), path.join(samples, 'subscribers.csv')];
const folder = mkdtempSync(path.join(os.tmpdir(), 'throughline-sales-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** As the door of the import sees them: through JSON, each one readable and valid. */
async function received(events: AsyncIterable<CloudEvent>): Promise<readonly CloudEvent[]> {
  const found: CloudEvent[] = [];
  for await (const event of events) found.push(JSON.parse(JSON.stringify(event)) as CloudEvent);
  expect(found.map(({ type, data }) => catalogue.validate(type, data)).filter((fault) => fault !== null)).toEqual([]);
  expect(found.map((event) => readCloudEvent(event)).filter((read) => 'code' in read)).toEqual([]);
  expect(new Set(found.map(({ id }) => id)).size).toBe(found.length);
  return found;
}

function changed(sample: string, from: string | RegExp, to: string): string {
  const file = path.join(folder, path.basename(sample));
  writeFileSync(file, readFileSync(sample, 'utf8').replace(from, to));
  return file;
}

describe('purchases', () => {
  it('become orders, each its own, also two of one day', async () => {
    const events = await received(cdnow(purchases));
    expect(events.map(({ id, time }) => [id, time])).toEqual([
      ['90001-1', '2025-01-03T00:00:00.000Z'], ['90001-2', '2025-01-03T00:00:00.000Z'], ['90001-3', '2025-08-12T00:00:00.000Z'], ['90002-1', '2025-02-28T00:00:00.000Z'],
    ]);
    expect(events[0]?.data).toEqual({
      orderId: 'cdnow-90001-1',
      customer: { type: 'user', value: 'cdnow-90001' },
      lines: [{ lineId: '1', product: 'CD', quantity: '2', net: { amount: '29.33', currency: 'USD' } }],
      net: { amount: '29.33', currency: 'USD' },
      channel: 'web',
    });
  });

  it.each([
    ['a day that does not exist', '20250812', '20250231'],
    ['a quantity that is none', '  1    0.00', '  x    0.00'],
    ['a column too few', '  1    0.00', '       0.00'],
  ])('names file and line of %s', async (_what, from, to) => {
    await expect(received(cdnow(changed(purchases, from, to)))).rejects.toThrow('purchases.txt, line 3: is no purchase');
  });
});

describe('subscribers', () => {
  it('started so many months ago, and ended or went on', async () => {
    const events = await received(telco(subscribers));
    expect(events.map(({ subject, type, time }) => [subject, type.replace('telco.subscription-', ''), time])).toEqual([
      ['user:telco-0001-SIMUL', 'started', '2017-12-01T00:00:00.000Z'],
      ['user:telco-0001-SIMUL', 'ended', '2018-01-01T00:00:00.000Z'],
      ['user:telco-0002-SIMUL', 'started', '2015-03-01T00:00:00.000Z'],
      ['user:telco-0002-SIMUL', 'continued', '2018-01-01T00:00:00.000Z'],
      ['user:telco-0003-SIMUL', 'started', '2018-01-01T00:00:00.000Z'],
      ['user:telco-0003-SIMUL', 'continued', '2018-01-01T00:00:00.000Z'],
    ]);
    expect(events[3]?.data).toEqual({ subscriptionId: '0002-SIMUL', tenureMonths: 34, totalCharges: { amount: '1889.5', currency: 'USD' } });
    expect(events[5]?.data).toEqual({ subscriptionId: '0003-SIMUL', tenureMonths: 0 });
    expect(events[2]?.data).toMatchObject({ Contract: 'One year', MonthlyCharges: '56.95', InternetService: 'DSL' });
  });

  it.each([
    ['a missing column', 'Churn', 'Left', 'subscribers.csv has no column "Churn"'],
    ['an end that is none', ',Yes\n', ',Perhaps\n', 'subscribers.csv, line 2: Churn is neither Yes nor No'],
    ['months that are none', ',34,', ',many,', 'subscribers.csv, line 3: tenure is no number of months'],
    ['charges that are none', '1889.5', 'much', 'subscribers.csv, line 3: TotalCharges is no amount'],
    ['a row without an id', '0003-SIMUL', '', 'subscribers.csv, line 4: the subscriber has no id'],
  ])('name file and line of %s', async (_what, from, to, sentence) => {
    await expect(received(telco(changed(subscribers, from, to)))).rejects.toThrow(sentence);
  });
});
