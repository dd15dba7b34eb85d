import { VaultError, type Credential, type VaultRow } from './vault';

/** Whether two rows of one kind and name say the same. */
export function isSameRow(one: VaultRow, other: VaultRow): boolean {
  if (one.kind === 'credential') return other.kind === 'credential' && textOf(one.credential) === textOf(other.credential);
  if (other.kind === 'credential') return false;
  return one.bytes === null || other.bytes === null ? one.bytes === other.bytes : one.bytes.equals(other.bytes);
}

/** The rows that are not there yet; `there`: what the vault has of that kind and name. Throws `VAULT_NOT_EMPTY`. */
export function missingRows(rows: readonly VaultRow[], there: (row: VaultRow) => VaultRow | undefined): readonly VaultRow[] {
  return rows.filter((row) => {
    const known = there(row);
    if (known !== undefined && !isSameRow(row, known)) throw notEmpty(row);
    return known === undefined;
  });
}

function notEmpty({ kind, name }: VaultRow): VaultError {
  const what = kind === 'credential' ? 'a credential' : `the ${kind} ${name}`;
  return new VaultError('VAULT_NOT_EMPTY', `the vault has ${what} of its own already: a company is brought over into an empty vault`);
}

function textOf({ hash, id, kind, actor, source, createdAt, disabled }: Credential): string {
  return JSON.stringify([hash, id, kind, actor, source, createdAt, disabled]);
}
