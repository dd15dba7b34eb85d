// Real: the whole product in this process over SQLite files, spoken to over HTTP.
import { Product, shopEvent } from './product';

let product: Product;

beforeAll(async () => {
  product = await Product.start();
});
afterAll(() => product.end());

const STRUCTURED = { 'content-type': 'application/cloudevents+json' };

describe('POST /events', () => {
  it('takes one event, and knows it again for ever', async () => {
    const send = () => product.ask('POST', '/events', { key: product.keys.source, headers: STRUCTURED, body: shopEvent('one') });
    const first = await send();
    expect(first).toMatchObject({ status: 200, body: { events: [{ status: 'recorded', revision: 0 }] } });
    expect((await send()).body.events).toEqual([{ ...first.body.events[0], status: 'repeated' }]);
  });

  it('keeps the first of two with the same id, and tells sources apart', async () => {
    await product.events([shopEvent('same', { data: { order: 'first' } })]);
    const [other] = (await product.events([shopEvent('same', { data: { order: 'second' } })])).body.events;
    expect(other.status).toBe('repeated');
    const [elsewhere] = (await product.events([shopEvent('same')], product.keys.staff)).body.events;
    expect(elsewhere).toMatchObject({ status: 'recorded' });
    expect(elsewhere.id).not.toBe(other.id);
  });

  it('takes a list in its order; one bad item costs the others nothing', async () => {
    const answer = await product.events([shopEvent('a'), { ...shopEvent('b'), specversion: '0.3' }, shopEvent('c'), shopEvent('a'), 'no event']);
    expect(answer.status).toBe(202);
    expect(answer.body.events.map(({ status, code }: { status: string; code?: string }) => code ?? status)).toEqual(['recorded', 'SPECVERSION_UNKNOWN', 'recorded', 'repeated', 'NOT_AN_OBJECT']);
    const [a, , c] = answer.body.events;
    expect(BigInt(c.position) > BigInt(a.position)).toBe(true);
  });

  it.each([
    ['another format', { headers: { 'content-type': 'application/json' }, body: shopEvent('x') }, 415],
    ['an unknown format', { headers: { 'content-type': 'text/csv' }, body: 'a;b' }, 415],
    ['a list that is none', { headers: { 'content-type': 'application/cloudevents-batch+json' }, body: shopEvent('x') }, 400],
    ['cut JSON', { headers: STRUCTURED, body: '{"specversion":' }, 400],
    ['too many', { headers: { 'content-type': 'application/cloudevents-batch+json' }, body: Array.from({ length: 2_501 }, () => 1) }, 413],
    ['too much', { headers: STRUCTURED, body: JSON.stringify(shopEvent('x', { data: 'x'.repeat(5_000_000) })) }, 413],
  ])('refuses %s', async (_what, ask, status) => {
    const answer = await product.ask('POST', '/events', { key: product.keys.source, ...ask });
    expect([answer.status, typeof answer.body.code]).toEqual([status, 'string']);
  });
});

describe('events of our own types', () => {
  it('join the stream of their thing, and a command goes on from there', async () => {
    const fact = (id: string, type: string, data: object) => ({ specversion: '1.0', id, source: '/crm', type, time: '2026-02-01T10:00:00Z', data: { opportunityId: 'crm-1', ...data } });
    const { body } = await product.events([fact('o', 'sales.opportunity-opened', { stage: 'engaging', customer: { type: 'email', value: 'simulated@example.com' } }), fact('s', 'sales.opportunity-stage-advanced', { stage: 'proposal' })]);
    expect(body.events).toMatchObject([{ status: 'recorded', stream: 'opportunity-crm-1', revision: 0 }, { status: 'recorded', stream: 'opportunity-crm-1', revision: 1 }]);
    expect((await product.post('/sales/opportunities/crm-1/win')).body).toMatchObject({ revision: 2 });
    await product.settled();
    expect((await product.get('/sales/opportunities/crm-1')).body).toMatchObject({ status: 'won', stage: 'proposal', revision: 2 });
  });

  it('that are closed, unknown or do not fit are quarantined', async () => {
    const { body } = await product.events([
      shopEvent('q1', { type: 'identity.nodes-linked', data: {} }),
      shopEvent('q2', { type: 'sales.opportunity-exploded', data: {} }),
      shopEvent('q3', { type: 'sales.opportunity-won', data: { opportunityId: 'crm-2', value: { amount: 12, currency: 'EUR' } } }),
    ]);
    expect(body.events.map(({ code }: { code: string }) => code)).toEqual(['TYPE_CLOSED', 'TYPE_UNKNOWN', 'DATA_INVALID']);
    expect(body.events[2].message).toContain('/data/value/amount');
  });

  it('of an older version say so', async () => {
    const lost = (id: string, more: object) => ({ specversion: '1.0', id, source: '/crm', type: 'sales.opportunity-lost', data: { opportunityId: `crm-${id}`, reason: 'somebody else was cheaper' }, ...more });
    const { body } = await product.events([lost('3', {}), lost('4', { schemaversion: 1 }), lost('5', { schemaversion: 9 })]);
    expect(body.events.map(({ status }: { status: string }) => status)).toEqual(['quarantined', 'recorded', 'quarantined']);
    await product.settled();
    expect((await product.get('/sales/opportunities/crm-4')).body).toMatchObject({ status: 'lost', reason: 'other' });
  });
});

describe('POST /import', () => {
  const lines = Array.from({ length: 2_500 }, (_, i) => JSON.stringify(shopEvent(`line-${i}`, { subject: `email:simulated-${i % 50}@example.com`, time: '2026-01-05T10:00:00Z' })));

  it('applies a file in its order, and repeated doubles nothing', async () => {
    expect((await product.import(lines)).body).toEqual({ done: true, lines: 2_500, recorded: 2_500, repeated: 0, quarantined: 0 });
    expect((await product.import(lines)).body).toEqual({ done: true, lines: 2_500, recorded: 0, repeated: 2_500, quarantined: 0 });
    await product.settled();
    const { body } = await product.get('/customers/simulated-7@example.com/timeline?limit=200');
    // All at the same time: then the order of the file decides, newest first.
    expect(body.entries.map(({ sender }: { sender: { id: string } }) => sender.id)).toEqual(Array.from({ length: 50 }, (_, i) => `line-${(49 - i) * 50 + 7}`));
  });

  it('tells its progress line by line where that is asked for', async () => {
    const answer = await product.ask('POST', '/import', { headers: { 'content-type': 'application/x-ndjson', accept: 'application/x-ndjson' }, body: lines.slice(0, 10).join('\n') });
    expect(JSON.parse(answer.text.trimEnd().split('\n').at(-1) ?? '')).toMatchObject({ done: true, lines: 10 });
  });

  it('quarantines a bad line with its number, and only that', async () => {
    const answer = await product.import([JSON.stringify(shopEvent('good-1')), '{"cut', '', JSON.stringify(shopEvent('good-2'))]);
    expect(answer.body).toMatchObject({ lines: 3, recorded: 2, quarantined: 1 });
    await product.settled();
    const { body } = await product.get('/ops/quarantine');
    expect(body.items[0]).toMatchObject({ door: 'import', code: 'NOT_JSON', line: 2, status: 'waiting' });
  });

  it('refuses what is no stream, and a third one at once', async () => {
    expect((await product.post('/import', [])).status).toBe(415);
    const slow = () => {
      let end: () => void = () => undefined;
      const body = new ReadableStream<Uint8Array>({ start: (controller) => {
        controller.enqueue(Buffer.from('\n'));
        end = () => controller.close();
      } });
      const answer = fetch(`${product.url}/import`, { method: 'POST', body, duplex: 'half', headers: { authorization: `Bearer ${product.keys.source}`, 'content-type': 'application/x-ndjson' } });
      return { answer, end: () => end() };
    };
    const running = [slow(), slow()];
    await new Promise((resolve) => setTimeout(resolve, 200));
    const third = await product.import([]);
    expect([third.status, third.body.code, third.headers.get('retry-after')]).toEqual([429, 'TOO_MANY_IMPORTS', '10']);
    for (const { end } of running) end();
    for (const { answer } of running) expect((await answer).status).toBe(200);
    expect((await product.import([])).status).toBe(200);
  });
});

describe('quarantine', () => {
  const wrong = shopEvent('fixable', { type: 'service.ticket-opened', data: { ticketId: 't-1', priority: 'very' } });
  const waiting = async (code: string) => {
    await product.settled();
    const { body } = await product.get('/ops/quarantine?limit=200');
    return body.items.filter((item: { code: string }) => item.code === code);
  };

  it('shows an item once however often it came, with what it was', async () => {
    const [first] = (await product.events([wrong])).body.events;
    const [second] = (await product.events([wrong])).body.events;
    expect(second.itemId).toBe(first.itemId);
    await product.settled();
    expect(JSON.parse((await product.get(`/ops/quarantine/${first.itemId}`)).body.body)).toEqual(wrong);
  });

  it('takes the corrected event with the source it came from, and refuses one that is still wrong', async () => {
    const [{ itemId }] = (await product.events([wrong])).body.events;
    await product.settled();
    expect(await product.post(`/ops/quarantine/${itemId}/resubmit`)).toMatchObject({ status: 422, body: { code: 'DATA_INVALID' } });
    const right = { ...wrong, data: { ticketId: 't-1', priority: 'high' } };
    const accepted = await product.post(`/ops/quarantine/${itemId}/resubmit`, { event: right });
    expect(accepted).toMatchObject({ status: 200, body: { status: 'recorded', stream: 'ticket-t-1' } });
    expect((await product.events([right])).body.events[0]).toMatchObject({ status: 'repeated', id: accepted.body.id });
    await product.settled();
    expect((await product.get(`/ops/quarantine/${itemId}`)).body).toMatchObject({ status: 'accepted', attempts: 2, eventId: accepted.body.id });
    expect((await product.post(`/ops/quarantine/${itemId}/resubmit`)).body.code).toBe('ITEM_NOT_WAITING');
  });

  it('lets an item go', async () => {
    const [item] = await waiting('SPECVERSION_UNKNOWN');
    expect((await product.post(`/ops/quarantine/${item.itemId}/discard`, { reason: 'a test' })).status).toBe(200);
    expect(await waiting('SPECVERSION_UNKNOWN')).toEqual([]);
    expect((await product.get('/ops/quarantine/nothing')).status).toBe(404);
  });

  it('keeps of what is too large only what it was', async () => {
    const [{ itemId }] = (await product.events([shopEvent('large', { data: { text: 'x'.repeat(600_000) } })])).body.events;
    await product.settled();
    expect((await product.get(`/ops/quarantine/${itemId}`)).body).toMatchObject({ code: 'EVENT_TOO_LARGE', body: null });
    expect((await product.post(`/ops/quarantine/${itemId}/resubmit`)).body.code).toBe('BODY_NOT_KEPT');
  });
});
