import type { NodeId } from '@throughline/kernel';
import { asked, pageOf, type Shelf } from '@throughline/read-store';
import type { AttachmentDocument } from './attachment.view';

export interface AttachmentQuery {
  readonly about?: string;
  readonly limit: number;
  readonly after?: string;
}

export interface AttachmentPage {
  readonly attachments: readonly AttachmentDocument[];
  readonly after: string | null;
}

/** Newest first. */
export async function attachmentsOf(shelf: Shelf, nodes: readonly NodeId[], { about, limit, after }: AttachmentQuery): Promise<AttachmentPage> {
  const where = { status: 'added', customerNode: { in: nodes }, ...asked({ about }) };
  const page = await pageOf(shelf, { anyOf: [where], orderBy: { path: 'addedAt', descending: true }, limit, after });
  return { attachments: page.documents.map(({ body }) => body as AttachmentDocument), after: page.after };
}

/** Also one that was withdrawn: `status` says so. `null` = there never was one. */
export async function attachmentById(shelf: Shelf, attachmentId: string): Promise<AttachmentDocument | null> {
  return ((await shelf.documents([attachmentId])).get(attachmentId)?.body as AttachmentDocument | undefined) ?? null;
}
