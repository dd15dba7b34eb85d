// Real: the reader of a partition, its messages and the event store in memory. The broker is a list of messages.
import { all, append, anEvent, fill, partitionOf, type LogBatch } from '@throughline/event-log';
import { MemoryEventStore } from '@throughline/event-store';
import type { StoredEvent } from '@throughline/kernel';
import type { KafkaMessage } from 'kafkajs';
import { eventMessage, markMessage, readEntry, type OutMessage } from './event-message';
import { PartitionReader, type MessageFeed } from './partition-reader';

const PARTITIONS = 2;

/** Gives what stands from an offset on, in portions, then says that it is over. */
class ListFeed implements MessageFeed {
  private next = 0n;
  constructor(
    private readonly messages: readonly KafkaMessage[],
    private readonly ending: AbortController,
  ) {}

  from(offset: bigint): void {
    this.next = offset;
  }

  async take(limit: number): Promise<readonly KafkaMessage[]> {
    const taken = this.messages.filter(({ offset }) => BigInt(offset) >= this.next).slice(0, limit);
    if (taken.length === 0) this.ending.abort();
    else this.next = BigInt(taken.at(-1)!.offset) + 1n;
    return taken;
  }
}

describe('a reader of one partition', () => {
  let store: MemoryEventStore;
  let mine: readonly StoredEvent[];
  let sent: readonly OutMessage[];

  beforeEach(async () => {
    store = new MemoryEventStore();
    await fill(store, 40);
    mine = (await all(store)).filter((event) => partitionOf(event.subject, PARTITIONS) === 1);
    sent = mine.map((event, index) => eventMessage(event, 1, mine[index - 1]?.position ?? -1n, store.storeId));
  });

  const at = (messages: readonly (OutMessage | null)[]): KafkaMessage[] =>
    messages.flatMap((message, offset) => (message === null ? [] : [{ key: null, timestamp: '0', attributes: 0, offset: String(offset), value: message.value === null ? null : Buffer.from(message.value), headers: Object.fromEntries(Object.entries(message.headers).map(([name, text]) => [name, Buffer.from(text)])) }]));

  async function read(messages: readonly KafkaMessage[], after: bigint | null = null, maxBatch = 7): Promise<{ readonly batches: LogBatch[]; readonly events: StoredEvent[]; readonly healed: number }> {
    const ending = new AbortController();
    let healed = 0;
    const reader = new PartitionReader(new ListFeed(messages, ending), { store, partition: 1, partitions: PARTITIONS, maxBatch, healed: (_, events) => (healed += events) });
    const batches: LogBatch[] = [];
    for await (const batch of reader.read(after, ending.signal)) batches.push(batch);
    return { batches, healed, events: batches.flatMap(({ messages: found }) => found.map(({ event }) => event)) };
  }

  it('gives events exactly as they are stored', async () => {
    expect(await read(at(sent))).toMatchObject({ events: mine, healed: 0 });
  });

  it('leaves repeats out, wherever they come', async () => {
    const repeated = sent.flatMap((message, index) => (index % 4 === 3 ? [message, ...sent.slice(index - 2, index + 1)] : [message]));
    const { events, batches } = await read(at(repeated));
    expect(events).toEqual(mine);
    expect(batches.at(-1)?.endOffset).toBe(BigInt(repeated.length - 1));
  });

  it.each([0, 1, 5])('fills a hole behind event %d from the store, in order', async (from) => {
    const result = await read(at(sent.map((message, index) => (index >= from && index < from + 3 ? null : message))));
    expect(result).toMatchObject({ events: mine, healed: 3 });
  });

  it('sees a hole at the end by the mark of the relay', async () => {
    const mark = markMessage(1, 40n, mine.at(-1)!.position, store.storeId);
    const result = await read(at([...sent.slice(0, -5), mark]));
    expect(result).toMatchObject({ events: mine, healed: 5 });
    expect(result.batches.at(-1)?.watermark).toBe(40n);
  });

  it('reads everything from the store where only a mark is left', async () => {
    const result = await read(at([...sent.map(() => null), markMessage(1, 40n, mine.at(-1)!.position, store.storeId)]));
    expect(result).toMatchObject({ events: mine, healed: mine.length });
    expect(result.batches.at(-1)?.endOffset).toBe(-1n);
  });

  it('goes on behind a recorded offset, and sees a hole right there', async () => {
    expect((await read(at(sent), 6n)).events).toEqual(mine.slice(7));
    expect(await read(at(sent.map((message, index) => (index === 7 ? null : message))), 6n)).toMatchObject({ events: mine.slice(7), healed: 1 });
  });

  it('reads from the store what lies before it when the recorded message is gone', async () => {
    const left = at(sent.map((message, index) => (index < 10 ? null : message)));
    expect(await read(left, 6n)).toMatchObject({ events: mine, healed: 10 });
  });

  it('takes nothing from strangers: not of another store, not unreadable', async () => {
    const strange: OutMessage = { ...sent[3]!, headers: { ...sent[3]!.headers, ce_storeid: 'another' } };
    const broken: OutMessage = { ...sent[5]!, value: '{' };
    expect(await read(at([...sent.slice(0, 3), strange, sent[4]!, broken, ...sent.slice(6)]))).toMatchObject({ events: mine, healed: 2 });
  });

  it('tells a watermark that never goes back and never passes what it brought', async () => {
    const { batches } = await read(at(sent.map((message, index) => (index % 3 === 1 ? null : message))));
    let seen = -1n;
    for (const { messages, watermark } of batches) {
      for (const { event } of messages) expect(event.position).toBeGreaterThan(seen);
      seen = messages.at(-1)?.event.position ?? seen;
      expect(watermark).toBeGreaterThanOrEqual(seen);
    }
    expect(seen).toBe(mine.at(-1)?.position);
  });

  it('does not believe a hole the store knows nothing of', async () => {
    await expect(read(at([markMessage(1, 99n, 98n, store.storeId)]))).rejects.toThrow('position 98');
  });

  it('keeps every field, also those that are seldom there', async () => {
    const odd = { ...anEvent('company:Ünïcode, Inc.'), source: 'a source/with 100%', causationId: 'c', sender: { source: '/s', id: 'ö"' }, command: { id: 'k', digest: 'd' }, places: { 7: '90' }, data: null };
    await append(store, 'odd', [odd]);
    const stored = (await all(store)).at(-1)!;
    const [message] = at([eventMessage(stored, 0, -1n, store.storeId)]);
    expect(readEntry(message!, store.storeId)).toEqual({ kind: 'event', position: stored.position, previous: -1n, event: stored });
  });
});
