// Real: the whole product in this process over SQLite files; bodies are made by chance from its own documentation. Commands skip the socket.
import fc from 'fast-check';
import { commandRoutes, junk, tryBodies } from '../models/bodies';
import { Product } from './product';

/** For each command; `npm run bodies` tries ten thousand. */
const BODIES = 40;

let product: Product;

beforeAll(async () => {
  product = await Product.start();
});
afterAll(() => product.end());

it(`answers ${BODIES} bodies of every command, never with a 500, and names the field`, async () => {
  const { body } = await product.get('/docs-json');
  const commands = commandRoutes(body);
  expect(commands.length).toBeGreaterThan(30);
  for (const command of commands) await tryBodies(product, command, BODIES);
}, 120_000);

it('refuses a body that is cut off', async () => {
  const { body } = await product.get('/docs-json');
  for (const { method, route } of commandRoutes(body).filter(({ schema }) => schema !== null)) expect([route, (await product.inject(method, route, '{"cut')).status]).toEqual([route, 400]);
}, 60_000);

it('records or quarantines whatever comes as an event, never with a 500', async () => {
  const event = fc.record({ specversion: fc.constantFrom('1.0', '0.3'), id: fc.string(), source: fc.string(), type: fc.oneof(fc.string(), fc.constantFrom('sales.opportunity-won', 'shop.x', 'identity.nodes-linked', 'customer.note-written', 'page')), subject: fc.oneof(fc.string(), fc.constant('email:x@example.com')), time: fc.oneof(fc.string(), fc.constant('2026-01-01T00:00:00Z')), data: junk }, { requiredKeys: [] });
  await fc.assert(
    fc.asyncProperty(fc.array(fc.oneof(event, junk), { maxLength: 8 }), async (events) => {
      const answer = await product.events(events);
      if (![200, 202].includes(answer.status) || answer.body.events.length !== events.length) throw new Error(`${answer.status} ${answer.text}`);
    }),
    { numRuns: 150 },
  );
}, 60_000);

it('leaves nothing behind that a view cannot fold', async () => {
  await product.settled();
  const { body } = await product.get('/ops/projections');
  expect(body.projections.filter(({ parked, trouble }: { parked: number; trouble: unknown }) => parked > 0 || trouble !== null)).toEqual([]);
}, 60_000);
