// Pure: events made by chance, beside the fold that deciders and documents are built on.
import { amended, isAmendment } from '@throughline/contracts';
import type { Party, StoredEvent } from '@throughline/kernel';
import fc from 'fast-check';
import { streamLaidOver } from './laid-over.rules';

const KINDS = ['customer.note-written', 'customer.note-written', 'record.corrected', 'record.withdrawn', 'record.withdrawn-whole', 'record.moved'] as const;
const made = fc.record({ kind: fc.constantFrom(...KINDS), of: fc.nat(5), to: fc.constantFrom('user:a', 'user:b', 'user:c') });
const streams = fc.array(made, { maxLength: 10 }).map((all) => all.map(eventOf));

const idOf = (n: number) => `00000000-0000-7000-8000-00000000000${n}`;

function eventOf({ kind, of, to }: { readonly kind: (typeof KINDS)[number]; readonly of: number; readonly to: string }, revision: number): StoredEvent {
  const at = '2026-01-15T09:00:00.000Z';
  const about = { stream: 's', reason: 'a slip', eventId: idOf(of), data: { text: `corrected by ${revision}` } };
  const data = { 'customer.note-written': { text: String(revision) }, 'record.corrected': about, 'record.withdrawn': about, 'record.withdrawn-whole': { stream: 's', reason: 'a slip' }, 'record.moved': about }[kind];
  const parties: readonly Party[] = [{ node: kind === 'record.moved' ? to : 'user:a', role: 'customer' }];
  return { id: idOf(revision), type: kind.replace('-whole', ''), schemaVersion: 1, source: 's', subject: 'user:a', parties, occurredAt: at, recordedAt: at, actor: 'staff:1', correlationId: 'c', causationId: null, data, stream: 's', revision, position: BigInt(revision) };
}

it('shows what stands as the fold has it, and strikes out the rest', () => {
  fc.assert(
    fc.property(streams, (events) => {
      const all = streamLaidOver(events);
      expect(all.filter(({ event, amended: done }) => !isAmendment(event) && done?.withdrawn !== true).map(({ event }) => event)).toEqual(amended(events));
      expect(all.map(({ event: { id } }) => id)).toEqual(events.map(({ id }) => id));
    }),
    { numRuns: 500 },
  );
});

it('keeps what each said at first, and names every step in its order', () => {
  fc.assert(
    fc.property(streams, (events) => {
      for (const [at, { amended: done, event }] of streamLaidOver(events).entries()) {
        const first = events[at] as StoredEvent;
        if (done === null) expect(event).toEqual(first);
        else expect(done.original).toEqual({ data: first.data, parties: first.parties });
        const behind = events.slice(at + 1).map(({ id }) => id);
        expect(behind).toEqual(expect.arrayContaining((done?.steps ?? []).map(({ eventId }) => eventId)));
        if (isAmendment(first)) expect([event.data, done?.withdrawn ?? false]).toEqual([first.data, false]);
      }
    }),
  );
});
