import { mkdir, readdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { ArchiveError, type Part } from './archive';
import { damaged, writeWhole } from './segments';

const DRAFT = 'unfinished.json';
const MANIFEST = 'manifest.json';

/** How far an export has come. Vault and attachments are short beside the events and are begun anew. */
export interface Draft {
  readonly storeId: string;
  readonly check: string;
  readonly events: Part;
  /** Of the last event that stands in a segment; `null` = none does. Decimal. */
  readonly position: string | null;
}

/** What an interrupted export left there; `null` = it is a new folder. Throws `ARCHIVE_TAKEN`. */
export async function openDraft(folder: string): Promise<Draft | null> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const names = await readdir(folder);
  if (names.includes(MANIFEST)) throw new ArchiveError('ARCHIVE_TAKEN', `${folder} holds a finished archive already: choose another folder`);
  if (!names.includes(DRAFT)) {
    if (names.length > 0) throw new ArchiveError('ARCHIVE_TAKEN', `${folder} is not empty: choose another folder`);
    return null;
  }
  try {
    return JSON.parse(await readFile(join(folder, DRAFT), 'utf8')) as Draft;
  } catch {
    throw damaged(DRAFT, 'cannot be read; begin anew in another folder');
  }
}

export async function saveDraft(folder: string, draft: Draft): Promise<void> {
  await writeWhole(join(folder, DRAFT), [Buffer.from(JSON.stringify(draft))]);
}

/** Once there is a manifest. */
export async function dropDraft(folder: string): Promise<void> {
  await rm(join(folder, DRAFT), { force: true });
}

/** Whether an export was begun here and has not ended. */
export async function hasDraft(folder: string): Promise<boolean> {
  return (await readdir(folder).catch(() => [] as string[])).includes(DRAFT);
}
