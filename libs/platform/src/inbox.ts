/**
 * The port to a queue of other systems from which events come in as over HTTP. Only a set-up that has one provides it.
 *
 * Promise: at least once, in the order of each partition. An item is gone from the queue only when it was answered.
 */
export interface Inbox {
  /** Copies in several processes share the work. One listener per process. */
  listen(receive: InboxReceiver): Promise<Listening>;
}

/** One answer per item, in order, when all of it is durable. Throwing = nothing is sure: the same items come again. */
export type InboxReceiver = (items: readonly InboxItem[]) => Promise<readonly unknown[]>;

/** A CloudEvent in JSON form, or why it is none. */
export interface InboxItem {
  readonly value: unknown;
  /** The sender's own words, in case it is refused; of what is no text or too long, only what was counted. */
  readonly body: string | { readonly bytes: number; readonly sha256: string };
  /** Refused before it could be read as an event. */
  readonly refused?: { readonly code: string; readonly message: string };
}

export interface Listening {
  /** Resolves when the items in work are settled; what was not begun comes to another process, or later. */
  stop(): Promise<void>;
}
