// Pure: the fold of amendments over events made by chance, beside a second, slower reading of the same rules.
import type { Party, StoredEvent } from '@throughline/kernel';
import fc from 'fast-check';
import { amended, isAmendment } from './amended';

const customer = (node: string): Party => ({ node, role: 'customer' });

function event(revision: number, type: string, data: unknown, parties: readonly Party[] = [customer('a')]): StoredEvent {
  const at = '2026-01-15T09:00:00.000Z';
  const id = `00000000-0000-7000-8000-${String(revision).padStart(12, '0')}`;
  return { id, type, schemaVersion: 1, source: 's', subject: 'a', parties, occurredAt: at, recordedAt: at, actor: 'staff:1', correlationId: id, causationId: null, data, stream: 's', revision, position: BigInt(revision) };
}

const idOf = (revision: number): string => event(revision, '', null).id;
const corrected = (at: number, of: number, n: number) => event(at, 'record.corrected', { stream: 's', eventId: idOf(of), type: 'happened', version: 1, data: { n }, reason: 'a slip' });
const withdrawn = (at: number, of?: number) => event(at, 'record.withdrawn', { stream: 's', reason: 'never happened', ...(of === undefined ? {} : { eventId: idOf(of) }) });
const moved = (at: number, ...parties: readonly Party[]) => event(at, 'record.moved', { stream: 's', reason: 'a namesake' }, parties);
const happened = (at: number, ...parties: readonly Party[]) => event(at, 'happened', { n: at }, parties.length === 0 ? undefined : parties);
const said = (events: readonly StoredEvent[]) => amended(events).map(({ revision, data }) => [revision, (data as { n: number }).n]);

it('leaves events as they are where nothing is amended', () => {
  const events = [happened(0), happened(1)];
  expect(amended(events)).toEqual(events);
});

it('says the last correction, and only of what it corrects', () => {
  expect(said([happened(0), happened(1), corrected(2, 0, 7), corrected(3, 0, 8)])).toEqual([[0, 8], [1, 1]]);
});

it('leaves out what was withdrawn, corrections of it too', () => {
  expect(said([happened(0), happened(1), corrected(2, 0, 7), withdrawn(3, 0), corrected(4, 0, 8)])).toEqual([[1, 1]]);
});

it('leaves nothing of a thing that was withdrawn whole, but what is told behind it', () => {
  expect(said([happened(0), happened(1), withdrawn(2)])).toEqual([]);
  expect(said([happened(0), withdrawn(1), happened(2)])).toEqual([[2, 2]]);
});

it('gives what was moved to the last one it was moved to, with whom else it concerns', () => {
  const decider: Party = { node: 'd', role: 'decision-maker' };
  const [b, c, company]: readonly Party[] = [customer('b'), customer('c'), { node: 'company:X', role: 'company' }];
  const events = [happened(0, customer('a'), company!), happened(1, customer('a'), decider), moved(2, b!, { node: 'a', role: 'former' }), happened(3, b!), moved(4, c!, company!, { node: 'b', role: 'former' }), happened(5, c!)];
  expect(amended(events).map(({ parties }) => parties)).toEqual([[c, company], [c, company, decider], [c, company], [c]]);
});

interface Drawn {
  readonly kind: 'happened' | 'corrected' | 'withdrawn' | 'withdrawn-whole' | 'moved';
  readonly of: number;
  readonly n: number;
  readonly to: string;
}

const drawn = fc.record<Drawn>({ kind: fc.constantFrom('happened', 'happened', 'happened', 'corrected', 'withdrawn', 'withdrawn-whole', 'moved'), of: fc.nat(9), n: fc.nat(9), to: fc.constantFrom('a', 'b', 'c') });

function made({ kind, of, n, to }: Drawn, at: number): StoredEvent {
  switch (kind) {
    case 'happened':
      return happened(at);
    case 'corrected':
      return corrected(at, of, n);
    case 'withdrawn':
      return withdrawn(at, of);
    case 'withdrawn-whole':
      return withdrawn(at);
    case 'moved':
      return moved(at, customer(to));
  }
}

/** Each event asks for itself what is said about it behind it. */
function asked(events: readonly StoredEvent[]): readonly unknown[] {
  return events.flatMap((one, at) => {
    const behind = events.slice(at + 1).map(({ type, data, parties }) => ({ type, parties, data: data as { eventId?: string; data?: unknown } }));
    const about = behind.filter(({ data }) => data.eventId === undefined || data.eventId === one.id);
    if (isAmendment(one) || about.some(({ type }) => type === 'record.withdrawn')) return [];
    const data = about.findLast(({ type }) => type === 'record.corrected')?.data.data ?? one.data;
    return [[one.id, data, about.findLast(({ type }) => type === 'record.moved')?.parties ?? one.parties]];
  });
}

it('says of each event what the last word about it says', () => {
  fc.assert(
    fc.property(fc.array(drawn, { maxLength: 12 }).map((all) => all.map(made)), (events) => {
      expect(amended(events).map(({ id, data, parties }) => [id, data, parties])).toEqual(asked(events));
    }),
    { numRuns: 500 },
  );
});
