import type { NodeId } from '@throughline/kernel';
import type { Shelf } from '@throughline/read-store';
import type { NoteDocument } from './note.view';
import { pageOf } from './thing-pages';

export interface NotePage {
  /** With the first page only: they stand on top of a list, and in their place in it too. */
  readonly pinned: readonly NoteDocument[];
  readonly notes: readonly NoteDocument[];
  readonly after: string | null;
}

/** More than these do not fit on top of anything; the newest pinned are shown. */
const MOST_PINNED = 20;

/** Newest first. */
export async function notesOf(shelf: Shelf, nodes: readonly NodeId[], { limit, after }: { readonly limit: number; readonly after?: string }): Promise<NotePage> {
  const where = { status: 'written', customerNode: { in: nodes } };
  const newest = { orderBy: 'writtenAt', descending: true };
  const pinned = after === undefined ? await pageOf<NoteDocument>(shelf, { anyOf: [{ ...where, pinned: true }], ...newest, limit: MOST_PINNED }) : { things: [] };
  const page = await pageOf<NoteDocument>(shelf, { anyOf: [where], ...newest, limit, ...(after === undefined ? {} : { after }) });
  return { pinned: pinned.things, notes: page.things, after: page.after };
}
