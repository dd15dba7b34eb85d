import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import type { AppendResult, EventStore, ExpectedRevision, Placed } from '@throughline/event-store';
import type { NewEvent, StoredEvent } from '@throughline/kernel';
import { Peer } from './peer';

const VARIABLE = 'EVENTSTORE_URL';

/** What a test of the adapter writes to: the server at `EVENTSTORE_URL`, or a peer in this process. */
export interface TestServer {
  readonly url: string;
  readonly name: string;
  readonly stop: () => Promise<void>;
}

export const isRealServer = process.env[VARIABLE] !== undefined;

export async function startServer(): Promise<TestServer> {
  const url = process.env[VARIABLE];
  if (url !== undefined) return { url, name: 'an EventStoreDB', stop: async () => undefined };
  const { peer, stop } = await startPeer();
  return { url: addressOf(peer), name: 'the stand-in for an EventStoreDB', stop };
}

/** A peer with a file of its own, which is removed when it stops. */
export async function startPeer(ports: readonly number[] = [0]): Promise<{ readonly peer: Peer; readonly stop: () => Promise<void> }> {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'throughline-eventstore-peer-'));
  const peer = await Peer.start({ file: path.join(folder, 'events.log'), ports });
  const stop = async (): Promise<void> => {
    await peer.stop();
    rmSync(folder, { recursive: true });
  };
  return { peer, stop };
}

export function addressOf(peer: Peer): string {
  return `esdb://127.0.0.1:${peer.ports[0]}?tls=false`;
}

/** Its own on every run, so that a server that others use is not harmed. */
export function freshNamespace(): string {
  return `test-${randomUUID()}`;
}

export function anEvent(data: unknown = 'x'.repeat(300)): NewEvent {
  const id = randomUUID();
  return { id, type: 'test.happened', schemaVersion: 1, source: 'test', subject: 'company:acme', parties: [], occurredAt: '2026-01-15T09:00:00.000Z', actor: 'process:test', correlationId: id, causationId: null, data };
}

export function events(count: number): readonly NewEvent[] {
  return Array.from({ length: count }, () => anEvent());
}

/** As every caller settles a lost answer: by the same append. */
export async function settled(store: EventStore, stream: string, expected: ExpectedRevision, group: readonly NewEvent[]): Promise<Exclude<AppendResult, { kind: 'unknown' }>> {
  for (;;) {
    const result = await store.append(stream, expected, group);
    if (result.kind !== 'unknown') return result;
  }
}

export async function written(store: EventStore, stream: string, expected: ExpectedRevision, group: readonly NewEvent[]): Promise<readonly Placed[]> {
  const result = await settled(store, stream, expected, group);
  if (result.kind !== 'done') throw new Error(`${stream} at ${expected}: ${result.kind}`);
  return result.events;
}

export async function all<T>(values: AsyncIterable<T>): Promise<readonly T[]> {
  const list: T[] = [];
  for await (const value of values) list.push(value);
  return list;
}

/** Follows from the beginning until `enough` events came. */
export async function followed(store: EventStore, enough: number): Promise<readonly StoredEvent[]> {
  const came: StoredEvent[] = [];
  const stop = new AbortController();
  for await (const batch of store.subscribe(null, stop.signal)) {
    came.push(...batch);
    if (came.length >= enough) stop.abort();
  }
  return came;
}
