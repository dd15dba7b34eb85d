// Real: the whole product as a process of its own over SQLite files, its log, and the bytes of those files.
import { ServerProcess } from './server-process';
import { IS_DISTRIBUTED, placesOf } from './servers';

/** Nothing of this may stand anywhere but on the shelves; each is odd enough to be found by its bytes alone. */
const SECRETS = {
  email: 'zyx.quersumme@example.com', otherEmail: 'hidden.in.text@example.org', phone: '+4930987654321', user: 'kunde-zyxw-0815', first: 'Zyxquer', last: 'Summenbach',
  street: 'Zyxquerstrasse 17', ip: '203.0.113.217', note: 'she zyxquers the offer', ticket: 'my zyxquer is broken', reply: 'please zyxquer it again', evidence: 'zyxquer said so', senderId: 'order-of-zyx.quersumme@example.com',
  keyName: 'till of zyxquer ada', reason: 'zyxquer sent it by mistake', idempotency: 'zyx.idem.quersumme@example.com', inType: 'zyx.typed.quersumme@example.com', source: '/shop/zyx.sourced.quersumme@example.com', device: 'zyxq-device-4711',
};

const server = new ServerProcess({ LOG_LEVEL: 'debug' });

beforeAll(() => server.start());
afterAll(() => server.end());

it('no personal value is in clear in the store, its log file, the vault, the witness, the log or the metrics', async () => {
  const customer = { type: 'email', value: SECRETS.email };
  await server.post('/marketing/leads', { customer, firstName: SECRETS.first, lastName: SECRETS.last, message: SECRETS.note, interest: SECRETS.note });
  await server.post('/sales/opportunities', { opportunityId: 'o1', customer, stage: 'proposal', title: SECRETS.note });
  await server.post('/sales/opportunities/o1/lose', { reason: 'other', explanation: SECRETS.note });
  await server.post('/service/tickets', { ticketId: 't1', customer: { type: 'phone', value: SECRETS.phone }, subject: SECRETS.ticket, text: SECRETS.ticket });
  await server.post('/service/tickets/t1/reply', { text: SECRETS.reply, direction: 'out' });
  await server.post(`/customers/${SECRETS.email}/notes`, { text: SECRETS.note });
  await server.post('/customers/links', { a: customer, b: { type: 'user', value: SECRETS.user }, evidence: SECRETS.evidence });
  await server.post(`/customers/${encodeURIComponent(SECRETS.phone)}/notes`, { text: SECRETS.note, unknown: SECRETS.reply });
  const foreign = {
    specversion: '1.0', id: SECRETS.senderId, source: '/shop', type: 'Order Completed', subject: SECRETS.email, extra: SECRETS.email,
    data: { userId: SECRETS.user, context: { ip: SECRETS.ip, traits: { firstName: SECRETS.first } }, shipping: { street: SECRETS.street }, comment: `write to ${SECRETS.otherEmail}`, phone: SECRETS.phone, url: `/thanks?for=${SECRETS.email}` },
  };
  await server.event(foreign);
  await server.event({ ...foreign, id: 'refused', specversion: '9', data: SECRETS });
  await server.event({ ...foreign, id: 'refused-2', type: 'service.ticket-opened', data: { ticketId: 't2', subject: SECRETS.ticket, unknown: SECRETS.note } });
  await server.get(`/customers/${SECRETS.email}/timeline?words=${encodeURIComponent(SECRETS.note)}`);
  await server.get(`/customers?search=${encodeURIComponent(SECRETS.last)}`);
  await server.get(`/nothing/${SECRETS.email}`);
  await server.post('/ops/keys', { kind: 'source', name: SECRETS.keyName });
  const quarantined = JSON.parse(await server.event({ ...foreign, id: 'refused-3', type: `signed up ${SECRETS.inType}` })) as { events: { itemId: string }[] };
  await server.settled();
  await server.post(`/ops/quarantine/${quarantined.events[0]?.itemId}/resubmit`, { event: { ...foreign, id: 'mended', source: SECRETS.source, data: { nested: [{ deviceId: SECRETS.device }] } } });
  const again = JSON.parse(await server.event({ ...foreign, id: 'refused-4', specversion: '8' })) as { events: { itemId: string }[] };
  await server.settled();
  await server.post(`/ops/quarantine/${again.events[0]?.itemId}/discard`, { reason: SECRETS.reason });
  await server.post(`/customers/links/l-1/unlink`, { a: customer, b: { type: 'device', value: SECRETS.device }, reason: SECRETS.reason });
  await fetch(`${server.url}/service/tickets`, { method: 'POST', headers: { ...server.authorization, 'content-type': 'application/json', 'idempotency-key': SECRETS.idempotency }, body: JSON.stringify({ subject: SECRETS.ticket }) });
  await fetch(`${server.url}/customers/${SECRETS.email}/timeline/live?lastEventId=${SECRETS.email}`, { headers: server.authorization });
  await server.settled();
  const shown = await server.get(`/customers/${SECRETS.email}/timeline?limit=200`);
  // The test is worth something only if all of it went in.
  for (const value of [SECRETS.note, SECRETS.street, SECRETS.ip, SECRETS.otherEmail, SECRETS.evidence, SECRETS.senderId, SECRETS.source, SECRETS.reason, SECRETS.device]) expect(shown).toContain(value);
  const metrics = await server.get('/metrics');

  const stored = await placesOf(server.folder);
  expect([...stored.keys()]).toEqual(expect.arrayContaining(IS_DISTRIBUTED ? ['the events', 'vault.keys', 'vault.credentials'] : ['events.sqlite', 'events.sqlite-wal', 'vault.sqlite']));
  const places = new Map([...stored, ['the log', server.output], ['the metrics', metrics]]);
  const found = [...places].flatMap(([place, bytes]) => Object.entries(SECRETS).filter(([, value]) => bytes.toLowerCase().includes(value.toLowerCase())).map(([name]) => `${name} in ${place}`));
  expect(found).toEqual([]);
  expect(server.output).toContain('"route":"/customers/:identifier/timeline"');
});
