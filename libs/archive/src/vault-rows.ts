import type { Credential, VaultRow } from '@throughline/vault';
import { Wrapping } from '@throughline/vault';
import { damaged } from './segments';

/** A row as it stands in an archive. `wrapped`: base64; `null` = a key that is destroyed. */
interface Line {
  readonly kind: VaultRow['kind'];
  readonly name: string;
  readonly wrapped: string | null;
}

/** Rows to lines and back, wrapped as vaults wrap theirs: bound to kind and name. */
export class VaultLines {
  private readonly wrapping: Wrapping;

  constructor(masterKey: Buffer) {
    this.wrapping = new Wrapping(masterKey);
  }

  line(row: VaultRow): string {
    const bytes = row.kind === 'credential' ? Buffer.from(JSON.stringify(row.credential)) : row.bytes;
    const line: Line = { kind: row.kind, name: row.name, wrapped: bytes && this.wrapping.wrap(bytes, labelOf(row)).toString('base64') };
    return JSON.stringify(line);
  }

  /** `file`: where it stands, for the message. Throws `ARCHIVE_DAMAGED`. */
  row(line: string, file: string): VaultRow {
    const { kind, name, wrapped } = JSON.parse(line) as Line;
    if (kind === 'key' && wrapped === null) return { kind, name, bytes: null };
    const bytes = this.wrapping.unwrap(Buffer.from(wrapped ?? '', 'base64'), labelOf({ kind, name }));
    if (bytes === null) throw damaged(file, `holds a ${kind} that does not open`);
    return kind === 'credential' ? { kind, name, credential: JSON.parse(bytes.toString()) as Credential } : { kind, name, bytes };
  }
}

/** What is compared of a row. Secrets have 256 random bits, so a digest of them gives nothing away. */
export function comparableRow(row: VaultRow): string {
  if (row.kind !== 'credential') return JSON.stringify([row.kind, row.name, row.bytes === null ? null : row.bytes.toString('hex')]);
  const { hash, id, kind, actor, source, createdAt, disabled } = row.credential;
  return JSON.stringify([row.kind, hash, id, kind, actor, source, createdAt, disabled]);
}

function labelOf({ kind, name }: Pick<VaultRow, 'kind' | 'name'>): string {
  return `${kind}:${name}`;
}
