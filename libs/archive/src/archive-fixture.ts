import { MemoryBlobStore } from '@throughline/blob-store';
import { Journal, MemoryEventStore, NO_STREAM, type Draft, type EventStore, type StreamHead } from '@throughline/event-store';
import type { StoredEvent } from '@throughline/kernel';
import { MemoryVault } from '@throughline/vault';
import { randomUUID } from 'node:crypto';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Company, Work } from './archive';

/** What a made-up company did, by chance: `who` and `far` choose among the people and the past. */
export interface Act {
  readonly kind: 'order' | 'lead' | 'seen' | 'inbox' | 'erased' | 'file' | 'key';
  readonly who: number;
  readonly far: number;
}

export const MASTER_KEY = Buffer.alloc(32, 7);
const STAFF = ['0198c2d4-0000-7000-8000-00000000000a', '0198c2d4-0000-7000-8000-00000000000b'];

export const quiet: Work = { tell: () => undefined, signal: new AbortController().signal };

export function emptyCompany(store: EventStore = new MemoryEventStore()): Company {
  return { store, vault: new MemoryVault(), blobs: new MemoryBlobStore() };
}

export function freshFolder(): string {
  return join(mkdtempSync(join(tmpdir(), 'throughline-archive-')), 'archive');
}

/** A company that did all that, one act after the other; its clock goes on by itself. */
export async function companyThat(acts: readonly Act[], company: Company = emptyCompany()): Promise<Company> {
  const journal = await Journal.open(company.store, company.vault);
  for (const act of acts) await done(company, journal, act);
  return company;
}

async function done(company: Company, journal: Journal, { kind, who, far }: Act): Promise<void> {
  const person = { type: 'email', value: `person-${who}@example.com` };
  const owner = journal.node(person);
  if (kind === 'erased') return company.vault.destroyKey(owner);
  if (kind === 'key') return company.vault.putCredential({ hash: `${who}${far}`.padStart(64, '0'), id: randomUUID(), kind: 'staff', actor: `staff:${STAFF[0]}`, source: 'desk', createdAt: '2026-01-15T09:00:00.000Z', disabled: far % 2 === 0 });
  if (kind === 'file') {
    const key = (await company.vault.keys([owner])).get(owner) ?? null;
    if (key !== null) await company.blobs.put(key, pieces(Buffer.alloc(1 + far * 700, who + 1)), 10_000_000);
    return undefined;
  }
  await record(company, journal, await draftOf(company, kind, who, far));
}

async function draftOf({ store }: Company, kind: 'order' | 'lead' | 'seen' | 'inbox', who: number, far: number): Promise<Draft> {
  const customer = { type: 'email', value: `person-${who}@example.com` };
  const id = randomUUID();
  const origin = { id, source: 'test', occurredAt: '2026-01-15T09:00:00.000Z', actor: 'process:test' as const, correlationId: id, causationId: null };
  const [staffId] = STAFF.slice(who % 2);
  const position = String(await somePosition(store, far));
  switch (kind) {
    case 'order':
      return { ...origin, type: 'shop.order-placed', data: { note: `for ${customer.value}`, lines: [1, { total: far }] }, sender: { source: '/shop', id, subject: customer, time: '2026-01-15T10:00:00+01:00' } };
    case 'lead':
      return { ...origin, type: 'marketing.lead-captured', data: { leadId: id, customer, firstName: 'Jane', interest: `a boat 🙂 ${far}` } };
    case 'seen':
      return { ...origin, type: 'staff.customer-seen', data: { staffId, customer, position } };
    case 'inbox':
      return { ...origin, type: 'staff.inbox-read', data: { staffId, day: '2026-01-15', ...(far % 3 === 0 ? {} : { upTo: position }), ...(far % 3 === 1 ? {} : { entries: [position, String(await somePosition(store, far + 7))] }) } };
  }
}

/** Of an event that is there: mostly a late one. 0 = there is none. */
async function somePosition(store: EventStore, far: number): Promise<bigint> {
  const positions: bigint[] = [];
  for await (const { position } of store.readAll({ backwards: true, limit: 1 + far * far })) positions.push(position);
  return positions.at(-1) ?? 0n;
}

async function record({ store }: Company, journal: Journal, draft: Draft): Promise<void> {
  const last = await lastOf(store, journal.streamOf(draft));
  const { stream, events, head } = journal.address(last, [draft]);
  const result = await journal.append(stream, last.revision, events);
  if (result.kind !== 'done') throw new Error(`${stream} at ${String(head.revision)}: ${result.kind}`);
}

async function lastOf(store: EventStore, stream: string): Promise<StreamHead> {
  for await (const { revision, subject, parties } of store.readStream(stream, { backwards: true, limit: 1 })) return { revision, subject, parties };
  return NO_STREAM;
}

async function* pieces(content: Buffer): AsyncGenerator<Buffer> {
  yield content;
}

export async function everything<T>(values: AsyncIterable<T>): Promise<readonly T[]> {
  const all: T[] = [];
  for await (const value of values) all.push(value);
  return all;
}

/** As people see it: opened, and every position that is named replaced by what stands there. Equal wherever the company is. */
export async function asSeen({ store, vault }: Company): Promise<readonly unknown[]> {
  const stored = await everything(store.readAll());
  const at = new Map(stored.map(({ id, position }) => [String(position), id]));
  const journal = await Journal.open(store, vault);
  const text = (event: StoredEvent): unknown => {
    const { position, upTo, entries, ...data } = event.data as { readonly position?: string; readonly upTo?: string; readonly entries?: readonly string[] };
    const marks = event.type.startsWith('staff.') ? { data, marks: [position, upTo, ...(entries ?? [])].map((mark) => mark && (at.get(mark) ?? mark)) } : {};
    return { ...event, position: null, ...marks };
  };
  return (await journal.openEvents(stored)).map(({ ok, event }) => ({ ok, event: text(event) }));
}
