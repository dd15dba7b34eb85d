import type { NodeId } from '@throughline/kernel';
import { pageOf, type Page, type Shelf } from '@throughline/read-store';
import type { NoteDocument } from './note.view';

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
  const newest = { orderBy: { path: 'writtenAt', descending: true } };
  const pinned = after === undefined ? notesIn(await pageOf(shelf, { anyOf: [{ ...where, pinned: true }], ...newest, limit: MOST_PINNED })) : [];
  const page = await pageOf(shelf, { anyOf: [where], ...newest, limit, after });
  return { pinned, notes: notesIn(page), after: page.after };
}

function notesIn({ documents }: Page): readonly NoteDocument[] {
  return documents.map(({ body }) => body as NoteDocument);
}
