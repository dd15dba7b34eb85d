// Real: the broker at KAFKA_BROKERS, relays and log; kcat where it is installed. The events come from the event store in memory.
import { all, anEvent, append, fill, hasAll, lanes, partitionOf, Recorder, until } from '@throughline/event-log';
import { MAX_EVENT_BYTES, type EventStore } from '@throughline/event-store';
import { CloudEvent, Kafka as CloudEventsKafka } from 'cloudevents';
import { spawnSync } from 'node:child_process';
import { setTimeout as pause } from 'node:timers/promises';
import { headerText, MARK_TYPE } from './event-message';
import { firstOccurrences, openRoad, readTopic, type RawMessage, type Road, type RoadOptions } from './kafka-fixture';
import { prepareTopic, withAdmin } from './topic';

const brokers = process.env['KAFKA_BROKERS']?.split(',');
if (brokers === undefined) process.stderr.write('Skipped: the relay to Kafka needs KAFKA_BROKERS, a list of host:port.\n');
const kcat = spawnSync('kcat', ['-V']).status === 0;
if (!kcat) process.stderr.write('Skipped: what an outside client sees needs kcat (apt-get install kcat).\n');

(brokers === undefined ? describe.skip : describe)('the relay on a real broker', () => {
  jest.setTimeout(60_000);
  let road: Road;

  async function open(options: Partial<RoadOptions> = {}): Promise<Road> {
    road = await openRoad({ brokers: brokers ?? [], ...options });
    return road;
  }

  afterEach(async () => {
    await road.log.close();
    await road.dispose();
    await road.store.close();
  });

  const published = async (store: EventStore = road.store): Promise<void> => {
    const head = (await store.head()) ?? -1n;
    const reached = async (): Promise<boolean> => ((await road.checkpoint.read())?.position ?? -1n) >= head;
    for (const end = Date.now() + 30_000; !(await reached()); await pause(10)) if (Date.now() > end) throw new Error('the relay does not come to the end');
  };

  const ofLane = (events: readonly { readonly subject: string; readonly position: bigint }[], lane: string): readonly bigint[] => events.filter(({ subject }) => subject === lane).map(({ position }) => position);

  it('publishes every event on the partition of its lane, with the one before it', async () => {
    await open();
    await fill(road.store, 60);
    await published();
    const before = new Map<number, string>();
    const events = (await readTopic(road.kafka, road.topic)).filter(({ headers }) => headerText(headers, 'ce_type') !== MARK_TYPE);
    expect(events).toHaveLength(60);
    for (const { partition, key, headers } of events) {
      expect(partition).toBe(partitionOf(String(key), 3));
      expect(headerText(headers, 'ce_previous')).toBe(before.get(partition) ?? '-1');
      before.set(partition, headerText(headers, 'ce_position') ?? '');
    }
  });

  it('is read by any CloudEvents library, lane, place and trace included', async () => {
    await open();
    const event = { ...anEvent('email:1.ada'), correlationId: '0197a1b2-c3d4-7e5f-8a6b-0123456789ab', data: { text: 'ä€' } };
    await append(road.store, 'one', [event]);
    await published();
    const message = (await readTopic(road.kafka, road.topic)).find(({ key }) => key !== null) as RawMessage;
    const read = CloudEventsKafka.toEvent({ key: String(message.key), value: String(message.value), headers: plain(message), body: String(message.value) } as never) as CloudEvent<unknown>;
    expect(read).toMatchObject({ id: event.id, type: 'test.happened', source: 'test', subject: 'email:1.ada', time: event.occurredAt, data: event.data, partitionkey: 'email:1.ada', position: '1', previous: '-1', storeid: road.store.storeId });
    expect(read['traceparent']).toBe(`00-${event.correlationId.replaceAll('-', '')}-${event.id.replaceAll('-', '').slice(16)}-01`);
    expect(read.validate()).toBe(true);
  });

  (kcat ? it : it.skip)('is read by kcat, headers included', async () => {
    await open();
    await append(road.store, 'one', [anEvent('email:1.ada')]);
    await published();
    const { stdout } = spawnSync('kcat', ['-b', brokers?.join(',') ?? '', '-C', '-t', road.topic, '-e', '-q', '-f', '%k|%h|%s\n'], { encoding: 'utf8' });
    const line = stdout.split('\n').find((text) => text.startsWith('email:1.ada|')) ?? '';
    expect(line).toContain('ce_type=test.happened');
    expect(line).toContain('ce_position=1,ce_previous=-1');
    expect(line).toMatch(/\|\{"n":\d+,"text":"ä\\u0000€"\}$/);
  });

  it('marks every partition, idle ones too, and again while nothing happens', async () => {
    await open({ idleMarkEveryMs: 200 });
    await fill(road.store, 5, ['email:1.ada']);
    await published();
    await pause(700);
    const marks = (await readTopic(road.kafka, road.topic)).filter(({ headers }) => headerText(headers, 'ce_type') === MARK_TYPE && headerText(headers, 'ce_position') === '5');
    for (const partition of [0, 1, 2]) expect(marks.filter((mark) => mark.partition === partition).length).toBeGreaterThan(1);
  });

  it('does no harm when there are two, or three', async () => {
    await open({ relay: false });
    const relays = [road.startRelay(), road.startRelay(), road.startRelay()];
    const reader = new Recorder();
    await road.log.subscribe('readers', reader);
    for (let round = 0; round < 20; round++) {
      await fill(road.store, 100);
      await pause(10);
    }
    await published();
    const events = await all(road.store);
    await until('everything', hasAll(reader, events), 30_000);
    expect(reader.messages()).toHaveLength(events.length);
    const raw = (await readTopic(road.kafka, road.topic)).filter(({ key }) => key !== null);
    expect(raw.length).toBeGreaterThan(events.length);
    const firsts = await firstOccurrences(road);
    for (const lane of lanes) expect(ofLane(firsts, lane)).toEqual(ofLane(events, lane));
    await Promise.all(relays.map(({ stop }) => stop()));
  });

  it('goes on where another one stopped, and repeats nothing then', async () => {
    await open({ relay: false });
    for (let round = 1; round <= 4; round++) {
      const { stop } = road.startRelay(round);
      await fill(road.store, 50);
      await published();
      await stop();
    }
    expect((await readTopic(road.kafka, road.topic)).filter(({ key }) => key !== null)).toHaveLength(200);
  });

  it('stops for good when a relay with a higher fence was there', async () => {
    await open({ relay: false });
    const old = road.startRelay(1);
    await fill(road.store, 10);
    await published();
    const next = road.startRelay(2);
    for (const end = Date.now() + 20_000; (await road.checkpoint.read())?.fence !== 2; await pause(10)) if (Date.now() > end) throw new Error('the second does not take over');
    await fill(road.store, 10);
    await expect(old.running).rejects.toMatchObject({ code: 'RELAY_FENCED' });
    await published();
    await next.stop();
  });

  it('carries the largest event the store takes, also where every character of a header grows', async () => {
    await open();
    const small = { ...anEvent('a'), data: '' };
    const room = MAX_EVENT_BYTES - Buffer.byteLength(JSON.stringify(small));
    await append(road.store, 'value', [{ ...small, data: 'x'.repeat(room) }]);
    const other = { ...anEvent('a'), data: '' };
    await append(road.store, 'header', [{ ...other, source: other.source + 'ä'.repeat(Math.floor((MAX_EVENT_BYTES - Buffer.byteLength(JSON.stringify(other))) / 2)) }]);
    await published();
    const reader = new Recorder();
    await road.log.subscribe('readers', reader);
    await until('both', hasAll(reader, await all(road.store)));
    expect(reader.firsts()).toEqual(await all(road.store));
  });

  it('refuses what is larger at the store, before it can reach the relay', async () => {
    await open();
    await expect(append(road.store, 'large', [{ ...anEvent('a'), data: 'x'.repeat(MAX_EVENT_BYTES) }])).rejects.toMatchObject({ code: 'EVENT_TOO_LARGE' });
  });

  describe('refuses', () => {
    const refused = async (change: Partial<Road['options']>): Promise<unknown> => prepareTopic(road.kafka, { ...road.options, ...change }).then(() => null, (error: unknown) => error);
    const set = (name: string, value: string) => withAdmin(road.kafka, (admin) => admin.alterConfigs({ validateOnly: false, resources: [{ type: 2, name: road.topic, configEntries: [{ name, value }] }] }));

    it('another number of partitions than the topic has', async () => {
      await open();
      expect(await refused({ partitions: 4 })).toMatchObject({ code: 'TOPIC_PARTITIONS', message: expect.stringContaining('has 3 partitions, 4 are configured') });
    });

    it('a topic that has grown since it was first published to', async () => {
      await open({ relay: false });
      const first = road.startRelay();
      await fill(road.store, 5);
      await published();
      await first.stop();
      await withAdmin(road.kafka, (admin) => admin.createPartitions({ topicPartitions: [{ topic: road.topic, count: 4 }] }));
      Object.assign(road.options, { partitions: 4 });
      await expect(road.startRelay().running).rejects.toMatchObject({ code: 'TOPIC_PARTITIONS', message: expect.stringContaining('published to with 3 partitions') });
    });

    it.each([
      ['max.message.bytes', '300000', 'TOPIC_SIZE'],
      ['retention.ms', '60000', 'TOPIC_RETENTION'],
      ['cleanup.policy', 'compact', 'TOPIC_CLEANUP'],
    ])('%s of %s', async (name, value, code) => {
      await open();
      await set(name, value);
      expect(await refused({})).toMatchObject({ code, message: expect.stringContaining(name) });
    });

    it('fewer replicas than were configured', async () => {
      await open();
      expect(await refused({ replicas: 3 })).toMatchObject({ code: 'TOPIC_REPLICAS', message: expect.stringContaining('has 1 replicas, 3 are configured') });
    });

    it('a topic that was made anew below its checkpoint', async () => {
      await open({ relay: false });
      const first = road.startRelay();
      await fill(road.store, 5);
      await published();
      await first.stop();
      await withAdmin(road.kafka, (admin) => admin.deleteTopics({ topics: [road.topic] }));
      await pause(500);
      await expect(road.startRelay().running).rejects.toMatchObject({ code: 'TOPIC_REPLACED' });
    });

    it('the events of another store', async () => {
      await open();
      await fill(road.store, 5);
      await published();
      const other = await openRoad({ brokers: brokers ?? [], relay: false });
      await expect(road.startRelay(1, other.store).running).rejects.toMatchObject({ code: 'STORE_OTHER' });
      await other.log.close();
      await other.dispose();
    });
  });
});

function plain({ headers = {} }: RawMessage): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.keys(headers).map((name) => [name, headerText(headers, name) ?? '']));
}
