import { type Concerned, concernedBy, CONCERNS_NOBODY, type NoteEvent, textOf } from '@throughline/contracts';
import { effectiveTime, type DocumentView, type StoredEvent } from '@throughline/kernel';

/** One note as lists show it. */
export type NoteDocument = Concerned & {
  readonly noteId: string;
  /** `none` = there is nothing (any more): lists leave it out. */
  readonly status: 'none' | 'written';
  readonly text: string | null;
  readonly channel: string | null;
  readonly mentions: readonly string[];
  readonly pinned: boolean;
  readonly writtenBy: string | null;
  /** ISO 8601 in UTC. */
  readonly writtenAt: string | null;
  readonly revision: number;
};

const NOTHING: Omit<NoteDocument, 'noteId'> = { ...CONCERNS_NOBODY, status: 'none', text: null, channel: null, mentions: [], pinned: false, writtenBy: null, writtenAt: null, revision: -1 };

export const noteView: DocumentView<NoteDocument> = {
  kind: 'document',
  name: 'notes',
  version: 1,
  indexes: ['status', 'customerNode', 'pinned', 'writtenAt'],
  keys: (event) => (event.type.startsWith('customer.note-') ? [(event.data as { readonly noteId: string }).noteId] : []),
  streamsOf: (noteId) => [`note-${noteId}`],
  initial: (noteId) => ({ noteId, ...NOTHING }),
  evolve: (before, stored) => {
    const event = stored as StoredEvent & NoteEvent;
    const one: NoteDocument = { ...before, ...concernedBy(event, before), revision: event.revision };
    switch (event.type) {
      case 'customer.note-written':
        return before.status === 'written' ? one : { ...one, ...written(event.data), writtenBy: event.actor, writtenAt: new Date(effectiveTime(event)).toISOString() };
      case 'customer.note-pinned':
        return { ...one, pinned: true };
      case 'customer.note-unpinned':
        return { ...one, pinned: false };
    }
  },
};

function written({ text, channel, mentions }: Extract<NoteEvent, { type: 'customer.note-written' }>['data']): Partial<NoteDocument> {
  return { status: 'written', text: textOf(text), channel: channel ?? null, mentions: mentions ?? [] };
}
