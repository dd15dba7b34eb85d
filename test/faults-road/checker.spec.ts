// Real: what looks at the topic and at the processes in the run of faults on the road. Histories are made up, each with one fault to be found.
import { partitionOf } from '@throughline/event-log';
import type { StoredEvent } from '@throughline/kernel';
import { checkCarried, type Carried } from './carried';
import { checkEffects } from './effects';

const STORE = 'a-store';
const PARTITIONS = 2;
/** Two lanes of one partition, one of the other. */
const [A, B, C] = lanesOf();

function lanesOf(): readonly [string, string, string] {
  const of = (partition: number): readonly string[] => Array.from({ length: 20 }, (_, n) => `lane-${n}`).filter((lane) => partitionOf(lane, PARTITIONS) === partition);
  return [of(0)[0]!, of(0)[1]!, of(1)[0]!];
}

function stored(position: number, subject: string, more: Partial<StoredEvent> = {}): StoredEvent {
  return { id: `id-${position}`, type: 'shop.visited', schemaVersion: 1, source: 'shop', subject, parties: [], occurredAt: '', actor: 'source:shop', correlationId: '', causationId: null, data: { n: position }, stream: `s-${position}`, revision: 0, position: BigInt(position), recordedAt: '2026-01-15T09:00:00.000Z', ...more };
}

const events = [stored(1, A), stored(2, C), stored(4, B), stored(5, A), stored(8, C), stored(9, B)];

/** As the relay sends it. */
function sent({ id, type, subject, stream, revision, position, data }: StoredEvent, change: Readonly<Record<string, string>> = {}): Omit<Carried, 'offset'> {
  const partition = partitionOf(subject, PARTITIONS);
  const previous = events.findLast((event) => event.position < position && partitionOf(event.subject, PARTITIONS) === partition)?.position ?? -1n;
  const headers = { ce_id: id, ce_type: type, ce_stream: stream, ce_revision: String(revision), ce_storeid: STORE, ce_position: String(position), ce_previous: String(previous), ...change };
  return { partition, key: subject, value: JSON.stringify(data), headers };
}

function mark(partition: number, position: number, previous: number): Omit<Carried, 'offset'> {
  return { partition, key: null, value: null, headers: { ce_type: 'throughline.log-mark', ce_storeid: STORE, ce_position: String(position), ce_previous: String(previous) } };
}

/** Offsets as the broker gives them, partition by partition. */
function topic(...messages: readonly Omit<Carried, 'offset'>[]): readonly Carried[] {
  return [0, 1].flatMap((partition) => messages.filter((message) => message.partition === partition).map((message, offset) => ({ ...message, offset: BigInt(offset) })));
}

const [first, second, third, fourth, fifth, sixth] = events.map((event) => sent(event)) as [Sent, Sent, Sent, Sent, Sent, Sent];
type Sent = ReturnType<typeof sent>;
const look = (messages: readonly Carried[]) => checkCarried(events, messages, PARTITIONS, STORE);

describe('looking at what the topic carried', () => {
  it('finds nothing where everything came in order', () => {
    expect(look(topic(first, second, third, fourth, mark(0, 5, 5), mark(1, 5, 2), fifth, sixth))).toEqual({ events: 6, repeats: 0, marks: 2 });
  });

  it('allows repeats, as two relays make them', () => {
    expect(look(topic(first, second, first, third, first, third, second, fourth, third, fourth, fifth, sixth, fifth, sixth))).toMatchObject({ repeats: 8 });
  });

  it.each<[string, string, readonly Carried[], RegExp]>([
    ['an event that never came', 'lost', topic(first, second, third, fourth, fifth), /event id-9 of the lane .* never came to partition 0/],
    ['a partition that stayed empty', 'lost', topic(first, third, fourth, sixth), /id-2/],
    ['an event before an earlier one of its lane', 'order', topic(second, third, fourth, first, fifth, sixth), /before event 0 came/],
    ['an event before an earlier one of its partition', 'order', topic(first, second, fourth, third, fifth, sixth), /before event 1 came/],
    ['an event that was left out', 'order', topic(first, second, fourth, fifth, sixth), /before event 1 came/],
    ['an event on the wrong partition', 'order', topic(first, { ...first, partition: 1 }, second, third, fourth, fifth, sixth), /its lane is/],
    ['an event with another key', 'order', topic({ ...first, key: B }, second, third, fourth, fifth, sixth), /its lane is/],
    ['an event that names the wrong one before it', 'other', topic(first, second, sent(events[2]!, { ce_previous: '2' }), fourth, fifth, sixth), /names 2 as the event before it; it is 1/],
    ['an event that the store has not', 'other', topic(first, second, sent(stored(3, A)), third, fourth, fifth, sixth), /which the store has not/],
    ['another event at a known position', 'other', topic(first, second, sent(events[2]!, { ce_id: 'x' }), fourth, fifth, sixth), /which the store has not/],
    ['other data', 'other', topic({ ...first, value: '{"n":0}' }, second, third, fourth, fifth, sixth), /does not say what the store says/],
    ['another revision', 'other', topic(sent(events[0]!, { ce_revision: '1' }), second, third, fourth, fifth, sixth), /does not say what the store says/],
    ['a mark that names the wrong event', 'other', topic(first, second, third, fourth, mark(0, 8, 4), fifth, sixth), /names 4 as the last event of its partition; it is 5/],
    ['a message of another store', 'other', topic(first, second, sent(events[2]!, { ce_storeid: 'b' }), fourth, fifth, sixth), /is of the store b/],
    ['a hole in what was read', 'other', topic(first, second, third, fourth, fifth, sixth).filter(({ offset }) => offset !== 1n), /read up to offset 0 and then from 2/],
  ])('finds %s', (_name, kind, messages, message) => {
    expect(() => look(messages)).toThrow(expect.objectContaining({ name: 'FaultFound', kind, message: expect.stringMatching(message) as string }));
  });
});

describe('looking at what processes did', () => {
  const DUE = '2026-01-15T09:00:00.000Z';
  const AFTER = Date.parse(DUE) + 1;
  const timer = (position: number, what: 'set' | 'fired' | 'cancelled') => stored(position, A, { type: `process.timer-${what}`, stream: 'process-p-1', data: { process: 'p', instance: '1', timer: 't', due: DUE } });
  const effect = (position: number, stream: string, revision: number) => stored(position, A, { actor: 'process:p', stream, revision, command: { id: 'c', digest: 'd' } });

  it('finds nothing where each was done once, or called off, or is still to come', () => {
    expect(checkEffects([timer(1, 'set'), effect(2, 's', 4), effect(3, 's', 5), timer(4, 'fired')], AFTER)).toBe(1);
    expect(checkEffects([timer(1, 'set'), timer(2, 'cancelled'), timer(3, 'set'), timer(4, 'cancelled')], AFTER)).toBe(0);
    expect(checkEffects([timer(1, 'set')], AFTER - 1)).toBe(0);
  });

  it.each<[string, string, readonly StoredEvent[]]>([
    ['what was due and never tried', 'lost', [timer(1, 'set')]],
    ['what was set anew, due and never tried', 'lost', [timer(1, 'set'), timer(2, 'cancelled'), timer(3, 'set')]],
    ['what fired twice', 'doubled', [timer(1, 'set'), timer(2, 'fired'), timer(3, 'fired')]],
    ['what was set again when it was over', 'doubled', [timer(1, 'set'), timer(2, 'fired'), timer(3, 'set')]],
    ['a command that is recorded in two streams', 'doubled', [effect(1, 's', 0), effect(2, 'other', 0)]],
    ['a command that is recorded again in one stream', 'doubled', [effect(1, 's', 0), effect(2, 's', 2)]],
  ])('finds %s', (_name, kind, history) => {
    expect(() => checkEffects(history, AFTER)).toThrow(expect.objectContaining({ name: 'FaultFound', kind }));
  });
});
