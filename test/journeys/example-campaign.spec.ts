// Real: the converter of a bank's campaign, the made-up file in examples/samples, and the catalogue that an import is checked against.
import { catalogue } from '@throughline/contracts';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { readCloudEvent } from '../../apps/intake/src/cloud-event';
import { bankCampaign } from '../../examples/bank-campaign';
import type { CloudEvent } from '../../examples/cloud-events';

const sample = path.resolve(__dirname, '../../examples/samples/bank-campaign.csv');
const folder = mkdtempSync(path.join(os.tmpdir(), 'throughline-campaign-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** As the door of the import sees them: through JSON, each one readable and valid. */
async function received(file: string): Promise<readonly CloudEvent[]> {
  const found: CloudEvent[] = [];
  for await (const event of bankCampaign(file)) found.push(JSON.parse(JSON.stringify(event)) as CloudEvent);
  expect(found.map(({ type, data }) => catalogue.validate(type, data)).filter((fault) => fault !== null)).toEqual([]);
  expect(found.map((event) => readCloudEvent(event)).filter((read) => 'code' in read)).toEqual([]);
  expect(new Set(found.map(({ id }) => id)).size).toBe(found.length);
  return found;
}

function changed(from: string | RegExp, to: string): string {
  const file = path.join(folder, 'bank.csv');
  writeFileSync(file, readFileSync(sample, 'utf8').replace(from, to));
  return file;
}

it('gives both campaigns first, then each client with what was known, his calls and his answers', async () => {
  const events = await received(sample);
  expect(events.slice(0, 4).map(({ id }) => id)).toEqual(['term-deposit-before-planned', 'term-deposit-before-launched', 'term-deposit-planned', 'term-deposit-launched']);
  expect(events.filter(({ id }) => id.startsWith('bank-2')).map(({ id }) => id)).toEqual([
    'bank-2', 'bank-2-term-deposit-before-call-1', 'bank-2-term-deposit-before-call-2', 'bank-2-term-deposit-before-answer', 'bank-2-term-deposit-call-1', 'bank-2-term-deposit-answer',
  ]);
  expect(events.find(({ id }) => id === 'bank-2-term-deposit-before-answer')).toEqual({
    specversion: '1.0',
    id: 'bank-2-term-deposit-before-answer',
    source: '/examples/bank-campaign',
    type: 'marketing.touch-replied',
    time: '2010-03-03T12:00:00.000Z',
    timeassumed: 'true',
    data: { campaignId: 'term-deposit-before', customer: { type: 'user', value: 'bank-2' }, channel: 'phone', outcome: 'positive' },
  });
  expect(events.filter(({ type }) => type === 'marketing.touch-sent')).toHaveLength(7 + 7);
  expect(events.every(({ timeassumed }) => timeassumed === 'true')).toBe(true);
});

it('takes the file as its publisher writes it, too', async () => {
  const asPublished = readFileSync(sample, 'utf8').replaceAll(',', ';').replace(/^.*$/m, (header) => header.toLowerCase().replace('subscribed', 'y'));
  writeFileSync(path.join(folder, 'published.csv'), asPublished);
  const withoutRows = (events: readonly CloudEvent[]) => events.filter(({ type }) => type !== 'bank.client-imported');
  expect(withoutRows(await received(path.join(folder, 'published.csv')))).toEqual(withoutRows(await received(sample)));
});

it.each([
  ['a missing column', /Poutcome/, 'Result', 'bank.csv has no column "poutcome"'],
  ['an unknown outcome', /success/, 'splendid', 'bank.csv, line 3: the earlier outcome "splendid" is not known'],
  ['an answer that is none', /,yes/, ',perhaps', 'bank.csv, line 3: whether the client said yes is neither "yes" nor "no"'],
  ['a day that does not exist', /12,mar/, '30,feb', 'bank.csv, line 2: "30 feb" is no day'],
  ['a number that is none', /420,1,/, '420,one,', 'bank.csv, line 3: campaign is not a number of at most four digits'],
])('names file and line of %s', async (_what, from, to, sentence) => {
  await expect(received(changed(from, to))).rejects.toThrow(sentence);
});
