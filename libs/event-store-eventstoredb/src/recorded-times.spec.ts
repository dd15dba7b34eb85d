// Pure: the arithmetic of recordedAt, against the plainest reading of its definition.
import fc from 'fast-check';
import { RecordedTimes } from './recorded-times';

interface Appended {
  readonly position: bigint;
  readonly created: number;
  readonly first: number;
  readonly index: number;
}

/** Appends of one to four events whose clock stays, goes on or falls, each event stamped a little later than the one before. */
const history = fc.array(fc.record({ step: fc.integer({ min: -5, max: 3 }), stamps: fc.array(fc.nat(2), { minLength: 1, maxLength: 4 }) }), { minLength: 1, maxLength: 40 }).map((appends) => {
  let [clock, position] = [1_000, 0n];
  return appends.flatMap(({ step, stamps }) => {
    clock += step;
    const first = clock;
    return stamps.map((later, index): Appended => ({ position: (position += 7n), created: (clock += index === 0 ? 0 : later), first, index }));
  });
});

function definition(events: readonly Appended[]): readonly number[] {
  return events.map((_event, place) => Math.max(...events.slice(0, place + 1).map(({ first }) => first)));
}

describe('recordedAt', () => {
  it('is the running maximum of the clock at the first event of each append', () => {
    fc.assert(
      fc.property(history, (events) => {
        const times = new RecordedTimes();
        expect(events.map(({ position, created, index }) => times.follow(position, created, index))).toEqual(definition(events));
      }),
    );
  });

  it('is known for each event later, in any order', () => {
    fc.assert(
      fc.property(history, (events) => {
        const times = new RecordedTimes();
        for (const { position, created, index } of events) times.follow(position, created, index);
        expect(events.map(({ position, first }) => times.at(position, first))).toEqual(definition(events));
      }),
    );
  });

  it('is the same for who takes up what somebody else has followed', () => {
    fc.assert(
      fc.property(history, fc.nat(), (events, chance) => {
        const starts = events.flatMap(({ index }, place) => (index === 0 && place > 0 ? [place] : []));
        const until = starts[chance % Math.max(1, starts.length)] ?? 0;
        const [before, times] = [new RecordedTimes(), new RecordedTimes()];
        for (const { position, created, index } of events.slice(0, until)) before.follow(position, created, index);
        if (before.last !== null) times.resume(before.last, before.fallsAfter(0n));
        for (const { position, created, index } of events.slice(until)) times.follow(position, created, index);
        expect(events.map(({ position, first }) => times.at(position, first))).toEqual(definition(events));
      }),
    );
  });

  it('remembers nothing of a clock that never falls', () => {
    const times = new RecordedTimes();
    for (let n = 1; n <= 100; n++) times.follow(BigInt(n), 1_000 + n, n % 3);
    expect(times.fallsAfter(0n)).toEqual([]);
  });
});
