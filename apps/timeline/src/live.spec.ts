// Real: following with journal, vault and event store in memory. The vault cannot be reached for a while.
import { Journal, MemoryEventStore, freshId } from '@throughline/event-store';
import type { StoredEvent } from '@throughline/kernel';
import { Logger } from '@nestjs/common';
import { MemoryVault, VaultError } from '@throughline/vault';
import { Live } from './live';

class FailingVault extends MemoryVault {
  failures = 0;

  override async knownKeys(owners: readonly string[]): Promise<ReadonlyMap<string, Buffer | null>> {
    if (this.failures-- > 0) throw new VaultError('VAULT_FAILED', 'cannot be reached');
    return super.knownKeys(owners);
  }
}

async function house() {
  const vault = new FailingVault();
  const journal = await Journal.open(new MemoryEventStore(), vault);
  const write = async (text: string): Promise<void> => {
    const id = freshId();
    const draft = { id, type: 'customer.note-written', data: { noteId: id, customer: { type: 'email', value: 'jane@example.com' }, text }, source: 's', actor: 'process:test' as const, occurredAt: '2026-01-15T09:00:00.000Z', correlationId: id, causationId: null };
    const { stream, head, events } = journal.address({ revision: 'no-stream', subject: null, parties: [] }, [draft]);
    expect(head.revision).toBe(0);
    await journal.append(stream, 'no-stream', events);
  };
  const live = new Live(journal);
  await write('before it began');
  await live.onApplicationBootstrap();
  return { vault, journal, live, write };
}

const textOf = (event: StoredEvent): unknown => (event.data as { text: unknown }).text;

async function until(isTrue: () => boolean): Promise<void> {
  for (let patience = 0; patience < 400 && !isTrue(); patience++) await new Promise((resolve) => setTimeout(resolve, 10));
}

beforeAll(() => Logger.overrideLogger(false));

it('tells whoever listens in clear, and gives the rest to be read', async () => {
  const { live, write } = await house();
  await write('unheard');
  await until(() => {
    const { from, end } = live.listen(() => undefined);
    end();
    return from === 2n;
  });
  const told: unknown[] = [];
  const { from, end } = live.listen((event) => told.push(textOf(event)));
  await write('heard');
  await until(() => told.length === 1);
  end();
  await write('after');
  const missed: unknown[] = [];
  for await (const event of live.between(null, from)) missed.push(textOf(event));
  expect([missed, told]).toEqual([['before it began', 'unheard'], ['heard']]);
  await live.beforeApplicationShutdown();
});

it('goes on when what failed works again: nothing missed, nothing twice', async () => {
  const { live, vault, write } = await house();
  const told: unknown[] = [];
  live.listen((event) => told.push(textOf(event)));
  await write('1');
  await until(() => told.length === 1);
  vault.failures = 2;
  await write('2');
  await write('3');
  await until(() => told.length === 3);
  expect(told).toEqual(['1', '2', '3']);
  await live.beforeApplicationShutdown();
});

it('stops at once, also while it waits for what failed', async () => {
  const { live, vault, write } = await house();
  live.listen(() => undefined);
  vault.failures = 1_000;
  await write('unreadable');
  await until(() => vault.failures < 1_000);
  const begun = Date.now();
  await live.beforeApplicationShutdown();
  expect(Date.now() - begun).toBeLessThan(300);
  expect(live.stopped.aborted).toBe(true);
});
