import type { AttachmentEvent } from '@throughline/contracts';
import { canonicalJson, reject, type Command, type Decider, type Rejection } from '@throughline/kernel';

/** An attachment is added once. Another file is another attachment; what should not be there is withdrawn like any other entry. */
export type AttachmentState = { readonly status: 'none' } | { readonly status: 'added'; readonly added: Added };

type Added = AttachmentEvent['data'];

/** The first one stands, whatever comes after it. */
export function evolve(state: AttachmentState, event: AttachmentEvent): AttachmentState {
  switch (event.type) {
    case 'customer.attachment-added':
      return state.status === 'none' ? { status: 'added', added: event.data } : state;
  }
}

export type AttachmentCommand = Command<'add-attachment', Added>;

export function decide(state: AttachmentState, command: AttachmentCommand): readonly AttachmentEvent[] | Rejection {
  switch (command.type) {
    case 'add-attachment':
      if (state.status === 'none') return [{ type: 'customer.attachment-added', data: command.data }];
      return canonicalJson(state.added) === canonicalJson(command.data) ? [] : reject('ATTACHMENT_EXISTS', 'an attachment with this id was added before, with other content; leave the id out to have a new one');
  }
}

export const attachment: Decider<AttachmentState, AttachmentCommand, AttachmentEvent> = { category: 'attachment', initial: { status: 'none' }, evolve, decide };
