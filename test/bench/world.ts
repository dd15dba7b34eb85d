import { LocalEventLog } from '@throughline/event-log-local';
import { derivedId, Journal, type EventStore } from '@throughline/event-store';
import { SqliteEventStore } from '@throughline/event-store-sqlite';
import { linkView } from '@throughline/identity';
import type { NewEvent, View } from '@throughline/kernel';
import { ProjectionEngine } from '@throughline/projections';
import { SqliteReadStore } from '@throughline/read-store-sqlite';
import type { Vault } from '@throughline/vault';
import { loadMasterKey, SqliteVault } from '@throughline/vault-sqlite';
import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { receive } from '../../apps/intake/src/receive';
import { timelineView } from '../../apps/timeline/src/timeline.view';

/** What one machine runs, without HTTP: the same adapters, put together the same way, in a folder of their own. */
export interface World {
  readonly folder: string;
  readonly vault: Vault;
  readonly store: EventStore;
  readonly journal: Journal;
  readonly engine: ProjectionEngine;
  end(): Promise<void>;
}

export async function openWorld(views: readonly View[] = [timelineView, linkView]): Promise<World> {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'throughline-bench-'));
  const vault = await SqliteVault.open({ path: path.join(folder, 'vault.sqlite'), masterKey: loadMasterKey(path.join(folder, 'master.key'), {}) });
  const store = await SqliteEventStore.open({ path: path.join(folder, 'events.sqlite') });
  const journal = await Journal.open(store, vault);
  const log = new LocalEventLog(store);
  const readStore = SqliteReadStore.open({ path: path.join(folder, 'shelves.sqlite') });
  const engine = new ProjectionEngine({ log, store, readStore, open: journal.openEvents, views });
  const end = async (): Promise<void> => {
    await engine.stop();
    await log.close();
    await readStore.close();
    await store.close();
    await vault.close();
    rmSync(folder, { recursive: true });
  };
  return { folder, vault, store, journal, engine, end };
}

/** Starts the projections and waits until every shelf has all events. */
export async function projected({ engine }: World): Promise<void> {
  await engine.start();
  await caughtUp(engine);
}

/** `lookEvery`, in ms: looking asks the servers where they are others. */
export async function caughtUp(engine: ProjectionEngine, lookEvery = 10): Promise<void> {
  for (;;) {
    const status = await engine.status();
    if (status.every(({ state, lagEvents }) => state.kind === 'running' && lagEvents === 0)) return;
    await new Promise((resolve) => setTimeout(resolve, lookEvery));
  }
}

const CHUNK = 1_000;

/** Through the code behind `POST /events`: so many that were never recorded before, from this number on. */
export async function recordedIn({ journal }: World, events: number, first = 0): Promise<void> {
  for (let from = 0; from < events; from += CHUNK) await receive(journal, Array.from({ length: Math.min(CHUNK, events - from) }, (_, i) => cloudEvent(first + from + i)), BEARER);
}

export const PEOPLE = 2_000;

/** As a shop sends it: about 560 bytes as stored, three personal fields. Made by its number alone. */
export function cloudEvent(number: number, person = number % PEOPLE): Record<string, unknown> {
  return {
    specversion: '1.0', id: `bench-${number}`, source: '/bench', type: 'shop.order-placed', subject: `email:simulated-${person}@example.com`, time: new Date(Date.UTC(2026, 0, 1) + number * 1000).toISOString(),
    data: { order: `A-${number}`, email: `simulated-${person}@example.com`, total: { amount: `${number % 500}.50`, currency: 'EUR' }, lines: [{ sku: `S-${number % 97}`, quantity: (number % 3) + 1 }] },
  };
}

export const BEARER = { actor: 'source:bench', source: 'bench', receivedAt: '2026-01-01T00:00:00.000Z' } as const;

/** The same, addressed and ready to be sealed. */
export function addressed(journal: Journal, number: number): { readonly stream: string; readonly event: NewEvent } {
  const { id, source, type, subject, time, data } = cloudEvent(number) as { id: string; source: string; type: string; subject: string; time: string; data: unknown };
  const eventId = derivedId(BEARER.source, source, id);
  const draft = { id: eventId, type, data, source: BEARER.source, occurredAt: time, actor: BEARER.actor, correlationId: eventId, causationId: null, sender: { source, id, subject: { type: 'email', value: subject.slice('email:'.length) }, time } };
  const { stream, events } = journal.address({ revision: 'no-stream', subject: null, parties: [] }, [draft]);
  return { stream, event: events[0] as NewEvent };
}
