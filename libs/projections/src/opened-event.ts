import type { StoredEvent } from '@throughline/kernel';

/**
 * A stored event as views read it (unsealed, of the current version), or why it cannot be read: a type of ours that this
 * program does not know, or a newer version. `reason` is stored and shown: no personal data.
 */
export type OpenedEvent = { readonly ok: true; readonly event: StoredEvent } | { readonly ok: false; readonly reason: string };

/**
 * Unseals and upcasts, one answer per event, in order. Throwing means *not now* (a vault that cannot be reached): the whole
 * batch is tried again, nothing is parked.
 */
export type OpenEvents = (events: readonly StoredEvent[]) => Promise<readonly OpenedEvent[]>;
