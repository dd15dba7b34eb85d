import type { BlobStore } from '@throughline/blob-store';
import type { EventStore } from '@throughline/event-store';
import { canonicalJson, type StoredEvent } from '@throughline/kernel';
import type { Vault } from '@throughline/vault';
import type { Company, Part, Work } from './archive';
import { comparableBlob, digestOf } from './blob-lines';
import { comparable, HistoryDigest, SetDigest } from './digest';
import type { Archive } from './open-archive';
import { nameOf } from './restore-events';
import { comparableRow } from './vault-rows';

export type Digests = Pick<Part, 'count' | 'digest'>;

/** What was exported and what is there, read back from the target. */
export interface Comparison {
  readonly part: 'events' | 'vault' | 'attachments';
  readonly exported: Digests;
  readonly found: Digests;
  /** The first that differs, in words; `null` = all is equal. */
  readonly difference: string | null;
}

/** Reads everything back and compares it with the archive. Events one by one, so that the first one that differs has a name. */
export async function compareCompany(archive: Archive, { store, vault, blobs }: Company, work: Work): Promise<readonly Comparison[]> {
  const { manifest } = archive;
  return [await compareEvents(archive, store, work), compared('vault', manifest.vault, await digestOfVault(vault, work)), compared('attachments', manifest.blobs, await digestOfBlobs(blobs, work))];
}

async function compareEvents(archive: Archive, store: EventStore, { tell, signal }: Work): Promise<Comparison> {
  const { count, digest } = archive.manifest.events;
  const found = new HistoryDigest();
  const exported = archive.events();
  let difference: string | null = null;
  for await (const event of store.readAll()) {
    signal.throwIfAborted();
    found.add(comparable(event));
    const { value } = await exported.next();
    difference ??= differenceOf(found.count, value ?? null, event);
    if (found.count % 1_000 === 0) tell({ stage: 'comparing', done: found.count, total: count });
  }
  const missing = difference === null && found.count < count ? `event ${found.count + 1} of the archive is missing` : null;
  return compared('events', { count, digest }, { count: found.count, digest: found.hex }, difference ?? missing);
}

function differenceOf(number: number, exported: StoredEvent | null, found: StoredEvent): string | null {
  if (exported === null) return `event ${number} is in the target only: ${nameOf(found)}`;
  if (comparable(exported) === comparable(found)) return null;
  const [one, other] = [membersOf(exported), membersOf(found)];
  const members = [...new Set([...one.keys(), ...other.keys()])].filter((name) => one.get(name) !== other.get(name));
  return `event ${number} differs in ${members.join(', ')}: exported was ${nameOf(exported)}, found was ${nameOf(found)}`;
}

/** As canonical JSON, by name; without what may differ. */
function membersOf({ position: _position, places: _places, ...event }: StoredEvent): ReadonlyMap<string, string> {
  return new Map(Object.entries(event).map(([name, value]) => [name, canonicalJson(value ?? null)]));
}

function compared(part: Comparison['part'], { count, digest }: Digests, found: Digests, difference: string | null = null): Comparison {
  const isEqual = count === found.count && digest === found.digest;
  return { part, exported: { count, digest }, found, difference: difference ?? (isEqual ? null : `the ${part} differ`) };
}

async function digestOfVault(vault: Vault, { signal }: Work): Promise<Digests> {
  const digest = new SetDigest();
  for await (const row of vault.rows()) {
    signal.throwIfAborted();
    digest.add(comparableRow(row));
  }
  return { count: digest.count, digest: digest.hex };
}

async function digestOfBlobs(blobs: BlobStore, { signal }: Work): Promise<Digests> {
  const digest = new SetDigest();
  for await (const { address } of blobs.list()) {
    signal.throwIfAborted();
    digest.add(comparableBlob({ address, ...(await digestOf(await blobs.sealed(address))) }));
  }
  return { count: digest.count, digest: digest.hex };
}
