// Real: the whole product over the three servers that are named, spoken to over HTTP, and a Kafka client of another system.
import { connectKafka } from '@throughline/event-log-kafka';
import { mkdtempSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { Product } from './product';
import { configFor, IS_DISTRIBUTED } from './servers';

if (!IS_DISTRIBUTED) process.stderr.write('Skipped: the inbox needs EVENTSTORE_URL, KAFKA_BROKERS and MONGODB_URL.\n');

const traceparent = '00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01';
const folder = mkdtempSync(path.join(os.tmpdir(), 'throughline-inbox-'));

(IS_DISTRIBUTED ? it : it.skip)('what other systems write to the inbox is recorded or quarantined, once, and carries its trace', async () => {
  const product = await Product.start(folder);
  const { kafka, namespace } = configFor(folder).distributed!;
  const producer = connectKafka({ clientId: 'another-system', ...kafka }).producer();
  await producer.connect();
  const ce = { ce_specversion: '1.0', ce_source: '/erp', ce_type: 'shop.order-placed', ce_subject: 'email:simulated.inbox@example.com', ce_traceparent: traceparent };
  const order = (id: string) => ({ key: 'any', headers: { ...ce, ce_id: id, 'content-type': 'application/json' }, value: JSON.stringify({ order: id }) });
  const messages = [order('one'), order('two'), order('one'), { value: 'rubbish' }, { headers: { ...ce, ce_id: 'closed', ce_type: 'settings.source-registered' }, value: '{}' }];
  await producer.send({ topic: `${namespace}.inbox`, messages });
  await producer.disconnect();

  const quarantined = async () => (await product.get('/ops/quarantine')).body as { count: number; items: { door: string; code: string; source: string }[] };
  for (let patience = 0; patience < 300 && (await quarantined()).count < 2; patience += 1) await new Promise((resolve) => setTimeout(resolve, 50));
  await product.settled();
  const { entries } = (await product.get('/customers/simulated.inbox@example.com/timeline')).body as { entries: { sender: { id: string }; correlationId: string; source: string }[] };
  expect(entries.map(({ sender }) => sender.id).toSorted()).toEqual(['one', 'two']);
  expect(new Set(entries.map(({ correlationId }) => correlationId))).toEqual(new Set(['4bf92f35-77b3-4da6-a3ce-929d0e0e4736']));
  const { items } = await quarantined();
  expect(items.map(({ door, code }) => `${door} ${code}`).toSorted()).toEqual(['inbox NOT_A_CLOUD_EVENT', 'inbox TYPE_CLOSED']);
  expect(new Set([...items, ...entries].map(({ source }) => source)).size).toBe(1);
  const { road } = (await product.get('/ops/road')).body as { road: { servers: { name: string; answers: boolean }[]; relay: { trouble: string | null }; groups: { group: string }[] } };
  expect(road.servers.map(({ name, answers }) => `${name} ${answers}`)).toEqual(['event store true', 'kafka true', 'mongodb true']);
  expect(road.groups.map(({ group }) => group)).toContain('intake');
  await product.end();
}, 120_000);
