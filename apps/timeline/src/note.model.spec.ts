// Pure: the decider of notes under commands by chance.
import { notePinned, noteUnpinned, noteWritten } from '@throughline/contracts';
import fc from 'fast-check';
import { valuesOf } from '../../../test/models/arbitrary';
import { expectModel } from '../../../test/models/model';
import { note, type NoteCommand } from './note.decider';

const commands = fc.oneof(
  valuesOf(noteWritten.schema).map((data) => ({ type: 'write-note', data }) as NoteCommand),
  valuesOf(notePinned.schema).map((data) => ({ type: 'pin-note', data }) as NoteCommand),
  valuesOf(noteUnpinned.schema).map((data) => ({ type: 'unpin-note', data }) as NoteCommand),
);

it('once written never changes its words, and is pinned or not', () => {
  expectModel({
    decider: note,
    facts: [noteWritten, notePinned, noteUnpinned],
    commands,
    invariant: ({ before, command, events, after }) => {
      expect(events.length).toBeLessThanOrEqual(1);
      if (before.status === 'none') expect([after.status === 'written', events.length]).toEqual(command.type === 'write-note' ? [true, 1] : [false, 0]);
      else expect(after).toMatchObject({ status: 'written', written: before.written, pinned: command.type === 'write-note' ? before.pinned : command.type === 'pin-note' });
    },
  });
});
