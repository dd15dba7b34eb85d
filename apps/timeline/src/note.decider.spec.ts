// Pure: the real decider and the real catalogue, nothing else.
import { catalogue, type NoteEvent } from '@throughline/contracts';
import { given, isRejection } from '@throughline/kernel';
import fc from 'fast-check';
import { note } from './note.decider';

const writing = { noteId: 'n-1', customer: { type: 'email', value: 'jane@example.com' }, text: 'Prefers calls in the morning', channel: 'phone' };
const written: NoteEvent = { type: 'customer.note-written', data: writing };

describe('a note', () => {
  it('is written once', () => {
    given(note).when('write-note', writing).then(written);
    given(note, written).when('write-note', writing).thenNothing();
  });
  it('does not change', () => given(note, written).when('write-note', { ...writing, text: 'Prefers mails' }).thenRejected('NOTE_EXISTS'));
});

it('of many writings the first one stands, and a repeat of it is nothing', () => {
  const writings = fc.array(fc.constantFrom('a', 'b', 'c').map((text) => ({ ...writing, text })), { minLength: 1, maxLength: 8 });
  fc.assert(
    fc.property(writings, fc.constantFrom('a', 'b', 'c'), (all, text) => {
      const state = all.map((data): NoteEvent => ({ type: 'customer.note-written', data })).reduce(note.evolve, note.initial);
      const outcome = note.decide(state, { type: 'write-note', data: { ...writing, text }, by: 'process:test', at: '2026-01-15T09:00:00.000Z' });
      expect(isRejection(outcome)).toBe(all[0]?.text !== text);
      expect(catalogue.validate('customer.note-written', all[0])).toBeNull();
    }),
  );
});
