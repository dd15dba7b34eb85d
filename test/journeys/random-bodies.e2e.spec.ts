// Real: the whole product in this process over SQLite files, spoken to over HTTP; bodies are made by chance.
import fc from 'fast-check';
import { Product } from './product';

let product: Product;

beforeAll(async () => {
  product = await Product.start();
});
afterAll(() => product.end());

const COMMANDS = [
  '/marketing/leads', '/marketing/leads/x/qualify', '/marketing/leads/x/disqualify', '/marketing/leads/x/convert',
  '/sales/opportunities', '/sales/opportunities/x/advance', '/sales/opportunities/x/revalue', '/sales/opportunities/x/win', '/sales/opportunities/x/lose', '/sales/opportunities/x/reopen',
  '/service/tickets', '/service/tickets/x/assign', '/service/tickets/x/reply', '/service/tickets/x/note', '/service/tickets/x/resolve', '/service/tickets/x/reopen', '/service/tickets/x/close',
  '/customers/x@example.com/notes', '/customers/links', '/customers/links/x/unlink', '/ops/keys', '/ops/quarantine/x/resubmit', '/ops/quarantine/x/discard', '/ops/projections/timeline/retry', '/ops/projections/nothing/rebuild',
];

const names = fc.constantFrom('customer', 'company', 'type', 'value', 'amount', 'currency', 'stage', 'reason', 'text', 'subject', 'direction', 'score', 'criteria', 'a', 'b', 'kind', 'name', 'event', 'lane', '__proto__', 'constructor', 'toString');
const values = fc.letrec((tie) => ({
  any: fc.oneof({ depthSize: 'small' }, fc.string(), fc.constantFrom('email', 'proposal', 'EUR', '1.00', 'in', 'price', '\u0000', '\ud800', 'x'.repeat(60_000)), fc.integer(), fc.double({ noNaN: true, noDefaultInfinity: true }), fc.boolean(), fc.constant(null), fc.array(tie('any'), { maxLength: 4 }), fc.dictionary(names, tie('any'), { maxKeys: 6 })),
})).any;
const bodies = fc.oneof({ weight: 5, arbitrary: fc.dictionary(names, values, { maxKeys: 8 }) }, { weight: 1, arbitrary: values });

it.each(COMMANDS)('whatever is sent to %s is answered, never with a 500', async (route) => {
  const run = async (body: unknown): Promise<void> => {
    const answer = await product.post(route, JSON.stringify(body));
    if (answer.status >= 500 || (answer.status >= 400 && typeof answer.body?.code !== 'string')) throw new Error(`${answer.status} ${answer.text}`);
  };
  await fc.assert(fc.asyncProperty(bodies, run), { numRuns: 120 });
  expect((await product.post(route, '{"cut')).status).toBe(400);
}, 60_000);

it('whatever comes as an event is recorded or quarantined, never a 500', async () => {
  const event = fc.record({ specversion: fc.constantFrom('1.0', '0.3'), id: fc.string(), source: fc.string(), type: fc.oneof(fc.string(), fc.constantFrom('sales.opportunity-won', 'shop.x', 'identity.nodes-linked', 'customer.note-written', 'page')), subject: fc.oneof(fc.string(), fc.constant('email:x@example.com')), time: fc.oneof(fc.string(), fc.constant('2026-01-01T00:00:00Z')), data: values }, { requiredKeys: [] });
  await fc.assert(
    fc.asyncProperty(fc.array(fc.oneof(event, values), { maxLength: 8 }), async (events) => {
      const answer = await product.events(events);
      if (![200, 202].includes(answer.status) || answer.body.events.length !== events.length) throw new Error(`${answer.status} ${answer.text}`);
    }),
    { numRuns: 150 },
  );
  await product.settled();
  const { body } = await product.get('/ops/projections');
  expect(body.projections.filter(({ parked, trouble }: { parked: number; trouble: unknown }) => parked > 0 || trouble !== null)).toEqual([]);
}, 60_000);
