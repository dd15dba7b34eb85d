import type { QuarantineEvent } from '@throughline/contracts';
import type { DocumentView, StoredEvent } from '@throughline/kernel';

/** One item that could not be taken, and what became of it. `body` is in clear here and sealed in the store. */
export type QuarantinedItem = {
  readonly itemId: string;
  readonly status: 'waiting' | 'accepted' | 'discarded';
  readonly door: string;
  readonly source: string;
  readonly actor: string;
  readonly code: string;
  readonly message: string | null;
  readonly line: number | null;
  readonly bytes: number;
  readonly body: string | null;
  readonly recordedAt: string;
  readonly attempts: number;
  readonly eventId: string | null;
};

const UNKNOWN: Omit<QuarantinedItem, 'itemId'> = { status: 'waiting', door: '', source: '', actor: '', code: '', message: null, line: null, bytes: 0, body: null, recordedAt: '', attempts: 0, eventId: null };

export const quarantineView: DocumentView<QuarantinedItem> = {
  kind: 'document',
  name: 'quarantine',
  version: 1,
  indexes: ['status', 'recordedAt'],
  keys: (event) => (event.type.startsWith('intake.item-') ? [(event.data as { itemId: string }).itemId] : []),
  initial: (itemId) => ({ itemId, ...UNKNOWN }),
  evolve: (item, event) => {
    const { type, data } = event as StoredEvent & QuarantineEvent;
    switch (type) {
      case 'intake.item-quarantined':
        return { ...item, door: data.door, source: event.source, actor: event.actor, code: data.code, message: text(data.message), line: data.line ?? null, bytes: data.bytes, body: text(data.body), recordedAt: event.recordedAt };
      case 'intake.item-resubmitted':
        return { ...item, attempts: item.attempts + 1, ...(data.outcome === 'accepted' ? { status: 'accepted', eventId: data.eventId ?? null } : {}) };
      case 'intake.item-discarded':
        return { ...item, status: 'discarded' };
    }
  },
};

/** `null` also for what was erased. */
function text(value: unknown): string | null {
  return typeof value === 'string' ? value : null;
}
