import { createHmac, timingSafeEqual } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { canonicalJson } from '@throughline/kernel';
import { Wrapping } from '@throughline/vault';
import { ArchiveError, type Manifest } from './archive';
import { damaged, writeWhole } from './segments';

const MANIFEST = 'manifest.json';
const CHECK_LABEL = 'archive:check';
const CHECK = Buffer.from('throughline archive');

/** A manifest as it stands in the file. */
type Sealed = Manifest & { readonly seal: string };

export function newCheck(masterKey: Buffer): string {
  return new Wrapping(masterKey).wrap(CHECK, CHECK_LABEL).toString('base64');
}

export async function writeManifest(folder: string, manifest: Manifest, masterKey: Buffer): Promise<void> {
  const sealed: Sealed = { ...manifest, seal: sealOf(manifest, masterKey).toString('base64') };
  await writeWhole(join(folder, MANIFEST), [Buffer.from(`${JSON.stringify(sealed, null, 2)}\n`)]);
}

/** `null` = there is none. Nothing of what it says has been compared with anything yet. */
export async function readManifest(folder: string, masterKey: Buffer): Promise<Manifest | null> {
  const text = await readFile(join(folder, MANIFEST), 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return null;
    throw error;
  });
  if (text === null) return null;
  const { seal, ...manifest } = parsed(text);
  checkMasterKey(manifest, masterKey);
  const [given, right] = [Buffer.from(seal, 'base64'), sealOf(manifest, masterKey)];
  if (given.length !== right.length || !timingSafeEqual(given, right)) throw damaged(MANIFEST, 'is not what was exported: its seal does not fit');
  return manifest;
}

function parsed(text: string): Sealed {
  try {
    const manifest = JSON.parse(text) as Sealed;
    const { format, version, check, seal }: Readonly<Record<'format' | 'version' | 'check' | 'seal', unknown>> = manifest;
    if (format !== 'throughline-archive') throw new ArchiveError('ARCHIVE_UNKNOWN', `${MANIFEST} is not that of an archive of Throughline`);
    if (version !== 1) throw new ArchiveError('ARCHIVE_UNKNOWN', `the archive was made by a newer version of Throughline (format ${String(version)}): use that one`);
    if (typeof check !== 'string' || typeof seal !== 'string') throw damaged(MANIFEST, 'lacks its seal');
    return manifest;
  } catch (error) {
    throw error instanceof ArchiveError ? error : damaged(MANIFEST, 'cannot be read');
  }
}

export function checkMasterKey({ check }: Pick<Manifest, 'check'>, masterKey: Buffer): void {
  if (new Wrapping(masterKey).unwrap(Buffer.from(check, 'base64'), CHECK_LABEL) === null)
    throw new ArchiveError('WRONG_MASTER_KEY', 'the archive was made with another master key: give the one of the company it was taken from');
}

/** With a key of its own, so that what a manifest says can stand for nothing else. */
function sealOf(manifest: Manifest, masterKey: Buffer): Buffer {
  const key = createHmac('sha256', masterKey).update('throughline archive 1').digest();
  return createHmac('sha256', key).update(canonicalJson(manifest)).digest();
}
