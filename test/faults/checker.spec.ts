// Real: the ledger and the reading of the faults run. Stores and answers are made up, each with one fault to be found.
import type { StoredEvent } from '@throughline/kernel';
import { Ledger } from './ledger';
import { Reading } from './reading';
import { SENDER, type Request } from './request';

function stored(position: number, stream: string, revision: number, more: Partial<StoredEvent> = {}): StoredEvent {
  return { id: `id-${position}`, type: 'shop.visited', schemaVersion: 1, source: 'shop', subject: stream, parties: [], occurredAt: '', actor: 'source:shop', correlationId: '', causationId: null, data: {}, stream, revision, position: BigInt(position), recordedAt: '2026-01-15T09:00:00.000Z', ...more };
}

function storeOf(events: readonly StoredEvent[], head = events.at(-1)?.position ?? null) {
  return {
    head: async () => head,
    async *readAll({ after = 0n }: { readonly after?: bigint } = {}) {
      for (const event of events) if (event.position > after) yield event;
    },
  };
}

async function readingOf(...events: readonly StoredEvent[]): Promise<Reading> {
  const reading = new Reading();
  await reading.readOn(storeOf(events));
  return reading;
}

const batch: Request = { method: 'POST', path: '/events', contentType: 'application/cloudevents-batch+json', body: '[]', imported: [] };
const file: Request = { method: 'POST', path: '/import', contentType: 'application/x-ndjson', body: '', imported: ['a', 'b'] };
const command: Request = { method: 'POST', path: '/sales/opportunities', contentType: 'application/json', body: '{}', idempotencyKey: 'k', imported: [] };

function taken(position: number, stream: string, revision: number, status = 'recorded') {
  return { status, id: `id-${position}`, stream, revision, position: String(position) };
}

function ledgerAfter(...answers: readonly (readonly [Request, unknown])[]): Ledger {
  const ledger = new Ledger();
  for (const [request, body] of answers) {
    ledger.sent(request);
    ledger.answered(request, { status: 200, body });
  }
  return ledger;
}

describe('reading a store', () => {
  it('takes what is in order, and goes on behind it', async () => {
    const reading = await readingOf(stored(1, 'a', 0), stored(2, 'b', 0));
    await reading.readOn(storeOf([stored(1, 'a', 0), stored(2, 'b', 0), stored(5, 'a', 1)]));
    expect([...reading.places.keys()]).toEqual(['id-1', 'id-2', 'id-5']);
  });

  it.each<[string, string, readonly StoredEvent[]]>([
    ['a hole in a stream', 'lost', [stored(1, 'a', 0), stored(2, 'a', 2)]],
    ['a stream without its beginning', 'lost', [stored(1, 'a', 1)]],
    ['a revision that stands twice', 'lost', [stored(1, 'a', 0), stored(2, 'a', 0)]],
    ['an event that stands twice', 'doubled', [stored(1, 'a', 0), stored(2, 'b', 0, { id: 'id-1' })]],
    ['two events for one of the sender', 'doubled', [stored(1, 'a', 0, { sender: { source: SENDER, id: 'x' } }), stored(2, 'b', 0, { sender: { source: SENDER, id: 'x' } })]],
    ['positions that fall', 'other', [stored(2, 'a', 0), stored(1, 'b', 0)]],
    ['times that fall', 'other', [stored(1, 'a', 0), stored(2, 'b', 0, { recordedAt: '2026-01-14T09:00:00.000Z' })]],
  ])('finds %s', async (_name, kind, events) => {
    await expect(readingOf(...events)).rejects.toMatchObject({ name: 'FaultFound', kind });
  });

  it('finds that the end is gone', async () => {
    const reading = await readingOf(stored(1, 'a', 0), stored(2, 'a', 1));
    await expect(reading.readOn(storeOf([stored(1, 'a', 0)]))).rejects.toMatchObject({ kind: 'lost' });
    await expect(new Reading().readOn(storeOf([stored(1, 'a', 0)], 2n))).rejects.toMatchObject({ kind: 'lost' });
  });
});

describe('numbers', () => {
  const number = (position: number, causationId: string) => stored(position, 'numbers-ticket-2026-01-15', position - 1, { type: 'settings.number-issued', causationId });

  it('stand there without a request of their own', async () => {
    const reading = await readingOf(number(1, 'a'), number(2, 'b'));
    expect(() => reading.checkNothingElse(new Ledger())).not.toThrow();
  });

  it('are one for each command', async () => {
    await expect(readingOf(number(1, 'a'), number(2, 'a'))).rejects.toMatchObject({ kind: 'doubled' });
  });
});

describe('comparing with what was acknowledged', () => {
  it('finds nothing where all is there', async () => {
    const ledger = ledgerAfter([batch, { events: [taken(1, 'a', 0)] }], [file, { done: true, recorded: 1, repeated: 1 }], [command, { stream: 'c', repeated: false, events: [{ id: 'id-4', revision: 0, position: '4' }] }]);
    const reading = await readingOf(stored(1, 'a', 0), stored(2, 'b', 0, { sender: { source: SENDER, id: 'a' } }), stored(3, 'd', 0, { sender: { source: SENDER, id: 'b' } }), stored(4, 'c', 0), stored(5, 'key', 0, { actor: 'process:setup' }));
    reading.checkAcknowledged(ledger);
    reading.checkNothingElse(ledger);
    expect(ledger.events).toBe(4);
  });

  it.each<[string, readonly StoredEvent[]]>([
    ['an event that is missing', [stored(2, 'a', 0)]],
    ['an event in another stream', [stored(1, 'b', 0)]],
  ])('finds %s', async (_name, events) => {
    const ledger = ledgerAfter([batch, { events: [taken(1, 'a', 0)] }]);
    const reading = await readingOf(...events);
    expect(() => reading.checkAcknowledged(ledger)).toThrow(/acknowledged/);
  });

  it('finds a line of a file that is missing', async () => {
    const ledger = ledgerAfter([file, { done: true, recorded: 2, repeated: 0 }]);
    const reading = await readingOf(stored(1, 'a', 0, { sender: { source: SENDER, id: 'a' } }));
    expect(() => reading.checkAcknowledged(ledger)).toThrow('the event "b" of a file was acknowledged and is not there');
  });

  it('finds what nobody asked for', async () => {
    const reading = await readingOf(stored(1, 'a', 0), stored(2, 'b', 0));
    expect(() => reading.checkNothingElse(ledgerAfter([batch, { events: [taken(1, 'a', 0)] }]))).toThrow('event id-2 of b stands in the store and no request said so');
  });
});

describe('hearing answers', () => {
  it('keeps a request until it is answered; "come later" is no answer', () => {
    const ledger = new Ledger();
    ledger.sent(batch);
    expect(ledger.answered(batch, { status: 503, body: {} })).toBe(false);
    expect([...ledger.unanswered]).toEqual([batch]);
    expect(ledger.answered(batch, { status: 202, body: { events: [{ status: 'quarantined', itemId: 'i' }] } })).toBe(true);
    expect(ledger.unanswered.size).toBe(0);
    expect([...ledger.quarantineStreams]).toEqual(['quarantine-i']);
  });

  it('takes a repeat that says the same', () => {
    expect(ledgerAfter([batch, { events: [taken(1, 'a', 0)] }], [batch, { events: [taken(1, 'a', 0, 'repeated')] }]).events).toBe(1);
  });

  it.each<[string, string, readonly (readonly [Request, unknown])[]]>([
    ['a repeat at another place', 'doubled', [[batch, { events: [taken(1, 'a', 0)] }], [batch, { events: [{ ...taken(1, 'a', 0, 'repeated'), position: '9' }] }]]],
    ['a repeat that was recorded anew', 'doubled', [[batch, { events: [taken(1, 'a', 0)] }], [batch, { events: [taken(1, 'a', 0)] }]]],
    ['a file that was not taken whole', 'other', [[file, { done: true, recorded: 1, repeated: 0 }]]],
  ])('finds %s', (_name, kind, answers) => {
    expect(() => ledgerAfter(...answers)).toThrow(expect.objectContaining({ name: 'FaultFound', kind }));
  });

  it('finds an answer that should not be', () => {
    expect(() => new Ledger().answered(command, { status: 500, body: {} })).toThrow('POST /sales/opportunities was answered with 500');
  });
});
