import { type AttachmentEvent, type Concerned, concernedBy, CONCERNS_NOBODY, textOf } from '@throughline/contracts';
import { effectiveTime, type DocumentView, type StoredEvent } from '@throughline/kernel';

/** One attachment as lists show it and as it is found to be downloaded. */
export type AttachmentDocument = Concerned & {
  readonly attachmentId: string;
  /** `none` = there is nothing (any more): it was withdrawn. */
  readonly status: 'none' | 'added';
  readonly name: string | null;
  readonly mediaType: string;
  readonly bytes: number;
  /** SHA-256 of its content, hex. */
  readonly hash: string | null;
  /** Where the blob lies, and whose key opens it: the lane's, whoever it was moved to later. */
  readonly blob: string;
  readonly owner: string;
  readonly about: string | null;
  readonly addedBy: string | null;
  /** ISO 8601 in UTC. */
  readonly addedAt: string | null;
  readonly revision: number;
};

const NOTHING: Omit<AttachmentDocument, 'attachmentId'> = { ...CONCERNS_NOBODY, status: 'none', name: null, mediaType: '', bytes: 0, hash: null, blob: '', owner: '', about: null, addedBy: null, addedAt: null, revision: -1 };

export const attachmentView: DocumentView<AttachmentDocument> = {
  kind: 'document',
  name: 'attachments',
  version: 1,
  indexes: ['status', 'customerNode', 'about', 'addedAt'],
  keys: (event) => (event.type.startsWith('customer.attachment-') ? [(event.data as { readonly attachmentId: string }).attachmentId] : []),
  streamsOf: (attachmentId) => [`attachment-${attachmentId}`],
  initial: (attachmentId) => ({ attachmentId, ...NOTHING }),
  evolve: (before, stored) => {
    const event = stored as StoredEvent & AttachmentEvent;
    switch (event.type) {
      case 'customer.attachment-added':
        return { ...before, ...concernedBy(event, before), ...added(event.data), owner: event.subject, addedBy: event.actor, addedAt: new Date(effectiveTime(event)).toISOString(), revision: event.revision };
    }
  },
};

function added({ name, mediaType, bytes, hash, blob, about }: AttachmentEvent['data']): Partial<AttachmentDocument> {
  return { status: 'added', name: textOf(name), mediaType, bytes, hash: textOf(hash), blob, about: about ?? null };
}
