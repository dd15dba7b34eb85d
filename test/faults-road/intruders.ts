import { KafkaLogError, KafkaRelay } from '@throughline/event-log-kafka';
import type { View } from '@throughline/kernel';
import { setTimeout as pause } from 'node:timers/promises';
import type { Inside } from './inside';

/** As the product has them unless it is told otherwise. */
export const PARTITIONS = 6;
const DAY = 24 * 60 * 60 * 1_000;

/** A relay without a lease, beside the one that has it, for so many milliseconds. Answers with how often it was found to be the older one. */
export async function relayBeside(inside: Inside, forMs: number): Promise<number> {
  const ending = new AbortController();
  const end = setTimeout(() => ending.abort(), forMs);
  const relay = new KafkaRelay(inside.kafka, inside.store, inside.checkpoint, { topic: inside.topic, partitions: PARTITIONS, replicas: 1, retentionMs: DAY });
  let fenced = 0;
  while (!ending.signal.aborted) {
    try {
      await relay.run((await inside.checkpoint.read())?.fence ?? 1, ending.signal);
    } catch (error) {
      if (!(error instanceof KafkaLogError) || error.code !== 'RELAY_FENCED') throw error;
      fenced += 1;
    }
  }
  clearTimeout(end);
  return fenced;
}

/** Takes a share of the partitions of these projections, reads nothing of it, and leaves: two rebalances for each. */
export async function guestOf(inside: Inside, views: readonly View[], forMs: number): Promise<void> {
  const guests = views.map((view) => inside.kafka.consumer({ groupId: `${inside.topic}.projection-${view.name}.v${view.version}`, allowAutoTopicCreation: false }));
  await Promise.all(
    guests.map(async (guest) => {
      await guest.connect();
      await guest.subscribe({ topics: [inside.topic] });
      await guest.run({ autoCommit: false, eachBatchAutoResolve: false, eachBatch: async () => pause(100) });
    }),
  );
  await pause(forMs);
  await Promise.all(guests.map((guest) => guest.disconnect()));
}

/** Everything that stands on the topic now goes, as if nobody had read it in time. */
export async function expire({ kafka, topic }: Inside, isOwnBroker: boolean): Promise<void> {
  const admin = kafka.admin();
  await admin.connect();
  const retention = (value: string) => admin.alterConfigs({ validateOnly: false, resources: [{ type: TOPIC, name: topic, configEntries: [{ name: 'retention.ms', value }] }] });
  try {
    if (isOwnBroker) {
      await retention('1');
      await untilGone(async () => (await admin.fetchTopicOffsets(topic)).every(({ low, high }) => low === high));
      await retention(String(7 * DAY));
    } else {
      const ends = await admin.fetchTopicOffsets(topic);
      await admin.deleteTopicRecords({ topic, partitions: ends.map(({ partition, high }) => ({ partition, offset: high })) });
    }
  } finally {
    await admin.disconnect();
  }
}

const TOPIC = 2;
const GONE_WITHIN = 30_000;

async function untilGone(isGone: () => Promise<boolean>): Promise<void> {
  for (const end = Date.now() + GONE_WITHIN; !(await isGone()); await pause(200)) if (Date.now() > end) throw new Error('the broker keeps what it was told to remove');
}
