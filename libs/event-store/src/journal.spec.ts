// Real: the journal with codec, vault and event store in memory. A lost answer is the real store's own, kept back.
import type { NewEvent } from '@throughline/kernel';
import { MemoryVault } from '@throughline/vault';
import { NO_STREAM } from './addressing';
import { all, anEvent } from './contract-fixture';
import type { AppendResult, ExpectedRevision } from './event-store';
import { Journal } from './journal';
import { MemoryEventStore } from './memory-event-store';

const jane = { type: 'email', value: 'jane.doe@example.com' };

let store: MemoryEventStore;
let vault: MemoryVault;
let journal: Journal;

beforeEach(async () => {
  [store, vault] = [new MemoryEventStore(), new MemoryVault()];
  journal = await Journal.open(store, vault);
});

const note = (noteId: string, text = 'likes tea') => anEvent({ type: 'customer.note-written', data: { noteId, customer: jane, text } });

/** Addressed as the first of its stream. */
function placed(draft: NewEvent): { readonly stream: string; readonly event: NewEvent } {
  const { stream, events } = journal.address(NO_STREAM, [draft]);
  return { stream, event: events[0] as NewEvent };
}

describe('a repeat', () => {
  const order = () => anEvent({ type: 'com.shop.order', data: { email: jane.value }, sender: { source: '/shop', id: '1', subject: jane } });

  it.each([['an event of ours', () => note('n')], ['a foreign event', order]])('of %s whose key was destroyed is recognised by its id alone', async (_kind, draft) => {
    const { stream, event } = placed(draft());
    const first = await journal.append(stream, 'no-stream', [event]);
    await vault.destroyKey(journal.node(jane));
    expect(await journal.append(stream, 'no-stream', [event])).toEqual({ ...first, repeated: true });
    expect((await all(store.readAll())).length).toBe(1);
  });

  it('of a group is recognised whole', async () => {
    const { stream, event } = placed(note('n'));
    const group = [event, { ...event, id: anEvent().id }];
    const first = await journal.append(stream, 'no-stream', group);
    await vault.destroyKey(journal.node(jane));
    expect(await journal.append(stream, 'no-stream', group)).toEqual({ ...first, repeated: true });
  });

  it('of a group with a key destroyed still finds the one whose clear content differs', async () => {
    const { stream, event } = placed(note('n'));
    const plain = placed(anEvent({ type: 'customer.owner-released', data: { customer: { type: 'company', value: 'Acme' } } })).event;
    await journal.append(stream, 'no-stream', [event, plain]);
    await vault.destroyKey(journal.node(jane));
    await expect(journal.append(stream, 'no-stream', [event, { ...plain, data: { customer: { type: 'company', value: 'Other' } } }])).rejects.toMatchObject({ code: 'EVENT_ID_REUSED' });
  });

  it('with other content is an error as long as the key is there', async () => {
    const { stream, event } = placed(note('n'));
    await journal.append(stream, 'no-stream', [event]);
    await expect(journal.append(stream, 'no-stream', [{ ...event, data: { noteId: 'n', customer: jane, text: 'likes coffee' } }])).rejects.toMatchObject({ code: 'EVENT_ID_REUSED' });
  });

  it('is none where somebody wrote that a field was erased', async () => {
    const { stream, event } = placed(anEvent({ type: 'com.shop.order', data: { title: '{"$erased":true}' } }));
    await journal.append(stream, 'no-stream', [event]);
    await expect(journal.append(stream, 'no-stream', [{ ...event, data: { title: '{"$erased":true} again' } }])).rejects.toMatchObject({ code: 'EVENT_ID_REUSED' });
  });
});

it('stores what concerns an erased person without what was personal', async () => {
  const { stream, event } = placed(note('n'));
  await vault.keys([journal.node(jane)]);
  await vault.destroyKey(journal.node(jane));
  await journal.append(stream, 'no-stream', [event]);
  expect(await all(store.readAll())).toMatchObject([{ data: { noteId: 'n', customer: { type: 'email', value: { $erased: true } }, text: { $erased: true } } }]);
});

/** The real store, but so many answers are lost on the way back. */
class Losing extends MemoryEventStore {
  answersToLose = 1;

  override async append(stream: string, expected: ExpectedRevision, events: readonly NewEvent[]): Promise<AppendResult> {
    const result = await super.append(stream, expected, events);
    return this.answersToLose-- > 0 ? { kind: 'unknown', cause: 'the line went dead' } : result;
  }
}

describe('a lost answer', () => {
  it('is settled by the same append, which is done once', async () => {
    const behind = new Losing();
    const counted: unknown[] = [];
    const { stream, event } = placed(note('n'));
    const through = await Journal.open(behind, vault, (...told) => counted.push(told));
    expect(await through.append(stream, 'no-stream', [event])).toMatchObject({ kind: 'done', repeated: true, events: [{ id: event.id, revision: 0 }] });
    expect((await all(behind.readAll())).length).toBe(1);
    expect(counted).toEqual([[1, true]]);
  });
});

describe('a stream', () => {
  it('that does not exist is empty', async () => {
    expect(await journal.load('nothing')).toEqual({ head: NO_STREAM, events: [], notUnderstood: null });
  });

  it('is loaded in clear with its head', async () => {
    const { stream, event } = placed(note('n'));
    await journal.append(stream, 'no-stream', [event]);
    expect(await journal.load(stream)).toMatchObject({ head: { revision: 0, subject: journal.node(jane) }, events: [{ data: event.data, revision: 0 }], notUnderstood: null });
  });

  it('ends before what is not understood, and the head says where it really ends', async () => {
    const { stream, event } = placed(note('n'));
    await journal.append(stream, 'no-stream', [event, { ...event, id: anEvent().id, schemaVersion: 9 }, { ...event, id: anEvent().id }]);
    const loaded = await journal.load(stream);
    expect(loaded).toMatchObject({ head: { revision: 2 }, events: [{ revision: 0 }], notUnderstood: 'UNKNOWN_VERSION customer.note-written version 9' });
    expect(loaded.events.length).toBe(1);
  });
});

describe('names and digests', () => {
  it('are the same for ever with the same vault, and others with another', async () => {
    const [again, elsewhere] = [await Journal.open(store, vault), await Journal.open(store, new MemoryVault())];
    expect([again.node(jane), again.digest([jane])]).toEqual([journal.node(jane), journal.digest([jane])]);
    expect(elsewhere.node(jane)).not.toBe(journal.node(jane));
    expect(elsewhere.digest([jane])).not.toBe(journal.digest([jane]));
  });

  it('do not depend on the order of members', () => expect(journal.digest({ a: 1, b: 2 })).toBe(journal.digest({ b: 2, a: 1 })));
});
