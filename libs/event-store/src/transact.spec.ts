// Real: transact with journal, codec, vault and event store in memory, and a decider over real note and owner events.
import type { NoteEvent, OwnerEvent } from '@throughline/contracts';
import { reject, type Command, type Decider, type NewEvent } from '@throughline/kernel';
import { MemoryVault } from '@throughline/vault';
import { all, anEvent } from './contract-fixture';
import type { AppendResult, ExpectedRevision } from './event-store';
import { derivedId, freshId } from './ids';
import { Journal } from './journal';
import { MemoryEventStore } from './memory-event-store';
import { transact, type Outcome } from './transact';

const acme = { type: 'company', value: 'Acme' };
const stream = 'owner-company:Acme';
const staff = (n: number) => `staff:00000000-0000-7000-8000-00000000000${n}` as const;

/** Hands a company over, up to three times; `owner` may be said wrongly, to see what stops it. */
type HandOver = Command<'hand-over', { readonly owner: string; readonly twice?: boolean }>;

const owner: Decider<readonly string[], HandOver, OwnerEvent> = {
  category: 'owner',
  initial: [],
  evolve: (owners, event) => (event.type === 'customer.owner-assigned' ? [...owners, event.data.owner] : owners),
  decide: (owners, { data }) => {
    if (owners.at(-1) === data.owner) return [];
    if (owners.length >= 3) return reject('HANDED_OVER_TOO_OFTEN', 'three times is enough');
    const fact = { type: 'customer.owner-assigned', data: { customer: acme, owner: data.owner as `staff:${string}` } } as const;
    return data.twice === true ? [fact, fact] : [fact];
  },
};

/** The real store; somebody else is quicker than the next appends, or their answers get lost. */
class Crowded extends MemoryEventStore {
  quicker: (() => Promise<unknown>)[] = [];
  answersToLose = 0;

  override async append(name: string, expected: ExpectedRevision, events: readonly NewEvent[]): Promise<AppendResult> {
    await this.quicker.pop()?.();
    const result = await super.append(name, expected, events);
    return this.answersToLose-- > 0 ? { kind: 'unknown', cause: 'the line went dead' } : result;
  }
}

let store: Crowded;
let journal: Journal;
/** Of another process; within one, writers of a stream take turns. */
let elsewhere: Journal;

beforeEach(async () => {
  store = new Crowded();
  const vault = new MemoryVault();
  journal = await Journal.open(store, vault);
  elsewhere = await Journal.open(store, vault);
});

interface Sent {
  readonly commandId?: string;
  readonly ifMatch?: number;
  readonly at?: string;
}

function handOver(data: HandOver['data'], { commandId = freshId(), ifMatch, at = '2026-01-15T09:00:00.000Z' }: Sent = {}, from = journal): Promise<Outcome> {
  const origin = { commandId, digest: journal.digest(data), source: 'desk', correlationId: commandId, causationId: commandId, ...(ifMatch === undefined ? {} : { ifMatch }) };
  return transact(from, owner, stream, { type: 'hand-over', data, by: staff(9), at }, origin);
}

const stored = () => all(store.readStream(stream));

describe('the outcome of a command', () => {
  it('is done: its events stand in the store, with ids that derive from the command', async () => {
    const commandId = freshId();
    const outcome = await handOver({ owner: staff(1), twice: true }, { commandId });
    expect(outcome).toMatchObject({ kind: 'done', stream, repeated: false, revision: 1, events: [{ revision: 0, type: 'customer.owner-assigned' }, { revision: 1 }] });
    expect(await stored()).toMatchObject([0, 1].map((index) => ({
      id: derivedId(commandId, String(index)), subject: 'company:Acme', source: 'desk', actor: staff(9), correlationId: commandId, causationId: commandId,
      occurredAt: '2026-01-15T09:00:00.000Z', command: { id: commandId },
    })));
  });

  it('is nothing where the wish is fulfilled already; the revision is that of the stream', async () => {
    await handOver({ owner: staff(1) });
    expect(await handOver({ owner: staff(1) })).toEqual({ kind: 'nothing', stream, revision: 0 });
    expect((await stored()).length).toBe(1);
  });

  it('is rejected by a rule, and decided anew each time', async () => {
    for (const n of [1, 2, 3]) await handOver({ owner: staff(n) });
    const commandId = freshId();
    for (const _ of [1, 2]) expect(await handOver({ owner: staff(4) }, { commandId })).toMatchObject({ kind: 'rejected', rejection: { code: 'HANDED_OVER_TOO_OFTEN' } });
    expect((await stored()).length).toBe(3);
  });

  it('is changed where the sender has seen another revision', async () => {
    expect(await handOver({ owner: staff(1) }, { ifMatch: 0 })).toEqual({ kind: 'changed', actual: 'no-stream' });
    await handOver({ owner: staff(1) });
    expect(await handOver({ owner: staff(2) }, { ifMatch: 3 })).toEqual({ kind: 'changed', actual: 0 });
    expect(await handOver({ owner: staff(2) }, { ifMatch: 0 })).toMatchObject({ kind: 'done', revision: 1 });
  });

  it('is a refusal where an event does not fit its schema, and nothing is stored of the whole group', async () => {
    expect(await handOver({ owner: 'staff:nobody', twice: true })).toMatchObject({ kind: 'rejected', rejection: { code: 'DATA_INVALID', detail: expect.stringContaining('/owner') } });
    expect(await stored()).toEqual([]);
  });

  it('never says what was sent in it', async () => {
    expect(JSON.stringify(await handOver({ owner: 'jane.doe@example.com' }))).not.toContain('jane');
  });
});

describe('the same command again', () => {
  it('answers as the first did, also after others wrote, whatever the clock and whatever was seen', async () => {
    const commandId = freshId();
    const first = await handOver({ owner: staff(1), twice: true }, { commandId });
    await handOver({ owner: staff(2) });
    expect(await handOver({ owner: staff(1), twice: true }, { commandId, at: '2026-01-16T09:00:00.000Z', ifMatch: 0 })).toEqual({ ...first, repeated: true });
    expect((await stored()).length).toBe(3);
  });

  it('with another content is refused', async () => {
    const commandId = freshId();
    await handOver({ owner: staff(1) }, { commandId });
    expect(await handOver({ owner: staff(2) }, { commandId })).toEqual({ kind: 'key-reused' });
    expect((await stored()).length).toBe(1);
  });

  it('at the same moment is done once', async () => {
    const commandId = freshId();
    const outcomes = await Promise.all(Array.from({ length: 6 }, (_, i) => handOver({ owner: staff(1) }, { commandId }, i % 2 === 0 ? journal : elsewhere)));
    expect(outcomes.filter((outcome) => outcome.kind === 'done' && !outcome.repeated).length).toBe(1);
    expect(new Set(outcomes.map((outcome) => (outcome.kind === 'done' ? outcome.events[0]?.id : outcome.kind))).size).toBe(1);
    expect((await stored()).length).toBe(1);
  });
});

describe('the same command at the same moment with another content', () => {
  it.each([['as many events', false, false], ['more events', false, true], ['fewer events', true, false]])('and %s is refused', async (_what, first, second) => {
    const commandId = freshId();
    const outcomes = await Promise.all([handOver({ owner: staff(1), twice: first }, { commandId }), handOver({ owner: staff(2), twice: second }, { commandId }, elsewhere)]);
    expect(outcomes.map(({ kind }) => kind)).toEqual(['done', 'key-reused']);
    expect((await stored()).length).toBe(first ? 2 : 1);
  });
});

describe('somebody else who writes in between', () => {
  it('is read, and the command decided anew', async () => {
    store.quicker = [() => handOver({ owner: staff(2) }, {}, elsewhere)];
    expect(await handOver({ owner: staff(1) })).toMatchObject({ kind: 'done', revision: 1 });
    store.quicker = [() => handOver({ owner: staff(3) }, {}, elsewhere)];
    expect(await handOver({ owner: staff(3) })).toEqual({ kind: 'nothing', stream, revision: 2 });
  });

  it('makes a command fail that counted on what it had seen', async () => {
    await handOver({ owner: staff(1) });
    store.quicker = [() => handOver({ owner: staff(2) }, {}, elsewhere)];
    expect(await handOver({ owner: staff(3) }, { ifMatch: 0 })).toEqual({ kind: 'changed', actual: 1 });
  });

  it('and does so for ever, is an answer too', async () => {
    let n = 0;
    const busy: Decider<number, Command<'write', null>, NoteEvent> = { category: 'note', initial: 0, evolve: (count) => count + 1, decide: () => [{ type: 'customer.note-written', data: { noteId: 'n', customer: acme, text: `said ${++n} times` } }] };
    const write = (from = journal) => transact(from, busy, 'note-n', { type: 'write', data: null, by: staff(9), at: '2026-01-15T09:00:00.000Z' }, { commandId: freshId(), digest: '', source: 'desk', correlationId: 'c', causationId: null });
    const writeUndisturbed = async (): Promise<void> => {
      const rest = store.quicker;
      store.quicker = [];
      await write(elsewhere);
      store.quicker = rest;
    };
    store.quicker = Array.from({ length: 20 }, () => writeUndisturbed);
    expect(await write()).toMatchObject({ kind: 'rejected', rejection: { code: 'STREAM_TOO_BUSY' } });
  });
});

describe('somebody else of the same process', () => {
  it('waits for the turn: each is decided once, over what the one before wrote', async () => {
    let decided = 0;
    const counting: typeof owner = { ...owner, decide: (state, command) => (decided++, owner.decide(state, command)) };
    const origin = () => ({ commandId: freshId(), digest: '', source: 'desk', correlationId: 'c', causationId: null });
    const outcomes = await Promise.all([1, 2, 1, 2].map((n) => transact(journal, counting, stream, { type: 'hand-over', data: { owner: staff(n) }, by: staff(9), at: '2026-01-15T09:00:00.000Z' }, origin())));
    expect(outcomes.map(({ kind }) => kind)).toEqual(['done', 'done', 'done', 'rejected']);
    expect(decided).toBe(4);
  });
});

describe('a lost answer', () => {
  it('is settled by the same append: the command is done, once', async () => {
    store.answersToLose = 2;
    expect(await handOver({ owner: staff(1) })).toMatchObject({ kind: 'done', revision: 0 });
    expect((await stored()).length).toBe(1);
  });
});

describe('a stream that was corrected', () => {
  async function amend(type: string, data: object): Promise<void> {
    const { head } = await journal.load(stream);
    const draft = { id: freshId(), type, data: { stream, reason: 'a slip', ...data }, source: 'desk', occurredAt: '2026-01-15T10:00:00.000Z', actor: staff(9), correlationId: 'c', causationId: null };
    await journal.append(stream, head.revision, journal.address(head, [draft]).events);
  }
  const correct = async (revision: number, to: string) => amend('record.corrected', { eventId: (await stored())[revision]!.id, type: 'customer.owner-assigned', version: 1, data: { customer: acme, owner: to } });
  const withdraw = async (revision: number) => amend('record.withdrawn', { eventId: (await stored())[revision]!.id });

  it('is decided over as it stands corrected', async () => {
    await handOver({ owner: staff(1) });
    await correct(0, staff(2));
    expect(await handOver({ owner: staff(2) })).toEqual({ kind: 'nothing', stream, revision: 1 });
    expect(await handOver({ owner: staff(1) })).toMatchObject({ kind: 'done', revision: 2 });
  });

  it('does not count what was withdrawn', async () => {
    for (const n of [1, 2, 3]) await handOver({ owner: staff(n) });
    await withdraw(1);
    expect(await handOver({ owner: staff(4) })).toMatchObject({ kind: 'done', revision: 4 });
    expect(await handOver({ owner: staff(5) })).toMatchObject({ kind: 'rejected', rejection: { code: 'HANDED_OVER_TOO_OFTEN' } });
  });

  it('knows a repeat of what was withdrawn since', async () => {
    const commandId = freshId();
    const first = await handOver({ owner: staff(1) }, { commandId });
    await withdraw(0);
    expect(await handOver({ owner: staff(1) }, { commandId })).toEqual({ ...first, repeated: true });
    expect(await handOver({ owner: staff(1) })).toMatchObject({ kind: 'done', revision: 2 });
  });

  it('is not begun again where it was withdrawn whole; the rules of the thing come first', async () => {
    await handOver({ owner: staff(1) });
    await amend('record.withdrawn', {});
    expect(await handOver({ owner: staff(2) })).toMatchObject({ kind: 'rejected', rejection: { code: 'RECORD_WITHDRAWN' } });
    const strict: typeof owner = { ...owner, decide: (owners) => (owners.length === 0 ? reject('OWNER_NOT_FOUND', 'there is none') : []) };
    const origin = { commandId: freshId(), digest: '', source: 'desk', correlationId: 'c', causationId: null };
    expect(await transact(journal, strict, stream, { type: 'hand-over', data: { owner: staff(2) }, by: staff(9), at: '2026-01-15T09:00:00.000Z' }, origin)).toMatchObject({ rejection: { code: 'OWNER_NOT_FOUND' } });
    expect((await stored()).length).toBe(2);
  });

  it('comes as it was recorded to a decider that asks for that', async () => {
    await handOver({ owner: staff(1) });
    await correct(0, staff(2));
    const seen: string[] = [];
    const reader: Decider<null, HandOver, OwnerEvent> = { category: 'owner', past: 'as-recorded', initial: null, evolve: (_state, event) => (seen.push(event.type), null), decide: () => [] };
    const origin = { commandId: freshId(), digest: '', source: 'desk', correlationId: 'c', causationId: null };
    await transact(journal, reader, stream, { type: 'hand-over', data: { owner: staff(3) }, by: staff(9), at: '2026-01-15T09:00:00.000Z' }, origin);
    expect(seen).toEqual(['customer.owner-assigned', 'record.corrected']);
  });
});

describe('a stream that is not understood', () => {
  it.each([['a newer version', { type: 'customer.owner-assigned', schemaVersion: 9 }], ['a newer type', { type: 'customer.owner-dreamt' }]])('for %s of ours refuses the command and is not guessed over', async (_what, parts) => {
    await handOver({ owner: staff(1) });
    await store.append(stream, 0, [anEvent({ ...parts, data: { customer: acme, owner: staff(2) } })]);
    expect(await handOver({ owner: staff(3) })).toMatchObject({ kind: 'rejected', rejection: { code: 'STREAM_NOT_UNDERSTOOD' } });
    expect((await stored()).length).toBe(2);
  });
});

it('refuses a decider that writes to another stream than its own', async () => {
  const origin = { commandId: freshId(), digest: '', source: 'desk', correlationId: 'c', causationId: null };
  await expect(transact(journal, owner, 'owner-company:Other', { type: 'hand-over', data: { owner: staff(1) }, by: staff(9), at: '2026-01-15T09:00:00.000Z' }, origin)).rejects.toThrow('another name');
});
