// Real: the whole product in this process over SQLite files, spoken to over HTTP.
import { Product } from './product';

let product: Product;

beforeAll(async () => {
  product = await Product.start();
});
afterAll(() => product.end());

const euros = (amount: string) => ({ amount, currency: 'EUR' });
const customer = { type: 'email', value: 'simulated@example.com' };

describe('keys', () => {
  it('are needed everywhere but where nothing is told', async () => {
    const { body } = await product.get('/docs-json', { key: null });
    for (const [route, methods] of Object.entries(body.paths as Record<string, Record<string, unknown>>)) {
      for (const method of Object.keys(methods)) {
        const { status } = await product.ask(method.toUpperCase(), route.replace(/\{\w+\}/g, 'x'), { key: null });
        const isOpen = route === '/' || route.startsWith('/page/') || route.startsWith('/health');
        expect([method, route, status === 401]).toEqual([method, route, !isOpen]);
      }
    }
  });

  it('of a source write and never read or command', async () => {
    for (const [method, route] of [['GET', '/customers/simulated@example.com'], ['GET', '/customers/simulated@example.com/timeline'], ['GET', '/ops/quarantine'], ['GET', '/metrics'], ['POST', '/sales/opportunities'], ['POST', '/ops/keys']] as const)
      expect(await product.ask(method, route, { key: product.keys.source, ...(method === 'POST' ? { body: {} } : {}) })).toMatchObject({ status: 403, body: { code: 'NOT_ALLOWED' } });
  });

  it('can be made, changed and disabled, and are shown once', async () => {
    const made = await product.post('/ops/keys', { kind: 'source', name: 'a shop' });
    expect(made.body).toMatchObject({ kind: 'source', key: expect.stringMatching(/^tl_source_/) });
    const rotated = await product.post(`/ops/keys/${made.body.keyId}/rotate`);
    expect(rotated.body.source).toBe(made.body.source);
    const list = await product.get('/ops/keys');
    expect(list.body.keys.map(({ keyId }: { keyId: string }) => keyId)).toEqual(expect.arrayContaining([made.body.keyId, rotated.body.keyId]));
    expect(list.text).not.toContain(made.body.key);
    expect((await product.ask('DELETE', `/ops/keys/${made.body.keyId}`)).status).toBe(204);
    expect((await product.events([], made.body.key)).body.code).toBe('KEY_UNKNOWN');
    expect((await product.events([], rotated.body.key)).status).toBe(200);
  });
});

describe('a command', () => {
  it('creates, answers with the revision, and goes on', async () => {
    const opened = await product.post('/sales/opportunities', { customer, stage: 'proposal', value: euros('100.50') });
    expect(opened).toMatchObject({ status: 201, body: { revision: 0, repeated: false } });
    expect(opened.headers.get('etag')).toBe('"0"');
    const won = await product.post(`/sales/opportunities/${opened.body.id}/win`, { value: euros('99.00') });
    expect(won).toMatchObject({ status: 200, body: { revision: 1, events: [{ type: 'sales.opportunity-won' }] } });
  });

  it('sent again with its key answers as the first did, also after others wrote', async () => {
    const { body } = await product.post('/sales/opportunities', { stage: 'proposal' });
    const route = `/sales/opportunities/${body.id}`;
    const first = await product.post(`${route}/win`, {}, { 'idempotency-key': 'win-it' });
    await product.post(`${route}/reopen`, { stage: 'negotiation' });
    const again = await product.post(`${route}/win`, {}, { 'idempotency-key': 'win-it' });
    expect(again.body).toEqual({ ...first.body, repeated: true });
    expect(await product.post(`${route}/win`, { value: euros('1') }, { 'idempotency-key': 'win-it' })).toMatchObject({ status: 422, body: { code: 'IDEMPOTENCY_KEY_REUSED' } });
  });

  it('that creates is one thing under one key', async () => {
    const twice = await Promise.all([1, 2].map(() => product.post('/service/tickets', { subject: 'a question' }, { 'idempotency-key': 'ask-once' })));
    expect(new Set(twice.map(({ body }) => body.id)).size).toBe(1);
    expect(twice.map(({ body }) => body.repeated).toSorted((a, b) => Number(a) - Number(b))).toEqual([false, true]);
  });

  it('checks what its sender has seen', async () => {
    const { body } = await product.post('/service/tickets', { subject: 'a question' });
    const route = `/service/tickets/${body.id}`;
    expect((await product.post(`${route}/note`, { text: 'seen' }, { 'if-match': '"0"' })).status).toBe(200);
    expect(await product.post(`${route}/note`, { text: 'stale' }, { 'if-match': '"0"' })).toMatchObject({ status: 412, body: { code: 'REVISION_CHANGED', actualRevision: 1 } });
    expect((await product.post(`${route}/note`, { text: 'odd' }, { 'if-match': '0' })).body.code).toBe('IF_MATCH_INVALID');
  });

  it('already fulfilled is no error and no event; a broken rule has a code', async () => {
    const { body } = await product.post('/sales/opportunities', { stage: 'proposal' });
    const route = `/sales/opportunities/${body.id}`;
    expect((await product.post(`${route}/advance`, { stage: 'proposal' })).body).toMatchObject({ revision: 0, events: [] });
    await product.post(`${route}/lose`, { reason: 'price' });
    expect(await product.post(`${route}/win`)).toMatchObject({ status: 409, body: { code: 'OPPORTUNITY_NOT_OPEN' } });
    expect(await product.post('/sales/opportunities/nobody/win')).toMatchObject({ status: 404, body: { code: 'OPPORTUNITY_NOT_FOUND' } });
  });

  it('walks a lead to its opportunity', async () => {
    const { body } = await product.post('/marketing/leads', { customer, firstName: 'Simulated', lastName: 'Person', channel: 'web' });
    const route = `/marketing/leads/${body.id}`;
    expect((await product.post(`${route}/convert`, { opportunityId: 'from-lead' })).body.code).toBe('LEAD_NOT_QUALIFIED');
    expect((await product.ask('PUT', '/marketing/lead-criteria', { body: { criteria: [{ criterionId: 'budget', label: { en: 'Budget', de: 'Budget' }, points: 40 }], threshold: 30 } })).status).toBe(201);
    expect((await product.post(`${route}/qualify`, { answers: [{ criterionId: 'budget', met: true }] })).status).toBe(200);
    expect((await product.post(`${route}/convert`, { opportunityId: 'from-lead' })).body.events).toMatchObject([{ type: 'marketing.lead-converted' }]);
  });

  it('that is wrong says where, without quoting it', async () => {
    const answer = await product.post('/sales/opportunities', { customer: { type: 'EMAIL', value: 7 }, stage: 'no such stage!', value: { amount: 'secret-value', currency: 'euro' }, unknown: 1 });
    expect(answer).toMatchObject({ status: 400, body: { code: 'VALIDATION_FAILED', instance: '/sales/opportunities' } });
    expect(answer.headers.get('content-type')).toContain('application/problem+json');
    expect(answer.body.errors.map(({ path }: { path: string }) => path)).toEqual(expect.arrayContaining(['/customer/type', '/customer/value', '/stage', '/value/amount', '/value/currency', '/unknown']));
    expect(answer.text).not.toContain('secret-value');
  });
});
