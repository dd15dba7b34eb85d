// Real: the views of follow-ups, notes and attachments, their lists, the engine's pure fold and the shelf in memory. Events are made by hand.
import type { AttachmentEvent, FollowUpEvent, NoteEvent } from '@throughline/contracts';
import type { DocumentView, JsonObject, Party, StoredEvent } from '@throughline/kernel';
import { foldView } from '@throughline/projections';
import { MemoryReadStore, type Shelf } from '@throughline/read-store';
import { attachmentById, attachmentsOf } from './attachment.queries';
import { attachmentView } from './attachment.view';
import { followUpById, followUpPage, followUpsOf } from './follow-up.queries';
import { followUpView } from './follow-up.view';
import { notesOf } from './note.queries';
import { noteView } from './note.view';

const ANNA = 'staff:00000000-0000-7000-8000-00000000000a';
const BERT = 'staff:00000000-0000-7000-8000-00000000000b';
const customer = { type: 'email', value: 'simulated@example.com' };
const CUSTOMER: Party = { node: 'email:1.x', role: 'customer' };
const COMPANY: Party = { node: 'company:Simulated Ltd', role: 'company' };
const erased = { $erased: true } as unknown as string;

let position = 0n;
const happened = (fact: FollowUpEvent | NoteEvent | AttachmentEvent, stream: string, more: Partial<StoredEvent> = {}): StoredEvent => {
  position += 1n;
  const at = new Date(Date.UTC(2026, 0, 1) + Number(position) * 60_000).toISOString();
  return { ...fact, id: `00000000-0000-7000-8000-${String(position).padStart(12, '0')}`, schemaVersion: 1, source: 'desk', subject: CUSTOMER.node, parties: [{ ...CUSTOMER, identifier: customer }], occurredAt: at, recordedAt: at, actor: ANNA, correlationId: 'c', causationId: null, stream, revision: 0, position, ...more };
};

async function shelfOf<Doc extends JsonObject>(view: DocumentView<Doc>, events: readonly StoredEvent[]): Promise<Shelf> {
  const shelf = await new MemoryReadStore().open({ view: view.name, version: 1, generation: 1, kind: 'document', indexes: view.indexes });
  await shelf.write({ documents: [...foldView(view, events).documents].map(([key, body]) => ({ key, lane: key, position: 1n, body, expected: null })), entries: [], park: [], unpark: [], checkpoint: null });
  return shelf;
}

describe('follow-ups', () => {
  const planned = (followUpId: string, due: string, more: Partial<StoredEvent> = {}) => happened({ type: 'customer.follow-up-planned', data: { followUpId, customer, what: `Simulated ${followUpId}`, assignee: ANNA, due, promised: false } }, `follow-up-${followUpId}`, more);
  const step = (fact: FollowUpEvent, more: Partial<StoredEvent> = {}) => happened(fact, `follow-up-${fact.data.followUpId}`, { parties: [CUSTOMER], ...more });
  const of = (id: string, ...events: readonly StoredEvent[]) => foldView(followUpView, events).documents.get(id);

  it('are folded from one stream each', () => expect(followUpView.streamsOf?.('7')).toEqual(['follow-up-7']));

  it('know what was planned, by whom, and what became of it', () => {
    const moved = step({ type: 'customer.follow-up-moved', data: { followUpId: '1', due: '2026-02-02T10:00:00+01:00' } });
    const handed = step({ type: 'customer.follow-up-handed-over', data: { followUpId: '1', assignee: BERT } });
    const due = step({ type: 'customer.follow-up-fell-due', data: { followUpId: '1', due: '2026-02-02T09:00:00.000Z' } }, { actor: 'process:follow-up' });
    const done = step({ type: 'customer.follow-up-done', data: { followUpId: '1', result: 'Simulated' } }, { actor: BERT, revision: 4 });
    expect(of('1', planned('1', '2026-02-01T09:00:00.000Z'), moved, handed, due, done)).toMatchObject({ status: 'done', what: 'Simulated 1', assignee: BERT, due: '2026-02-02T09:00:00.000Z', fellDue: '2026-02-02T09:00:00.000Z', plannedBy: ANNA, closedBy: BERT, result: 'Simulated', customer, nodes: [CUSTOMER.node], revision: 4 });
  });

  it('of a log that begins late are told later what they are', () => {
    const moved = step({ type: 'customer.follow-up-moved', data: { followUpId: '1', due: '2026-02-02T09:00:00.000Z' } });
    expect(of('1', moved)).toMatchObject({ status: 'planned', what: null, due: '2026-02-02T09:00:00.000Z', customer: null });
    expect(of('1', moved, planned('1', '2026-02-01T09:00:00.000Z'))).toMatchObject({ what: 'Simulated 1', due: '2026-02-02T09:00:00.000Z', customer });
  });

  it('of a customer who was erased keep no word', () => {
    const dropped = step({ type: 'customer.follow-up-dropped', data: { followUpId: '1', reason: erased, told: erased } });
    expect(of('1', dropped)).toMatchObject({ status: 'dropped', reason: null, told: null });
  });

  it('are listed by due time, then id, over pages; what is overdue alone', async () => {
    const shelf = await shelfOf(followUpView, [planned('c', '2026-03-01T00:00:00.000Z'), planned('b', '2026-02-01T00:00:00.000Z'), planned('a', '2026-02-01T00:00:00.000Z'), step({ type: 'customer.follow-up-done', data: { followUpId: 'd' } })]);
    const first = await followUpPage(shelf, { status: 'planned', limit: 2 });
    expect(first.followUps.map(({ followUpId }) => followUpId)).toEqual(['a', 'b']);
    expect(await followUpPage(shelf, { status: 'planned', limit: 2, after: first.after ?? '' })).toMatchObject({ followUps: [{ followUpId: 'c' }], after: null });
    expect((await followUpPage(shelf, { overdueAt: '2026-02-15T00:00:00.000Z', limit: 9 })).followUps.map(({ followUpId }) => followUpId)).toEqual(['a', 'b']);
    expect((await followUpPage(shelf, { overdueAt: '2026-02-01T00:00:00.000Z', limit: 9 })).followUps).toEqual([]);
    expect((await followUpPage(shelf, { limit: 9 })).followUps.map(({ followUpId }) => followUpId)).toEqual(['d', 'a', 'b', 'c']);
    const undated = await followUpPage(shelf, { limit: 1 });
    expect((await followUpPage(shelf, { limit: 1, after: undated.after ?? '' })).followUps).toMatchObject([{ followUpId: 'a' }]);
  });

  it('of a company are those of its people too, each once', async () => {
    const shelf = await shelfOf(followUpView, [planned('a', '2026-02-01T00:00:00.000Z', { parties: [CUSTOMER, COMPANY] }), planned('b', '2026-02-02T00:00:00.000Z', { parties: [{ ...COMPANY, role: 'customer' }] }), planned('c', '2026-02-03T00:00:00.000Z')]);
    expect((await followUpsOf(shelf, [COMPANY.node], { limit: 9 })).followUps.map(({ followUpId }) => followUpId)).toEqual(['a', 'b']);
    const all = await followUpsOf(shelf, [COMPANY.node, CUSTOMER.node], { limit: 2 });
    expect(all.followUps.map(({ followUpId }) => followUpId)).toEqual(['a', 'b']);
    expect((await followUpsOf(shelf, [COMPANY.node, CUSTOMER.node], { limit: 2, after: all.after ?? '' })).followUps.map(({ followUpId }) => followUpId)).toEqual(['c']);
  });

  it('that were withdrawn, or never were, are not there', async () => {
    const shelf = await shelfOf(followUpView, []);
    await shelf.write({ documents: [{ key: 'gone', lane: 'gone', position: 1n, body: followUpView.initial('gone'), expected: null }], entries: [], park: [], unpark: [], checkpoint: null });
    expect([await followUpById(shelf, 'gone'), await followUpById(shelf, 'never'), (await followUpPage(shelf, { limit: 9 })).followUps]).toEqual([null, null, []]);
  });
});

describe('notes', () => {
  const written = (noteId: string, text = `Simulated ${noteId}`) => happened({ type: 'customer.note-written', data: { noteId, customer, text, mentions: [BERT] } }, `note-${noteId}`);

  it('are listed newest first, the pinned ones on top of the first page', async () => {
    const shelf = await shelfOf(noteView, [written('1'), written('2'), written('3'), happened({ type: 'customer.note-pinned', data: { noteId: '1' } }, 'note-1', { parties: [CUSTOMER] })]);
    const first = await notesOf(shelf, [CUSTOMER.node], { limit: 2 });
    expect([first.pinned, first.notes].map((list) => list.map(({ noteId }) => noteId))).toEqual([['1'], ['3', '2']]);
    expect(await notesOf(shelf, [CUSTOMER.node], { limit: 2, after: first.after ?? '' })).toMatchObject({ pinned: [], notes: [{ noteId: '1', pinned: true, mentions: [BERT] }], after: null });
    expect(noteView.streamsOf?.('7')).toEqual(['note-7']);
  });

  it('are what they were first, and nothing while only pinned', async () => {
    const { documents } = foldView(noteView, [written('1'), written('1', 'Simulated again'), happened({ type: 'customer.note-pinned', data: { noteId: '2' } }, 'note-2')]);
    expect([documents.get('1'), documents.get('2')]).toMatchObject([{ text: 'Simulated 1' }, { status: 'none' }]);
  });
});

describe('attachments', () => {
  const added = (attachmentId: string, about?: string, name = 'a.txt') => happened({ type: 'customer.attachment-added', data: { attachmentId, customer, name, mediaType: 'text/plain', bytes: 3, hash: name === erased ? erased : 'a'.repeat(64), blob: 'b'.repeat(64), ...(about === undefined ? {} : { about }) } }, `attachment-${attachmentId}`);

  it('are listed newest first, of a customer and of a thing', async () => {
    const shelf = await shelfOf(attachmentView, [added('1'), added('2', 'ticket-1'), added('3')]);
    const ids = async (about?: string) => (await attachmentsOf(shelf, [CUSTOMER.node], { limit: 9, ...(about === undefined ? {} : { about }) })).attachments.map(({ attachmentId }) => attachmentId);
    expect([await ids(), await ids('ticket-1'), await ids('ticket-2')]).toEqual([['3', '2', '1'], ['2'], []]);
    expect(attachmentView.streamsOf?.('7')).toEqual(['attachment-7']);
  });

  it('know where they lie and whose key opens them; erased, no name', async () => {
    const shelf = await shelfOf(attachmentView, [added('1'), added('2', undefined, erased)]);
    expect(await attachmentById(shelf, '1')).toMatchObject({ owner: CUSTOMER.node, blob: 'b'.repeat(64), bytes: 3, name: 'a.txt' });
    expect(await attachmentById(shelf, '2')).toMatchObject({ name: null, hash: null });
    expect(await attachmentById(shelf, '3')).toBeNull();
  });
});
