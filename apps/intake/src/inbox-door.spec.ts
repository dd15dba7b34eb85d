// Real: the door, the intake and quarantine, the journal and sealing, over a store and a vault in memory. The inbox is a list in memory that repeats what nobody answered.
import { Journal, MemoryEventStore } from '@throughline/event-store';
import type { StoredEvent } from '@throughline/kernel';
import { Metrics, type Inbox, type InboxItem, type InboxReceiver, type Listening } from '@throughline/platform';
import { MemoryVault } from '@throughline/vault';
import { INBOX_SOURCE, InboxDoor } from './inbox-door';
import { Intake } from './intake';

/** What is in it stays until it was answered. */
class ListInbox implements Inbox {
  private receive: InboxReceiver | null = null;
  readonly waiting: InboxItem[] = [];

  async listen(receive: InboxReceiver): Promise<Listening> {
    this.receive = receive;
    return {
      stop: async () => {
        this.receive = null;
      },
    };
  }

  get isListenedTo(): boolean {
    return this.receive !== null;
  }

  async bring(...items: readonly InboxItem[]): Promise<void> {
    this.waiting.push(...items);
    const answers = await this.receive?.(this.waiting);
    this.waiting.splice(0, answers?.length ?? 0);
  }
}

class Failing extends MemoryEventStore {
  failures = 0;

  override async append(...given: Parameters<MemoryEventStore['append']>): ReturnType<MemoryEventStore['append']> {
    if (this.failures-- > 0) throw Object.assign(new Error('gone'), { code: 'STORE_FAILED' });
    return super.append(...given);
  }
}

async function house(store = new Failing(), vault = new MemoryVault()) {
  const journal = await Journal.open(store, vault);
  const [inbox, metrics] = [new ListInbox(), new Metrics()];
  const door = (of: Inbox | null = inbox) => new InboxDoor(of, new Intake(journal, metrics), journal);
  return { store, vault, inbox, metrics, door };
}

async function all(store: MemoryEventStore): Promise<readonly StoredEvent[]> {
  const events: StoredEvent[] = [];
  for await (const event of store.readAll()) events.push(event);
  return events;
}

function sent(id: string, more: object = {}): InboxItem {
  const value = { specversion: '1.0', id, source: '/shop', type: 'shop.order-placed', subject: 'email:jane@example.com', data: { order: id }, ...more };
  return { value, body: JSON.stringify(value) };
}

const refused: InboxItem = { value: null, body: 'rubbish', refused: { code: 'NOT_A_CLOUD_EVENT', message: 'no' } };

it('records what comes under the one source of the inbox, in order, and knows it again', async () => {
  const { store, inbox, door } = await house();
  await door().onApplicationBootstrap();
  await inbox.bring(sent('1'), sent('2', { type: 'sales.opportunity-stage-advanced', data: { opportunityId: '7', stage: 'proposal' } }));
  await inbox.bring(sent('1'));
  const [registered, ...events] = await all(store);
  expect(registered).toMatchObject({ type: 'settings.source-registered', data: { sourceId: INBOX_SOURCE } });
  expect(events.map(({ sender, source, actor, stream }) => [sender?.id, source, actor, stream.split('-')[0]])).toEqual([
    ['1', INBOX_SOURCE, `source:${INBOX_SOURCE}`, 'message'],
    ['2', INBOX_SOURCE, `source:${INBOX_SOURCE}`, 'opportunity'],
  ]);
});

it('quarantines what cannot be decoded and what no door takes, each with its reason, and goes on', async () => {
  const { store, inbox, metrics, door } = await house();
  await door().onApplicationBootstrap();
  await inbox.bring(refused, sent('1', { type: 'settings.source-registered' }), sent('2'));
  expect(inbox.waiting).toEqual([]);
  const items = (await all(store)).filter(({ type }) => type === 'intake.item-quarantined').map(({ data }) => data as { door: string; code: string });
  expect(items.map(({ door: at, code }) => `${at} ${code}`).toSorted()).toEqual(['inbox NOT_A_CLOUD_EVENT', 'inbox TYPE_CLOSED']);
  expect(await metrics.registry.getSingleMetricAsString('throughline_items_received_total')).toContain('{door="inbox",result="quarantined"} 2');
});

it('answers nothing as long as the store does not: the same items come again', async () => {
  const { store, inbox, door } = await house();
  await door().onApplicationBootstrap();
  store.failures = 1;
  await expect(inbox.bring(sent('1'), refused)).rejects.toThrow('gone');
  expect(inbox.waiting).toHaveLength(2);
  await inbox.bring();
  expect((await all(store)).map(({ type }) => type).toSorted()).toEqual(['intake.item-quarantined', 'settings.source-registered', 'shop.order-placed']);
});

it('registers the source once, however many copies start', async () => {
  const { store, door } = await house();
  await Promise.all([door(), door(), door()].map((one) => one.onApplicationBootstrap()));
  await door().onApplicationBootstrap();
  expect(await all(store)).toHaveLength(1);
});

it('stops listening before the engines close', async () => {
  const { inbox, door } = await house();
  const one = door();
  await one.onApplicationBootstrap();
  expect(inbox.isListenedTo).toBe(true);
  await one.onModuleDestroy();
  expect(inbox.isListenedTo).toBe(false);
});

it('does nothing where the set-up has no inbox', async () => {
  const { store, door } = await house();
  const one = door(null);
  await one.onApplicationBootstrap();
  await one.onModuleDestroy();
  expect(await all(store)).toEqual([]);
});
