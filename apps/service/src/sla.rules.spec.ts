// Pure: what was promised and how it stands. Where the folder of real data is named, also the figures of another help desk's own tests.
import { WEEKDAYS, type ServiceLevels, type SlaGoal, type Weekday } from '@throughline/contracts';
import fc from 'fast-check';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { NO_HISTORY, type SlaHistory, type SlaMark } from './sla-history.rules';
import { isMissed, levelsAt, promisesWith, slaOf, type Promises, type SlaRound } from './sla.rules';

const MINUTE = 60_000;
const ms = (time: string): number => Date.parse(time.length > 5 ? time : `2026-01-19T${time}:00Z`);
const iso = (time: number | null): string | null => (time === null ? null : new Date(time).toISOString().replace('.000', ''));
/** Monday to Friday, nine to five in Berlin: 08:00 to 16:00 UTC on 2026-01-19, a Monday. */
const levels: ServiceLevels = { zone: 'Europe/Berlin', holidays: [], opening: WEEKDAYS.slice(0, 5).map((day) => ({ day, from: '09:00', to: '17:00' })), goals: [{ firstAnswer: 60, nextAnswer: 120, solution: 240 }, { priority: 'urgent', firstAnswer: 15 }, { queue: 'Technik', firstAnswer: 30 }, { queue: 'Technik', priority: 'urgent', solution: 60 }] };
const promised = (said = levels): Promises => [{ from: 0, levels: said }];

type Happened = readonly [what: Exclude<SlaMark['what'], 'changed' | 'breached'> | `priority ${string}` | `queue ${string}` | `breached ${SlaGoal} ${string}`, at: string];

function history(openedAt: string, ...happened: readonly Happened[]): SlaHistory {
  let current = { priority: 'normal', queue: null as string | null };
  const marks = happened.map(([what, at]): SlaMark => {
    const place = { at: ms(at), known: ms(at) };
    const [word, goal, due] = what.split(' ');
    if (word === 'breached') return { ...place, what: 'breached', goal: goal as SlaGoal, due: ms(due ?? '') };
    if (word !== 'priority' && word !== 'queue') return { ...place, what: word as 'answered' };
    current = { ...current, [word]: goal };
    return { ...place, what: 'changed', ...current };
  });
  return { ...NO_HISTORY, ticketId: '7', openedAt: ms(openedAt), known: ms(openedAt), marks };
}

const rounds = (goal: SlaGoal, of: SlaHistory, promises = promised()): readonly SlaRound[] => slaOf(promises, of).rounds.filter((round) => round.goal === goal);
const dues = (goal: SlaGoal, of: SlaHistory, promises = promised()): readonly (string | null)[] => rounds(goal, of, promises).map(({ due }) => iso(due)?.replace('2026-01-19T', '').replace(':00Z', '') ?? null);

describe('what is due', () => {
  it('counts from the opening, in business time', () => {
    const opened = history('09:30');
    expect([dues('first-answer', opened), dues('next-answer', opened), dues('solution', opened)]).toEqual([['10:30'], ['11:30'], ['13:30']]);
    expect(dues('solution', history('15:00'))).toEqual(['2026-01-20T11:00']);
    expect(dues('first-answer', history('2026-01-17T12:00:00Z'))).toEqual(['09:00']);
  });
  it('goes by what says most of priority and queue, as they are when something is done', () => {
    expect(dues('first-answer', history('09:30', ['priority urgent', '09:30']))).toEqual(['09:45']);
    expect(dues('first-answer', history('09:30', ['priority urgent', '09:30'], ['queue Technik', '09:30']))).toEqual([]);
    expect(dues('first-answer', history('09:30', ['priority high', '09:30'], ['queue Technik', '09:30']))).toEqual(['10:00']);
    expect(dues('first-answer', history('09:30', ['priority urgent', '10:00']))).toEqual(['09:45']);
    const met = history('09:30', ['answered', '10:00'], ['priority urgent', '11:00']);
    expect(rounds('first-answer', met).map((round) => isMissed(round, ms('12:00')))).toEqual([false]);
  });
  it('stands still while it waits for the customer, and while it is over', () => {
    expect(dues('solution', history('09:30', ['waiting', '10:00']))).toEqual([null]);
    expect(dues('solution', history('09:30', ['waiting', '10:00'], ['heard', '12:00']))).toEqual(['15:30']);
    expect(dues('solution', history('09:30', ['waiting', '10:00'], ['heard', '2026-01-20T09:00:00Z']))).toEqual(['2026-01-20T12:30']);
    expect(dues('solution', history('09:30', ['over', '10:00'], ['reopened', '12:00']))).toEqual(['15:30']);
    // Missed before it began to wait is missed.
    expect(dues('first-answer', history('09:30', ['waiting', '11:00'], ['heard', '12:00']))).toEqual(['10:30']);
  });
  it('is the answer to each answer behind the first', () => {
    expect(dues('next-answer', history('09:30', ['answered', '10:00']))).toEqual(['11:30']);
    expect(dues('next-answer', history('09:30', ['answered', '10:00'], ['answered', '11:00']))).toEqual(['11:30', '13:00']);
    const none = promised({ ...levels, goals: [{ nextAnswer: 120 }] });
    expect(dues('next-answer', history('09:30', ['answered', '10:00']), none)).toEqual(['11:30', '12:00']);
  });
  it('is the deadline of another system, whatever we promised and however long it waits', () => {
    const theirs = { ...history('09:30', ['waiting', '09:40']), deadline: ms('10:00') };
    expect([dues('solution', theirs), dues('solution', theirs, [])]).toEqual([['10:00'], ['10:00']]);
    expect(dues('first-answer', theirs, [])).toEqual([]);
  });
  it('is never where we never work', () => expect(dues('first-answer', history('09:30'), promised({ ...levels, opening: [] }))).toEqual([null]));
  it('is what was promised when it was opened: no promise reaches back, and none is taken back', () => {
    const set = promisesWith([], { type: 'settings.service-levels-set', data: levels }, ms('09:00'));
    const ended = promisesWith(set, { type: 'settings.service-levels-ended', data: {} }, ms('10:00'));
    expect([levelsAt(ended, ms('08:59')), levelsAt(ended, ms('09:00')), levelsAt(ended, ms('10:00'))]).toEqual([null, levels, null]);
    expect(dues('first-answer', history('08:59'), ended)).toEqual([]);
    expect(dues('first-answer', history('09:59', ['priority high', '11:00']), ended)).toEqual(['10:59']);
  });
});

describe('what was missed', () => {
  const missed = (goal: SlaGoal, of: SlaHistory, now = '15:00'): readonly boolean[] => rounds(goal, of).map((round) => isMissed(round, ms(now)));
  it('was there after it was due, or is not there yet', () => {
    expect(missed('first-answer', history('09:30'), '10:30')).toEqual([false]);
    expect(missed('first-answer', history('09:30'), '10:31')).toEqual([true]);
    expect(missed('first-answer', history('09:30', ['answered', '10:30']))).toEqual([false]);
    expect(missed('first-answer', history('09:30', ['answered', '10:31']))).toEqual([true]);
    expect(missed('next-answer', history('09:30', ['answered', '10:00'], ['answered', '12:00'], ['answered', '13:00']), '13:30')).toEqual([true, false, false]);
  });
  it('was not solved in time; solved for the first time counts, closing after it does not', () => {
    expect(missed('solution', history('09:30', ['over', '13:30']))).toEqual([false]);
    expect(missed('solution', history('09:30', ['over', '13:31']))).toEqual([true]);
    const resolved = rounds('solution', history('09:30', ['over', '11:30'], ['over', '15:00']));
    expect(resolved.map(({ doneAt, due, allowed, spent }) => [iso(doneAt), iso(due), ((allowed ?? 0) - spent) / MINUTE])).toEqual([['2026-01-19T11:30:00Z', '2026-01-19T13:30:00Z', 120]]);
    expect(missed('solution', history('09:30', ['over', '10:00'], ['reopened', '12:00'], ['over', '15:31']), '15:40')).toEqual([true]);
    expect(rounds('solution', { ...history('09:30', ['waiting', '09:40'], ['over', '10:01']), deadline: ms('10:00') }).map((round) => isMissed(round, ms('09:30')))).toEqual([true]);
  });
  it('is not what was over or merged before it was due', () => {
    expect(missed('first-answer', history('09:30', ['over', '10:00']))).toEqual([false]);
    expect(missed('first-answer', history('09:30', ['over', '10:40']))).toEqual([true]);
    expect(missed('solution', history('09:30', ['merged', '10:00'], ['over', '10:00']))).toEqual([false]);
  });
  it('is remembered where it was recorded', () => {
    expect(slaOf(promised(), history('09:30', ['breached first-answer 10:30', '10:30'])).recorded).toEqual([{ goal: 'first-answer', due: ms('10:30') }]);
  });
});

describe('whatever happens', () => {
  const what = fc.constantFrom('answered', 'waiting', 'heard', 'over', 'merged', 'reopened', 'priority urgent', 'priority low', 'queue Technik') as fc.Arbitrary<Happened[0]>;
  it('a goal is due after it was promised, its time is spent when it is due, and waiting only ever moves it back', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(what, fc.integer({ min: 0, max: 3_000 })), { maxLength: 12 }), (happened) => {
        const inOrder = happened.toSorted(([, a], [, b]) => a - b).map(([kind, minutes]): Happened => [kind, new Date(ms('09:00') + minutes * MINUTE).toISOString()]);
        for (const round of slaOf(promised(), history('09:00', ...inOrder)).rounds) {
          if (round.due !== null) expect(round.due).toBeGreaterThanOrEqual(ms('09:00'));
          expect(round.spent).toBeGreaterThanOrEqual(0);
          if (round.doneAt !== null && round.due !== null) expect(round.spent > (round.allowed ?? 0)).toBe(isMissed(round, 0) && round.spent !== round.allowed);
        }
        const waited = [...inOrder, ['waiting', '2026-01-25T09:00:00Z'], ['heard', '2026-01-26T12:00:00Z']] as const;
        const [before, behind] = [dues('solution', history('09:00', ...inOrder)), dues('solution', history('09:00', ...waited))];
        if (before[0] !== undefined && before[0] !== null && behind[0] !== undefined && behind[0] !== null) expect(behind[0].padStart(16, '2026-01-19T') >= before[0].padStart(16, '2026-01-19T')).toBe(true);
      }),
      { numRuns: 200 },
    );
  });
});

interface Case {
  readonly id: string;
  readonly tz: string;
  readonly hours: Readonly<Record<string, string>>;
  readonly holidays?: readonly string[];
  readonly created: string;
  readonly sla: Readonly<Record<'first' | 'update' | 'solve', number | undefined>>;
  readonly first_response?: string;
  readonly states?: ReadonlyArray<readonly [string, string]>;
  readonly expect: Readonly<Record<string, string | number>>;
}

const file = path.join(process.env['THROUGHLINE_DATASETS'] ?? '', 'sla/cases.json');
const isThere = process.env['THROUGHLINE_DATASETS'] !== undefined && existsSync(file);
if (!isThere) process.stderr.write('skipped: the figures of another help desk are not there (sla/cases.json); name the folder of the data with THROUGHLINE_DATASETS\n');
const { cases } = isThere ? (JSON.parse(readFileSync(file, 'utf8')) as { cases: readonly Case[] }) : { cases: [] };

(isThere ? describe : describe.skip)('the figures of another help desk', () => {
  it.each(cases.map((one) => [one.id, one] as const))('%s', (_id, one) => expect(figuresOf(one)).toMatchObject(one.expect));
});

function figuresOf({ tz, hours, holidays = [], created, sla, first_response: firstAnswer, states = [] }: Case): Record<string, unknown> {
  const opening = Object.entries(hours).flatMap(([days, span]) => {
    const [first, last = first] = days.split('-') as [Weekday, Weekday?];
    const [from = '', to = ''] = span.split('-');
    return WEEKDAYS.slice(WEEKDAYS.indexOf(first), WEEKDAYS.indexOf(last) + 1).map((day) => ({ day, from, to }));
  });
  const goal = { ...(sla.first && { firstAnswer: sla.first }), ...(sla.update && { nextAnswer: sla.update }), ...(sla.solve && { solution: sla.solve }) };
  const happened = [...states.map(([at, state]): Happened => [state === 'pending' ? 'waiting' : 'heard', at]), ...(firstAnswer === undefined ? [] : [['answered', firstAnswer] as Happened])];
  const all = slaOf(promised({ zone: tz, holidays, opening, goals: [goal] }), history(created, ...happened.toSorted(([, a], [, b]) => ms(a) - ms(b)))).rounds;
  const of = (name: SlaGoal): SlaRound | undefined => all.findLast((round) => round.goal === name);
  const open = all.filter(({ endedAt, due }) => endedAt === null && due !== null).map(({ due }) => due ?? 0);
  const first = of('first-answer');
  return {
    first_due: iso(first?.due ?? null),
    update_due: iso(of('next-answer')?.due ?? null),
    solve_due: iso(of('solution')?.due ?? null),
    first_in_min: (first?.spent ?? 0) / MINUTE,
    first_diff_min: ((first?.allowed ?? 0) - (first?.spent ?? 0)) / MINUTE,
    next_escalation: iso(Math.min(...open)),
  };
}
