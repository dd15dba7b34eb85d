// Real: receiving, the journal and sealing, over a store and a vault in memory. Other writers write through the same store, at the worst moment.
import { Journal, MemoryEventStore, type AppendResult, type EventStore, type ExpectedRevision } from '@throughline/event-store';
import type { NewEvent, StoredEvent } from '@throughline/kernel';
import { MemoryVault } from '@throughline/vault';
import fc from 'fast-check';
import { receive, type Bearer, type Receipt } from './receive';

const shop: Bearer = { actor: 'source:shop', source: 'shop', receivedAt: '2026-01-15T09:00:00.000Z' };

/** Lets somebody else in just before an append. */
class Interrupted extends MemoryEventStore {
  before: ((stream: string) => Promise<unknown>) | null = null;
  appends = 0;

  override async append(stream: string, expected: ExpectedRevision, events: readonly NewEvent[]): Promise<AppendResult> {
    const { before } = this;
    this.before = null;
    this.appends += 1;
    await before?.(stream);
    return super.append(stream, expected, events);
  }
}

async function house(store = new Interrupted(), vault = new MemoryVault()) {
  const journal = await Journal.open(store, vault);
  return { store, vault, journal, take: (...items: unknown[]) => receive(journal, items, shop) };
}

async function all(store: EventStore): Promise<StoredEvent[]> {
  const events: StoredEvent[] = [];
  for await (const event of store.readAll()) events.push(event);
  return events;
}

const senderIds = async (store: EventStore): Promise<readonly unknown[]> => (await all(store)).map(({ sender }) => sender?.id);
const statuses = (receipts: readonly Receipt[]) => receipts.map(({ status }) => status);

const event = (id: string, more: object = {}) => ({ specversion: '1.0', id, source: '/shop', type: 'shop.order-placed', subject: 'email:jane@example.com', data: { order: id }, ...more });
const step = (id: string, opportunityId: string, stage = 'proposal') => event(id, { type: 'sales.opportunity-stage-advanced', data: { opportunityId, stage } });

describe('items', () => {
  it('are recorded in the order given, with the source of the key and the words of the sender', async () => {
    const { store, journal, take } = await house();
    expect(await take(event('1', { time: '2026-01-14T10:00:00+01:00' }), step('2', '7'))).toEqual([
      { status: 'recorded', id: expect.any(String), stream: expect.stringMatching(/^message-/), revision: 0, position: 1n },
      { status: 'recorded', id: expect.any(String), stream: 'opportunity-7', revision: 0, position: 2n },
    ]);
    const [first, second] = await all(store);
    expect(first).toMatchObject({ source: 'shop', actor: 'source:shop', occurredAt: '2026-01-14T09:00:00.000Z', subject: journal.node({ type: 'email', value: 'jane@example.com' }), sender: { id: '1', time: '2026-01-14T10:00:00+01:00' } });
    expect(second).toMatchObject({ occurredAt: shop.receivedAt, subject: 'opportunity-7' });
  });

  it('that are bad cost the others nothing', async () => {
    const { store, take } = await house();
    const receipts = await take(event('1'), null, event('2', { specversion: '2' }), event('3', { data: { text: 'x'.repeat(300_000) } }), step('4', '7'), step('5', '7', 'NO'), step('6', '7'));
    expect(statuses(receipts)).toEqual(['recorded', 'refused', 'refused', 'refused', 'recorded', 'refused', 'recorded']);
    expect(receipts.flatMap((receipt) => (receipt.status === 'refused' ? [receipt.code] : []))).toEqual(['NOT_AN_OBJECT', 'SPECVERSION_UNKNOWN', 'EVENT_TOO_LARGE', 'DATA_INVALID']);
    expect(await senderIds(store)).toEqual(['1', '4', '6']);
  });

  it('that no stream can be named after are refused', async () => {
    const { take } = await house();
    expect(await take(event('1', { type: 'customer.owner-released', data: { customer: { type: 'company', value: 'A\u0000B' } } }))).toMatchObject([{ status: 'refused', code: 'STREAM_NAME_INVALID' }]);
  });

  it('side by side in one stream share an append', async () => {
    const { store, take } = await house();
    await take(step('1', '7'), step('2', '7'), step('3', '7'), step('4', '8'));
    expect(store.appends).toBe(2);
  });

  it('inherit whom their thing concerns, also within one request', async () => {
    const { store, journal, take } = await house();
    const opened = event('1', { type: 'sales.opportunity-opened', data: { opportunityId: '7', stage: 'proposal', company: { type: 'company', value: 'Acme' } } });
    await take(opened, step('2', '7'));
    await take(step('3', '7'));
    expect((await all(store)).map(({ subject, parties }) => [subject, parties.map(({ node }) => node)])).toEqual([1, 2, 3].map(() => ['company:Acme', [journal.node({ type: 'company', value: 'Acme' })]]));
  });
});

describe('an item again', () => {
  it.each([['foreign', event('1')], ['of a thing', step('1', '7')]])('is a repeat, whatever came in between: %s', async (_name, item) => {
    const { store, take } = await house();
    const [first] = await take(item);
    await take(event('2'), step('3', '7'));
    expect(await take(item, event('4'))).toMatchObject([{ ...first, status: 'repeated' }, { status: 'recorded' }]);
    expect(await senderIds(store)).toEqual(['1', '2', '3', '4']);
  });

  it.each([
    ['foreign, other content', event('1'), event('1', { data: { order: 'other' } })],
    ['of a thing, other content', step('1', '7'), step('1', '7', 'negotiation')],
    ['another time', event('1', { time: '2026-01-14T09:00:00Z' }), event('1', { time: '2026-01-14T09:00:01Z' })],
  ])('is won by the first, later and in the same request: %s', async (_name, one, other) => {
    const { store, take } = await house();
    const [first, second] = await take(one, other);
    expect(second).toEqual({ ...first, status: 'repeated' });
    expect(await take(other)).toEqual([second]);
    expect(await all(store)).toHaveLength(1);
  });

  it('from another source, or under another source of the sender, is another event', async () => {
    const { journal, store, take } = await house();
    await take(event('1'), event('1', { source: '/other' }));
    await receive(journal, [event('1')], { ...shop, source: 'desk' });
    expect(await all(store)).toHaveLength(3);
  });

  it('whose content leads to another stream is another event', async () => {
    const { store, take } = await house();
    expect(statuses(await take(step('1', '7'), step('1', '8')))).toEqual(['recorded', 'recorded']);
    expect(new Set((await all(store)).map(({ id }) => id)).size).toBe(1);
  });

  it('is recognised by its id alone where its key was destroyed', async () => {
    const { vault, journal, store, take } = await house();
    const note = event('1', { type: 'customer.note-written', data: { noteId: 'n', customer: { type: 'email', value: 'jane@example.com' }, text: 'called' } });
    const foreign = event('2', { data: { email: 'jane@example.com' } });
    const first = await take(note, foreign);
    await vault.destroyKey(journal.node({ type: 'email', value: 'jane@example.com' }));
    expect(await take(note, foreign)).toEqual(first.map((receipt) => ({ ...receipt, status: 'repeated' })));
    expect(await all(store)).toHaveLength(2);
  });
});

describe('another writer in between', () => {
  it('of another process costs another look, and no order', async () => {
    const { store, vault, take } = await house();
    const elsewhere = await Journal.open(store, vault);
    await take(step('0', '7'));
    store.before = () => receive(elsewhere, [step('intruder', '7')], shop);
    expect(statuses(await take(step('1', '7'), step('2', '7'), step('3', '7')))).toEqual(['recorded', 'recorded', 'recorded']);
    const inStream = (await all(store)).filter(({ stream }) => stream === 'opportunity-7');
    expect(inStream.map(({ sender }) => sender?.id)).toEqual(['0', 'intruder', '1', '2', '3']);
  });

  it('of the same process waits until all of it is there', async () => {
    const { store, take } = await house();
    let intruding: Promise<unknown> = Promise.resolve();
    store.before = async () => {
      intruding = take(step('intruder', '7'));
    };
    await take(step('1', '7'), event('x'), step('2', '7'), step('other', '8'), step('3', '7'));
    await intruding;
    expect(await senderIds(store)).toEqual(['1', 'x', '2', 'other', '3', 'intruder']);
  });

  it('with the same items records nothing twice', async () => {
    const { store, take } = await house();
    const items = [event('a'), step('1', '7'), step('2', '7'), step('3', '8'), step('4', '7')];
    const [one, two] = await Promise.all([take(...items), take(...items.slice(1), event('b'))]);
    expect([...statuses(one), ...statuses(two)].filter((status) => status === 'recorded')).toHaveLength(6);
    const inStream = (await all(store)).filter(({ stream }) => stream === 'opportunity-7').map(({ sender }) => sender?.id);
    expect(inStream).toEqual(['1', '2', '4']);
  });
});

it('keeps the order of each stream and doubles nothing, however items are cut into requests and whoever sends them too', async () => {
  const items = fc.array(fc.tuple(fc.nat({ max: 9 }), fc.constantFrom('7', '8', 'foreign')), { minLength: 1, maxLength: 25 });
  await fc.assert(
    fc.asyncProperty(items, fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 25, maxLength: 25 }), async (made, sizes) => {
      const { store, take } = await house();
      const events = made.map(([id, thing]) => (thing === 'foreign' ? event(`${thing}-${id}`) : step(`${thing}-${id}`, thing)));
      const send = async (): Promise<void> => {
        for (let from = 0, turn = 0; from < events.length; from += sizes[turn++] as number) await take(...events.slice(from, from + (sizes[turn] as number)));
      };
      await Promise.all([send(), send()]);
      await send();
      const expected = [...new Set(made.map(([id, thing]) => `${thing}-${id}`))];
      const stored = (await senderIds(store)) as string[];
      expect(stored.toSorted()).toEqual(expected.toSorted());
      for (const thing of ['7-', '8-']) expect(stored.filter((id) => id.startsWith(thing))).toEqual(expected.filter((id) => id.startsWith(thing)));
    }),
    { numRuns: 60 },
  );
});

it('alone keeps the order of the items over all streams', async () => {
  const items = fc.array(fc.tuple(fc.nat({ max: 30 }), fc.constantFrom('7', '8', '9', 'foreign')), { maxLength: 30 });
  await fc.assert(
    fc.asyncProperty(items, async (made) => {
      const { store, take } = await house();
      await take(...made.map(([id, thing]) => (thing === 'foreign' ? event(`${thing}-${id}`) : step(`${thing}-${id}`, thing))));
      expect(await senderIds(store)).toEqual([...new Set(made.map(([id, thing]) => `${thing}-${id}`))]);
    }),
    { numRuns: 100 },
  );
});
