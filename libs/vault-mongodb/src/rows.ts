import type { MongoConnection } from '@throughline/mongodb';
import { VaultError, type Credential, type Wrapping } from '@throughline/vault';
import { mongo } from 'mongoose';

/** 32 bytes, wrapped by the master key; `null` = destroyed, for ever. This shape is stored: version it, never change it. */
export interface WrappedRow {
  readonly _id: string;
  readonly wrapped: mongo.Binary | null;
}

export interface CountRow {
  readonly _id: string;
  readonly count: bigint;
}

export type CredentialRow = Omit<Credential, 'hash'> & { readonly _id: string };

/** The collections of a vault. Without indexes beside `_id`: nothing is looked for by anything else. */
export interface Rows {
  readonly checks: mongo.Collection<WrappedRow>;
  readonly secrets: mongo.Collection<WrappedRow>;
  readonly keys: mongo.Collection<WrappedRow>;
  readonly counts: mongo.Collection<CountRow>;
  readonly credentials: mongo.Collection<CredentialRow>;
}

/** What is sealed with a key must not outlive it: only what a majority has is read, which no failover takes back. */
export function rowsOf(connection: MongoConnection, database: string): Rows {
  const db = connection.database(database, 'majority');
  return { checks: db.collection('checks'), secrets: db.collection('secrets'), keys: db.collection('keys'), counts: db.collection('counts'), credentials: db.collection('credentials') };
}

export function wrapped(wrapping: Wrapping, bytes: Buffer, label: string): mongo.Binary {
  return new mongo.Binary(wrapping.wrap(bytes, label));
}

/** Throws where it does not open: another row was put in its place, or it is damaged. */
export function unwrapped(wrapping: Wrapping, { buffer, position }: mongo.Binary, label: string): Buffer {
  const bytes = wrapping.unwrap(buffer.subarray(0, position), label);
  if (bytes === null) throw new VaultError('VAULT_FAILED', `the vault is damaged at ${label}: restore it from a backup`);
  return bytes;
}

export function credentialOf({ _id, id, kind, actor, source, createdAt, disabled }: CredentialRow): Credential {
  return { hash: _id, id, kind, actor, source, createdAt, disabled };
}
