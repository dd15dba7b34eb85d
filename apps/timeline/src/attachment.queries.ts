import type { NodeId } from '@throughline/kernel';
import type { Shelf } from '@throughline/read-store';
import type { AttachmentDocument } from './attachment.view';
import { pageOf, type Page } from './thing-pages';

export interface AttachmentQuery {
  readonly about?: string;
  readonly limit: number;
  readonly after?: string;
}

/** Newest first. */
export function attachmentsOf(shelf: Shelf, nodes: readonly NodeId[], { about, limit, after }: AttachmentQuery): Promise<Page<AttachmentDocument>> {
  const where = { status: 'added', customerNode: { in: nodes }, ...(about === undefined ? {} : { about }) };
  return pageOf(shelf, { anyOf: [where], orderBy: 'addedAt', descending: true, limit, ...(after === undefined ? {} : { after }) });
}

/** Also one that was withdrawn: `status` says so. `null` = there never was one. */
export async function attachmentById(shelf: Shelf, attachmentId: string): Promise<AttachmentDocument | null> {
  return ((await shelf.documents([attachmentId])).get(attachmentId)?.body as AttachmentDocument | undefined) ?? null;
}
