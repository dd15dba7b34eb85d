import { cpSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { EventStore } from '@throughline/event-store';
import { SqliteEventStore } from '@throughline/event-store-sqlite';
import type { StoredEvent } from '@throughline/kernel';
import { FaultFound } from './fault-found';
import type { Ledger, Place } from './ledger';
import { SENDER } from './request';

/** Everything the checker has read of a store so far. Reading on costs only what is new. */
export class Reading {
  readonly places = new Map<string, Place>();
  /** Event ids by the sender's. */
  private readonly bySender = new Map<string, string>();
  private readonly revisions = new Map<string, number>();
  /** Ids of what no client asked for: the first start registers a source and a key, a command takes a number first. */
  private readonly ofTheHouse = new Set<string>();
  /** A command takes one number a day, however often it is repeated. */
  private readonly numbered = new Set<string>();
  private position = 0n;
  private recordedAt = '';

  /** Throws `FaultFound` on a hole, an event that stands twice, an order that is none. */
  async readOn(store: Pick<EventStore, 'head' | 'readAll'>): Promise<void> {
    const head = (await store.head()) ?? 0n;
    if (head < this.position) throw new FaultFound(`the store ended at ${this.position} before and ends at ${head} now`, 'lost');
    for await (const event of store.readAll({ after: this.position })) this.take(event);
    if (this.position !== head) throw new FaultFound(`the store says it ends at ${head}, the last event read has ${this.position}`, 'lost');
  }

  /** Everything acknowledged stands where the answer said. */
  checkAcknowledged({ acknowledged, imported }: Ledger): void {
    for (const { id, stream, revision, position } of acknowledged.values()) {
      const place = this.places.get(id);
      if (place === undefined) throw new FaultFound(`event ${id} of ${stream} was acknowledged and is not there`, 'lost');
      if (place.stream !== stream || place.revision !== revision || place.position !== position) throw new FaultFound(`event ${id} was acknowledged at ${stream} ${revision}, position ${position}, and stands at ${JSON.stringify(place)}`);
    }
    for (const id of imported) if (!this.bySender.has(id)) throw new FaultFound(`the event "${id}" of a file was acknowledged and is not there`, 'lost');
  }

  /** And nothing else stands there; for when every request has been answered. */
  checkNothingElse({ acknowledged, imported, quarantineStreams }: Ledger): void {
    const files = new Set([...imported].map((id) => this.bySender.get(id)));
    for (const { id, stream } of this.places.values())
      if (!acknowledged.has(id) && !files.has(id) && !quarantineStreams.has(stream) && !this.ofTheHouse.has(id)) throw new FaultFound(`event ${id} of ${stream} stands in the store and no request said so`, 'doubled');
  }

  private take({ id, type, stream, revision, position, recordedAt, sender, actor, causationId }: StoredEvent): void {
    const before = this.places.get(id);
    if (before !== undefined) throw new FaultFound(`event ${id} stands at ${before.stream} ${before.revision} and again at ${stream} ${revision}`, 'doubled');
    const expected = (this.revisions.get(stream) ?? -1) + 1;
    if (revision !== expected) throw new FaultFound(`after revision ${expected - 1} of ${stream} comes ${revision}`, 'lost');
    if (position <= this.position || recordedAt < this.recordedAt) throw new FaultFound(`position ${position} (${recordedAt}) comes after ${this.position} (${this.recordedAt})`);
    if (type === 'settings.number-issued') this.takeNumber(`${stream} ${causationId}`);
    if (actor.startsWith('process:') || type === 'settings.number-issued') this.ofTheHouse.add(id);
    if (sender?.source === SENDER) this.takeSenderId(sender.id, id);
    this.places.set(id, { id, stream, revision, position: String(position) });
    this.revisions.set(stream, revision);
    this.position = position;
    this.recordedAt = recordedAt;
  }

  private takeNumber(forCommand: string): void {
    if (this.numbered.has(forCommand)) throw new FaultFound(`a command has two numbers: ${forCommand}`, 'doubled');
    this.numbered.add(forCommand);
  }

  private takeSenderId(senderId: string, id: string): void {
    if (this.bySender.has(senderId)) throw new FaultFound(`the sender's event "${senderId}" stands there twice`, 'doubled');
    this.bySender.set(senderId, id);
  }
}

/**
 * Works on a copy of the data folder of a server that is not running, so that the server itself finds every crash as it was.
 * `which`: the beginning of the names of the files that are needed; '' = all.
 */
export async function onCopy<T>(folder: string, which: string, work: (copy: string) => Promise<T>): Promise<T> {
  const copy = mkdtempSync(join(tmpdir(), 'throughline-faults-copy-'));
  try {
    for (const name of readdirSync(folder)) if (name.startsWith(which)) cpSync(join(folder, name), join(copy, name), { recursive: true });
    return await work(copy);
  } finally {
    rmSync(copy, { recursive: true, force: true });
  }
}

/** Opens as the server would; whatever that refuses is a fault. */
export async function withStore<T>(folder: string, work: (store: SqliteEventStore) => Promise<T>): Promise<T> {
  const warnings: string[] = [];
  const store = await SqliteEventStore.open({ path: join(folder, 'events.sqlite'), onWarning: (warning) => warnings.push(warning) }).catch((error: unknown) => {
    throw new FaultFound(`the event store cannot be opened after the crash: ${String(error)}`, 'lost');
  });
  try {
    if (warnings.length > 0) throw new FaultFound(`opening the event store warned: ${warnings.join('; ')}`);
    return await work(store);
  } finally {
    await store.close();
  }
}
