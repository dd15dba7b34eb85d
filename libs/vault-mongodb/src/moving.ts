import { duplicatesOf, repeating } from '@throughline/mongodb';
import { missingRows, VaultError, type Credential, type VaultRow, type Wrapping } from '@throughline/vault';
import { credentialOf, unwrapped, wrapped, type Rows, type WrappedRow } from './rows';

const ROWS_AT_ONCE = 1_000;

/** Everything there is, unwrapped. */
export async function* everyRow(rows: Rows, wrapping: Wrapping): AsyncGenerator<VaultRow> {
  for await (const row of rows.secrets.find({}, { sort: { _id: 1 } })) yield secretOf(row, wrapping);
  for await (const row of rows.keys.find({}, { sort: { _id: 1 } })) yield keyOf(row, wrapping);
  for await (const row of rows.credentials.find({}, { sort: { _id: 1 } })) yield credentialRow(credentialOf(row));
}

/** Inserts what is missing, until a majority has all of it: an answer may be lost, and what is there is never exchanged. */
export async function restoreRows(rows: Rows, wrapping: Wrapping, given: readonly VaultRow[]): Promise<void> {
  for (let from = 0; from < given.length; from += ROWS_AT_ONCE) missingRows(given.slice(from, from + ROWS_AT_ONCE), await known(rows, wrapping, given.slice(from, from + ROWS_AT_ONCE)));
  for (let from = 0; from < given.length; from += ROWS_AT_ONCE) await restorePage(rows, wrapping, given.slice(from, from + ROWS_AT_ONCE));
}

async function restorePage(rows: Rows, wrapping: Wrapping, page: readonly VaultRow[]): Promise<void> {
  const attempt = async (): Promise<true | undefined> => {
    const missing = missingRows(page, await known(rows, wrapping, page));
    if (missing.length === 0) return true;
    await insert(rows, wrapping, missing);
    return undefined;
  };
  await repeating(attempt, () => new VaultError('VAULT_FAILED', 'what was brought over does not reach a majority of the servers'));
}

async function insert(rows: Rows, wrapping: Wrapping, missing: readonly VaultRow[]): Promise<void> {
  const [secrets, keys, credentials] = [[] as WrappedRow[], [] as WrappedRow[], missing.flatMap((row) => (row.kind === 'credential' ? [row.credential] : []))];
  for (const row of missing) {
    if (row.kind === 'credential') continue;
    const list = row.kind === 'secret' ? secrets : keys;
    list.push({ _id: row.name, wrapped: row.bytes && wrapped(wrapping, row.bytes, `${row.kind}:${row.name}`) });
  }
  if (secrets.length > 0) await inserting(() => rows.secrets.insertMany(secrets, { ordered: false }));
  if (keys.length > 0) await inserting(() => rows.keys.insertMany(keys, { ordered: false }));
  if (credentials.length > 0) await inserting(() => rows.credentials.insertMany(credentials.map(({ hash, ...credential }) => ({ _id: hash, ...credential })), { ordered: false }));
}

/** What is there already is compared when it is read again. */
async function inserting(work: () => Promise<unknown>): Promise<void> {
  try {
    await work();
  } catch (error) {
    duplicatesOf(error);
  }
}

async function known(rows: Rows, wrapping: Wrapping, wanted: readonly VaultRow[]): Promise<(row: VaultRow) => VaultRow | undefined> {
  const found = new Map<string, VaultRow>();
  const named = (kind: VaultRow['kind']) => ({ _id: { $in: wanted.flatMap((row) => (row.kind === kind ? [row.name] : [])) } });
  const keep = (row: VaultRow): void => void found.set(`${row.kind} ${row.name}`, row);
  for await (const row of rows.secrets.find(named('secret'))) keep(secretOf(row, wrapping));
  for await (const row of rows.keys.find(named('key'))) keep(keyOf(row, wrapping));
  for await (const row of rows.credentials.find(named('credential'))) keep(credentialRow(credentialOf(row)));
  return ({ kind, name }) => found.get(`${kind} ${name}`);
}

function credentialRow(credential: Credential): VaultRow {
  return { kind: 'credential', name: credential.hash, credential };
}

function secretOf({ _id: name, wrapped: bytes }: WrappedRow, wrapping: Wrapping): VaultRow {
  if (bytes === null) throw new VaultError('VAULT_FAILED', `the vault is damaged at secret:${name}: restore it from a backup`);
  return { kind: 'secret', name, bytes: unwrapped(wrapping, bytes, `secret:${name}`) };
}

function keyOf({ _id: name, wrapped: bytes }: WrappedRow, wrapping: Wrapping): VaultRow {
  return { kind: 'key', name, bytes: bytes && unwrapped(wrapping, bytes, `key:${name}`) };
}
