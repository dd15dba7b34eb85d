// Real: the whole product in this process over SQLite files, spoken to over HTTP.
import { Product, shopEvent } from './product';

let product: Product;

beforeAll(async () => {
  product = await Product.start();
});
afterAll(() => product.end());

const DEPTH = 200_000;
const deep = '['.repeat(DEPTH) + ']'.repeat(DEPTH);

describe('a body nested without end', () => {
  it.each(['/sales/opportunities', '/service/tickets', '/customers/links', '/ops/quarantine/x/resubmit'])('is refused by %s', async (route) => {
    for (const body of [deep, `{"stage":${deep}}`, `{"customer":{"type":"email","value":${deep}}}`, `{"event":${deep}}`, `{"$sealed":1,"a":${deep}}`, '{"a":'.repeat(DEPTH) + '1' + '}'.repeat(DEPTH)])
      expect(await product.post(route, body)).toMatchObject({ status: 400, body: { code: expect.any(String) } });
  });

  it('costs only itself among events', async () => {
    const answer = await product.ask('POST', '/events', { key: product.keys.source, headers: { 'content-type': 'application/cloudevents-batch+json' }, body: `[${JSON.stringify(shopEvent('deep-1'))},{"data":${deep}},${JSON.stringify(shopEvent('deep-2'))}]` });
    expect(answer.status).toBe(202);
    expect(answer.body.events).toMatchObject([{ status: 'recorded' }, { status: 'quarantined', code: 'TOO_DEEP' }, { status: 'recorded' }]);
    const one = await product.ask('POST', '/events', { key: product.keys.source, headers: { 'content-type': 'application/cloudevents+json' }, body: deep });
    const reserved = await product.ask('POST', '/events', { key: product.keys.source, headers: { 'content-type': 'application/cloudevents+json' }, body: `{"$sealed":1,"data":${deep}}` });
    expect(reserved).toMatchObject({ status: 202, body: { events: [{ status: 'quarantined', code: 'RESERVED_MEMBER' }] } });
    expect(one).toMatchObject({ status: 202, body: { events: [{ status: 'quarantined', code: 'NOT_AN_OBJECT' }] } });
  });

  it('costs only its line in a file', async () => {
    const answer = await product.import([JSON.stringify(shopEvent('deep-3')), `{"data":${deep}}`, JSON.stringify(shopEvent('deep-4'))]);
    expect(answer.body).toEqual({ done: true, lines: 3, recorded: 2, repeated: 0, quarantined: 1 });
    await product.settled();
  });
});
