// Real: the telephone campaign of a bank (4,521 clients; UCI, CC BY 4.0), the converter, and the whole product in this process over
// SQLite files, spoken to over HTTP only. The figures are those of its publisher, counted once more from the raw file.
import { existsSync } from 'node:fs';
import path from 'node:path';
import { bankCampaign, CAMPAIGN, EARLIER_CAMPAIGN } from '../../examples/bank-campaign';
import { Product } from './product';

const VARIABLE = 'THROUGHLINE_DATASETS';
const file = path.join(process.env[VARIABLE] ?? '', 'campaign/bank.csv');
const isThere = process.env[VARIABLE] !== undefined && existsSync(file);
if (!isThere) process.stderr.write(`Skipped: the real campaign needs ${VARIABLE}, a folder that holds campaign/bank.csv.\n`);

const MINUTES = 60_000;

(isThere ? describe : describe.skip)(`a real campaign (${VARIABLE})`, () => {
  let product: Product;
  const lines: string[] = [];

  beforeAll(async () => {
    for await (const event of bankCampaign(file)) lines.push(JSON.stringify(event));
    product = await Product.start();
    const { body } = await product.import(lines);
    expect(body).toMatchObject({ done: true, lines: lines.length, recorded: lines.length, quarantined: 0 });
    await product.settled();
  }, 5 * MINUTES);
  afterAll(() => product?.end());

  it('comes to what its publisher says', async () => {
    const { body } = await product.get(`/marketing/campaigns/${CAMPAIGN}/result?earlier=${EARLIER_CAMPAIGN}`);
    expect(body).toMatchObject({
      reached: 4_521,
      people: { sent: 4_521, replied: 4_521, opened: 0 },
      events: { sent: 12_630, replied: 4_521 },
      outcomes: { positive: 521, neutral: 0, negative: 4_000 },
      conversions: 521,
      rates: { conversions: 0.1152, replied: 1 },
    });
    expect(body.byEarlierOutcome.positive).toEqual({ people: 129, conversions: 83 });
    expect(Object.values<{ people: number }>(body.byEarlierOutcome).reduce((sum, { people }) => sum + people, 0)).toBe(4_521);
  });

  it('knows the campaign before it', async () => {
    const { body } = await product.get(`/marketing/campaigns/${EARLIER_CAMPAIGN}/result`);
    expect(body).toMatchObject({ reached: 816, outcomes: { positive: 129, negative: 490, neutral: 197 }, events: { sent: 2_453 } });
  });

  it('shows a client with every call', async () => {
    const { body } = await product.get('/marketing/customers/user:bank-2/campaigns');
    expect(body.campaigns.map(({ campaignId, sent, outcome }: Record<string, unknown>) => [campaignId, sent, outcome])).toEqual([[CAMPAIGN, 1, 'negative'], [EARLIER_CAMPAIGN, 4, 'negative']]);
    const timeline = await product.get('/customers/user:bank-2/timeline');
    expect(timeline.body.entries).toHaveLength(8);
  });

  it('lists who said yes, page by page, each once', async () => {
    const found: string[] = [];
    let after: string | null = '';
    while (after !== null) {
      const { body } = await product.get(`/marketing/campaigns/${CAMPAIGN}/people?outcome=positive&limit=200${after === '' ? '' : `&after=${encodeURIComponent(after)}`}`);
      found.push(...body.people.map(({ node }: { node: string }) => node));
      after = body.after;
    }
    expect([found.length, new Set(found).size]).toEqual([521, 521]);
  });

  it('records nothing twice when the file comes again', async () => {
    const { body } = await product.import(lines.slice(0, 2_000));
    expect(body).toMatchObject({ done: true, recorded: 0, repeated: 2_000 });
  }, MINUTES);
});
