import type { FactOf, NoteEvent, noteWritten } from '@throughline/contracts';
import { canonicalJson, reject, type Command, type Decider, type Rejection } from '@throughline/kernel';

/** A note is written once and does not change; it can only be pinned on top of the others, and unpinned. */
export type NoteState = { readonly status: 'none' } | { readonly status: 'written'; readonly written: Writing | null; readonly pinned: boolean };

type Writing = FactOf<typeof noteWritten>['data'];

/** The first writing stands, whatever comes after it. */
export function evolve(state: NoteState, event: NoteEvent): NoteState {
  const { written, pinned } = state.status === 'none' ? { written: null, pinned: false } : state;
  switch (event.type) {
    case 'customer.note-written':
      return { status: 'written', written: written ?? event.data, pinned };
    case 'customer.note-pinned':
      return { status: 'written', written, pinned: true };
    case 'customer.note-unpinned':
      return { status: 'written', written, pinned: false };
  }
}

type Of = { readonly noteId: string };

export type NoteCommand = Command<'write-note', Writing> | Command<'pin-note', Of> | Command<'unpin-note', Of>;

export function decide(state: NoteState, command: NoteCommand): readonly NoteEvent[] | Rejection {
  if (command.type === 'write-note') return write(state, command.data);
  if (state.status === 'none') return reject('NOTE_NOT_FOUND', 'there is no note with this id');
  switch (command.type) {
    case 'pin-note':
      return state.pinned ? [] : [{ type: 'customer.note-pinned', data: command.data }];
    case 'unpin-note':
      return state.pinned ? [{ type: 'customer.note-unpinned', data: command.data }] : [];
  }
}

export const note: Decider<NoteState, NoteCommand, NoteEvent> = { category: 'note', initial: { status: 'none' }, evolve, decide };

function write(state: NoteState, data: Writing): readonly NoteEvent[] | Rejection {
  if (state.status === 'none') return [{ type: 'customer.note-written', data }];
  return canonicalJson(state.written) === canonicalJson(data) ? [] : reject('NOTE_EXISTS', 'a note with this id was written before, with other content');
}
