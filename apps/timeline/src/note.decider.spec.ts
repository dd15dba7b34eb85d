// Pure: the real decider and the real catalogue, nothing else.
import { catalogue, type NoteEvent } from '@throughline/contracts';
import { given, isRejection } from '@throughline/kernel';
import fc from 'fast-check';
import { note } from './note.decider';

const COLLEAGUE = 'staff:00000000-0000-7000-8000-000000000002';
const writing = { noteId: 'n-1', customer: { type: 'email', value: 'jane@example.com' }, text: 'Prefers calls in the morning', channel: 'phone', mentions: [COLLEAGUE] } as const;
const written: NoteEvent = { type: 'customer.note-written', data: writing };
const pinned: NoteEvent = { type: 'customer.note-pinned', data: { noteId: 'n-1' } };
const unpinned: NoteEvent = { type: 'customer.note-unpinned', data: { noteId: 'n-1' } };

describe('a note', () => {
  it('is written once', () => {
    given(note).when('write-note', writing).then(written);
    given(note, written).when('write-note', writing).thenNothing();
  });
  it('does not change', () => {
    given(note, written).when('write-note', { ...writing, text: 'Prefers mails' }).thenRejected('NOTE_EXISTS');
    given(note, written).when('write-note', { ...writing, mentions: [] }).thenRejected('NOTE_EXISTS');
  });
  it('is still the same one when it was pinned meanwhile', () => given(note, written, pinned).when('write-note', writing).thenNothing());
  it('is pinned and unpinned, each once', () => {
    given(note, written).when('pin-note', { noteId: 'n-1' }).then(pinned);
    given(note, written, pinned).when('pin-note', { noteId: 'n-1' }).thenNothing();
    given(note, written, pinned).when('unpin-note', { noteId: 'n-1' }).then(unpinned);
    given(note, written).when('unpin-note', { noteId: 'n-1' }).thenNothing();
  });
  it('has to be there to be pinned', () => {
    given(note).when('pin-note', { noteId: 'n-1' }).thenRejected('NOTE_NOT_FOUND');
    given(note).when('unpin-note', { noteId: 'n-1' }).thenRejected('NOTE_NOT_FOUND');
  });
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
