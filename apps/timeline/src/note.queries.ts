import type { NodeId } from '@throughline/kernel';
import type { Shelf } from '@throughline/read-store';
import type { NoteDocument } from './note.view';
import { pageOf } from './thing-pages';

export interface NotePage {
  /** All of them, with the first page only: they stand on top of every list. */
  readonly pinned: readonly NoteDocument[];
  readonly notes: readonly NoteDocument[];
  readonly after: string | null;
}

/** Pinned notes at once; a page that has more of them has none on top. */
const MOST_PINNED = 100;

/** Newest first. */
export async function notesOf(shelf: Shelf, nodes: readonly NodeId[], { limit, after }: { readonly limit: number; readonly after?: string }): Promise<NotePage> {
  const where = { status: 'written', customerNode: { in: nodes } };
  const newest = { orderBy: 'writtenAt', descending: true };
  const pinned = after === undefined ? await pageOf<NoteDocument>(shelf, { anyOf: [{ ...where, pinned: true }], ...newest, limit: MOST_PINNED }) : { things: [] };
  const page = await pageOf<NoteDocument>(shelf, { anyOf: [{ ...where, pinned: false }], ...newest, limit, ...(after === undefined ? {} : { after }) });
  return { pinned: pinned.things, notes: page.things, after: page.after };
}
