import type { BlobStore } from '@throughline/blob-store';
import { FolderBlobStore } from '@throughline/blob-store-folder';
import { MongoBlobStore } from '@throughline/blob-store-mongodb';
import type { EventStore } from '@throughline/event-store';
import { EventStoreDbEventStore } from '@throughline/event-store-eventstoredb';
import { SqliteEventStore } from '@throughline/event-store-sqlite';
import { MongoConnection } from '@throughline/mongodb';
import type { Vault } from '@throughline/vault';
import { MongoVault } from '@throughline/vault-mongodb';
import { loadMasterKey, SqliteVault } from '@throughline/vault-sqlite';
import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Config } from './config';
import type { DistributedConfig } from './distributed-config';
import { takeFolder } from './lease';
import { Opened } from './opened';
import { ConfigError } from './settings';

/** What cannot be built anew: all that a company is. */
export interface Durable {
  readonly store: EventStore;
  readonly vault: Vault;
  readonly blobs: BlobStore;
}

/** Told of what an operator should know although the store works. */
type Warn = (message: string) => void;

/** In the data folder while a company is brought over: what is half there must not be worked with. */
const RESTORING = 'restoring';
const EVENTS = 'events.sqlite';
const MASTER_KEY = 'master.key';

/** The data folder, for this process alone. Makes what is not there. */
export async function openFolder(dataFolder: string, opened: Opened, warn: Warn): Promise<Durable & { readonly masterKey: Buffer }> {
  const file = (name: string): string => join(dataFolder, name);
  opened.with(takeFolder(dataFolder), (lease) => lease.release());
  const masterKey = loadMasterKey(file(MASTER_KEY), process.env);
  const vault = opened.with(await SqliteVault.open({ path: file('vault.sqlite'), masterKey }), (it) => it.close());
  const blobs = opened.with(await FolderBlobStore.open({ folder: file('blobs') }), (it) => it.close());
  const store = opened.with(await SqliteEventStore.open({ path: file(EVENTS), onWarning: warn }), (it) => it.close());
  return { store, vault, blobs, masterKey };
}

/** On servers that others use too; `name`: how their own tools show us. */
export async function openServers({ eventStoreUrl, mongodbUrl, namespace, masterKey }: DistributedConfig, name: string, opened: Opened, warn: Warn): Promise<Durable & { readonly mongodb: MongoConnection }> {
  const mongodb = opened.with(await MongoConnection.open({ url: mongodbUrl, name }), (it) => it.close());
  const vault = opened.with(await MongoVault.open(mongodb, { database: `${namespace}-vault`, masterKey }), (it) => it.close());
  const blobs = opened.with(await MongoBlobStore.open(mongodb, { database: `${namespace}-files` }), (it) => it.close());
  const store = opened.with(await EventStoreDbEventStore.open({ url: eventStoreUrl, namespace, onWarning: warn }), (it) => it.close());
  return { store, vault, blobs, mongodb };
}

/** A company at rest: nothing runs, nothing is projected, and no secret is made that was not there. */
export async function openAtRest({ dataFolder, distributed }: Config, warn: Warn): Promise<Durable & { readonly masterKey: Buffer; readonly close: () => Promise<void> }> {
  return Opened.by(async (opened) => {
    const close = (): Promise<void> => opened.close();
    if (distributed === undefined) return { ...(await openFolder(dataFolder, opened, warn)), close };
    return { ...(await openServers(distributed, 'throughline-moving', opened, warn)), masterKey: distributed.masterKey, close };
  });
}

/** Whether a company has ever been opened in a data folder. */
export function hasCompany(dataFolder: string): boolean {
  return existsSync(join(dataFolder, EVENTS));
}

/** The master key a company is opened with; `null` = its first start will make one. Throws `VaultError` where it is none. */
export function masterKeyOf({ dataFolder, distributed }: Config): Buffer | null {
  if (distributed !== undefined) return distributed.masterKey;
  return hasMasterKey(dataFolder) ? loadMasterKey(join(dataFolder, MASTER_KEY), process.env) : null;
}

/** For a data folder that has none. */
export function adoptMasterKey(dataFolder: string, masterKey: Buffer): void {
  mkdirSync(dataFolder, { recursive: true, mode: 0o700 });
  writeFileSync(join(dataFolder, MASTER_KEY), `${masterKey.toString('base64')}\n`, { mode: 0o600, flag: 'wx', flush: true });
}

function hasMasterKey(dataFolder: string): boolean {
  return (process.env['THROUGHLINE_MASTER_KEY'] ?? '') !== '' || existsSync(join(dataFolder, MASTER_KEY));
}

/** From the first to the last of these nothing starts in the folder, however the process ends that brings a company over. */
export function beginRestoring(dataFolder: string): void {
  mkdirSync(dataFolder, { recursive: true, mode: 0o700 });
  writeFileSync(join(dataFolder, RESTORING), '', { mode: 0o600, flush: true });
}

export function endRestoring(dataFolder: string): void {
  rmSync(join(dataFolder, RESTORING), { force: true });
}

/** Throws `ConfigError`. */
export function refuseHalfRestored(dataFolder: string): void {
  if (existsSync(join(dataFolder, RESTORING))) throw new ConfigError(`a company is being brought over into ${dataFolder}, and that has not ended: repeat "throughline restore", it goes on where it stopped`);
}
