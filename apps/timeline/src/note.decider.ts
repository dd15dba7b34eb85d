import type { NoteEvent } from '@throughline/contracts';
import { canonicalJson, reject, type Command, type Decider, type Rejection } from '@throughline/kernel';

/** A note is written once; it has no life after that. */
export type NoteState = { readonly status: 'none' } | { readonly status: 'written'; readonly written: NoteEvent['data'] };

/** The first writing stands, whatever comes after it. */
export function evolve(state: NoteState, event: NoteEvent): NoteState {
  switch (event.type) {
    case 'customer.note-written':
      return state.status === 'none' ? { status: 'written', written: event.data } : state;
  }
}

export type NoteCommand = Command<'write-note', NoteEvent['data']>;

export function decide(state: NoteState, command: NoteCommand): readonly NoteEvent[] | Rejection {
  switch (command.type) {
    case 'write-note':
      if (state.status === 'none') return [{ type: 'customer.note-written', data: command.data }];
      return canonicalJson(state.written) === canonicalJson(command.data) ? [] : reject('NOTE_EXISTS', 'a note with this id was written before, with other content');
  }
}

export const note: Decider<NoteState, NoteCommand, NoteEvent> = { category: 'note', initial: { status: 'none' }, evolve, decide };
