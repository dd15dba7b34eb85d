// Real: keys, journal, vault and store in memory, shared by copies that start at once, and leases over one book.
import { Journal, MemoryEventStore } from '@throughline/event-store';
import type { Alone, StoredEvent } from '@throughline/kernel';
import { Leases, MemoryLeaseBook } from '@throughline/lease';
import { hashBearerKey, MemoryVault, type Credential } from '@throughline/vault';
import { FirstStart } from './first-start';
import { Keys } from './keys';

const KEY = /tl_staff_[\w-]+/g;

/** Writes only when the test lets it, as a server that is far away. */
class SlowVault extends MemoryVault {
  fails = false;

  override async putCredential(credential: Credential): Promise<void> {
    await new Promise((resolve) => setTimeout(resolve, 30));
    if (this.fails) throw new Error('the vault is gone');
    await super.putCredential(credential);
  }
}

async function company() {
  const [vault, store, book] = [new SlowVault(), new MemoryEventStore(), new MemoryLeaseBook()];
  const start = async (): Promise<string> => {
    const alone: Alone = (name, signal, work) => new Leases(book, { process: 'ops', lastsMs: 200 }).hold(name, signal, work);
    return new FirstStart(new Keys(vault, await Journal.open(store, vault)), alone).greetingOfOne('http://127.0.0.1:3000');
  };
  const events = async (): Promise<readonly StoredEvent[]> => {
    const all: StoredEvent[] = [];
    for await (const event of store.readAll()) all.push(event);
    return all;
  };
  return { vault, start, events };
}

it('shows one key, by one of all copies that start at once, and none later', async () => {
  const { vault, start, events } = await company();
  const keys = (await Promise.all([start(), start(), start(), start()])).flatMap((said) => said.match(KEY) ?? []);
  expect(keys).toHaveLength(1);
  expect(await vault.credential(hashBearerKey(keys[0] ?? ''))).toMatchObject({ kind: 'staff', disabled: false });
  expect(await vault.credentials()).toHaveLength(1);
  expect((await events()).map(({ type }) => type)).toEqual(['settings.source-registered', 'settings.key-created']);
  expect(await start()).toBe('\nThroughline ops is running on http://127.0.0.1:3000\n');
});

it('leaves it to the next one when a copy fails in between', async () => {
  const { vault, start } = await company();
  vault.fails = true;
  await expect(start()).rejects.toThrow('the vault is gone');
  vault.fails = false;
  expect((await start()).match(KEY)).toHaveLength(1);
});
