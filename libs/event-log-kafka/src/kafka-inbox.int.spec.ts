// Real: the broker at KAFKA_BROKERS, inboxes and producers; kcat where it is installed. The receiver keeps a list.
import { until } from '@throughline/event-log';
import { CloudEvent, Kafka as CloudEventsKafka } from 'cloudevents';
import type { Kafka, Message } from 'kafkajs';
import { spawnSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import type { InboxItem } from './inbox-message';
import { connectKafka } from './kafka-client';
import { KafkaInbox, type InboxReceiver } from './kafka-inbox';
import { withAdmin } from './topic';

const brokers = process.env['KAFKA_BROKERS']?.split(',');
if (brokers === undefined) process.stderr.write('Skipped: the inbox over Kafka needs KAFKA_BROKERS, a list of host:port.\n');
const kcat = spawnSync('kcat', ['-V']).status === 0;
if (!kcat) process.stderr.write('Skipped: writing to the inbox from outside needs kcat (apt-get install kcat).\n');

(brokers === undefined ? describe.skip : describe)('the inbox on a real broker', () => {
  jest.setTimeout(60_000);
  let kafka: Kafka;
  let topic: string;
  let taken: InboxItem[];
  const inboxes: KafkaInbox[] = [];

  beforeEach(() => {
    kafka = connectKafka({ brokers: brokers ?? [], clientId: 'throughline-spec' });
    topic = `throughline.spec-inbox-${randomUUID()}`;
    taken = [];
  });

  afterEach(async () => {
    await Promise.all(inboxes.splice(0).map((inbox) => inbox.stop()));
    await withAdmin(kafka, (admin) => admin.deleteTopics({ topics: [topic] }));
  });

  const keep: InboxReceiver = async (items) => {
    taken.push(...items);
    return items;
  };

  async function open(receive: InboxReceiver = keep): Promise<KafkaInbox> {
    const inbox = await KafkaInbox.open(kafka, receive, { topic, partitions: 3, replicas: 1, retentionMs: 3_600_000, retryPauseMs: 20, heartbeatMs: 100, sessionMs: 6_000 });
    inboxes.push(inbox);
    return inbox;
  }

  async function send(messages: readonly Message[]): Promise<void> {
    const producer = kafka.producer({ createPartitioner: () => ({ message }) => message.partition ?? 0 });
    await producer.connect();
    try {
      await producer.send({ topic, messages: [...messages] });
    } finally {
      await producer.disconnect();
    }
  }

  /** The package leaves attributes in that are not set; the client wants none. */
  const said = (headers: object): NonNullable<Message['headers']> => Object.fromEntries(Object.entries(headers).filter(([, text]) => text !== undefined));
  const order = (id: string) => new CloudEvent({ id, source: '/shop', type: 'com.example.order', datacontenttype: 'application/json', data: { id } });
  const binary = (id: string): Message => ({ headers: said(CloudEventsKafka.binary(order(id)).headers), value: JSON.stringify({ id }), partition: Number(id) % 3 });
  const structured = (id: string): Message => ({ headers: said(CloudEventsKafka.structured(order(id)).headers), value: CloudEventsKafka.structured(order(id)).value });
  const ids = (): readonly string[] => taken.map(({ value }) => (value as { readonly id: string }).id);
  const numbers = (count: number, from = 0): readonly string[] => Array.from({ length: count }, (_, index) => String(from + index));

  it('takes events of both modes, of any key or none', async () => {
    await open();
    await send([binary('0'), structured('1'), { ...binary('2'), key: 'anything' }]);
    await until('three', () => taken.length === 3);
    expect(new Set(ids())).toEqual(new Set(['0', '1', '2']));
    for (const { value } of taken) expect(value).toMatchObject({ specversion: '1.0', source: '/shop', type: 'com.example.order', data: { id: (value as { id: string }).id } });
  });

  it('hands over what cannot be decoded too, in its place, and goes on', async () => {
    await open();
    await send([structured('1'), { value: 'rubbish' }, { value: null }, structured('2')]);
    await until('four', () => taken.length === 4);
    expect(taken.map(({ refused }) => refused?.code)).toEqual([undefined, 'NOT_A_CLOUD_EVENT', 'NOT_A_CLOUD_EVENT', undefined]);
    expect(taken[1]?.body).toBe('rubbish');
  });

  it('goes on behind what was taken when it starts again', async () => {
    const first = await open();
    await send(numbers(30).map(binary));
    await until('thirty', () => taken.length === 30);
    await first.stop();
    await send(numbers(30, 30).map(binary));
    await open();
    // Some may come again: a stop can be quicker than the note of what was taken.
    await until('sixty', () => new Set(ids()).size === 60);
    expect(taken.length).toBeLessThan(90);
  });

  it('asks again until every item has its answer, and says why meanwhile', async () => {
    let [calls, silent] = [0, true];
    const inbox = await open(async (items) => {
      if (++calls < 3) throw new Error('the store is not reachable');
      if (silent) {
        silent = false;
        return [];
      }
      return keep(items);
    });
    await send([structured('1')]);
    await until('the trouble', () => inbox.trouble === 'the store is not reachable');
    await until('one', () => taken.length === 1);
    expect(calls).toBe(4);
    expect(inbox.trouble).toBeNull();
  });

  it('commits nothing that was not taken: stopped in the middle, it comes again', async () => {
    const stuck = await open(async () => {
      throw new Error('never');
    });
    await send([structured('1')]);
    await until('the trouble', () => stuck.trouble === 'never');
    await stuck.stop();
    await open();
    await until('one', () => taken.length > 0);
    expect(ids()).toEqual(['1']);
  });

  it('stays in the group while a receiver takes longer than the session', async () => {
    let calls = 0;
    await open(async (items) => {
      calls++;
      await pause(8_000);
      return keep(items);
    });
    await open();
    await send(numbers(9).map(binary));
    await until('nine', () => new Set(ids()).size === 9, 20_000);
    expect(taken).toHaveLength(9);
    expect(calls).toBeLessThanOrEqual(3);
  });

  it('loses nothing when members come and go', async () => {
    await open(async (items) => (await pause(5), keep(items)));
    for (let round = 0; round < 4; round++) {
      const guest = await open(async (items) => (await pause(5), keep(items)));
      await send(numbers(300, round * 300).map(binary));
      await guest.stop();
    }
    await until('all', () => new Set(ids()).size >= 1_200, 30_000);
    expect(new Set(ids())).toEqual(new Set(numbers(1_200)));
  });

  (kcat ? it : it.skip)('is written to by kcat', async () => {
    await open();
    const headers = ['ce_specversion=1.0', 'ce_id=k-1', 'ce_source=/kcat', 'ce_type=com.example.called', 'content-type=application/json'];
    const { status } = spawnSync('kcat', ['-b', brokers?.join(',') ?? '', '-P', '-t', topic, ...headers.flatMap((header) => ['-H', header])], { input: '{"minutes":3}' });
    expect(status).toBe(0);
    await until('one', () => taken.length === 1);
    expect(taken[0]?.value).toEqual({ specversion: '1.0', id: 'k-1', source: '/kcat', type: 'com.example.called', datacontenttype: 'application/json', data: { minutes: 3 } });
  });
});
