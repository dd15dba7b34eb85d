// Pure: what was promised, against the calendar. Every expectation was worked out by hand, to the second.
import { WEEKDAYS, type ServiceLevels, type SlaGoal } from '@throughline/contracts';
import { NO_HISTORY, type SlaHistory, type SlaMark } from './sla-history.rules';
import { isMissed, remaining, slaOf, type SlaRound } from './sla.rules';

type Opening = ServiceLevels['opening'];
type Goals = { readonly firstAnswer?: number; readonly nextAnswer?: number; readonly solution?: number };
type Happened = readonly [what: 'answered' | 'waiting' | 'heard' | 'over' | 'merged' | 'reopened', at: string];

const on = (days: readonly string[], ...spans: readonly (readonly [string, string])[]): Opening => WEEKDAYS.filter((day) => days.includes(day)).flatMap((day) => spans.map(([from, to]) => ({ day, from, to })));
const WORKDAYS = WEEKDAYS.slice(0, 5);
const NINE_TO_FIVE = on(WORKDAYS, ['09:00', '17:00']);
const ALWAYS = on(WEEKDAYS, ['00:00', '24:00']);

const ms = (time: string): number => Date.parse(time.length > 17 ? time : `${time}:00Z`.replace('Z:00Z', ':00Z'));
const iso = (time: number | null): string | null => (time === null ? null : new Date(time).toISOString().replace('.000', ''));

interface Case {
  readonly opening?: Opening;
  readonly zone?: string;
  readonly holidays?: readonly string[];
  readonly opened: string;
  readonly goals: Goals;
  readonly happened?: readonly Happened[];
}

function sla({ opening = NINE_TO_FIVE, zone = 'Europe/Berlin', holidays = [], opened, goals, happened = [] }: Case) {
  const levels: ServiceLevels = { zone, opening: [...opening], holidays: [...holidays], goals: [goals] };
  const marks = happened.map(([what, at]): SlaMark => ({ what, at: ms(at), known: ms(at) }));
  const history: SlaHistory = { ...NO_HISTORY, ticketId: '7', openedAt: ms(opened), known: ms(opened), marks };
  const { rounds } = slaOf([{ from: 0, levels }], history);
  const last = (goal: SlaGoal): SlaRound => rounds.findLast((round) => round.goal === goal) as SlaRound;
  return { last, levels, due: (goal: SlaGoal) => iso(last(goal).due) };
}

/** In winter 09:00 to 17:00 in Berlin is 08:00 to 16:00 UTC, in summer 07:00 to 15:00. 2026-01-19 is a Monday. */
describe('a goal is due', () => {
  it.each<[string, Case, SlaGoal, string | null]>([
    ['on Monday, when it came on Friday after closing', { opened: '2026-01-23T16:30', goals: { firstAnswer: 60 } }, 'first-answer', '2026-01-26T09:00:00Z'],
    ['half of it on Friday, half of it on Monday', { opened: '2026-01-23T15:30', goals: { firstAnswer: 60 } }, 'first-answer', '2026-01-26T08:30:00Z'],
    ['an hour of UTC earlier behind the weekend on which clocks go forward', { opened: '2026-03-27T15:30', goals: { firstAnswer: 60 } }, 'first-answer', '2026-03-30T07:30:00Z'],
    ['an hour of UTC later behind the weekend on which they go back', { opened: '2026-10-23T14:30', goals: { firstAnswer: 60 } }, 'first-answer', '2026-10-26T08:30:00Z'],
    ['in as many real hours, when we never close, clocks going forward', { opening: ALWAYS, opened: '2026-03-28T23:30', goals: { solution: 240 } }, 'solution', '2026-03-29T03:30:00Z'],
    ['in as many real hours, when we never close, clocks going back', { opening: ALWAYS, opened: '2026-10-24T23:30', goals: { solution: 240 } }, 'solution', '2026-10-25T03:30:00Z'],
    ['within a night that is an hour longer (01:00 to 05:00 are five hours)', { opening: on(['sun'], ['01:00', '05:00']), opened: '2026-10-24T20:00', goals: { solution: 270 } }, 'solution', '2026-10-25T03:30:00Z'],
    ['a week later, when the night is an hour shorter (01:00 to 05:00 are three hours)', { opening: on(['sun'], ['01:00', '05:00']), opened: '2026-03-28T20:00', goals: { solution: 200 } }, 'solution', '2026-04-04T23:20:00Z'],
    ['from the moment clocks go forward, where the opening is a time they never show', { opening: on(['sun'], ['02:30', '06:00']), opened: '2026-03-28T12:00', goals: { firstAnswer: 60 } }, 'first-answer', '2026-03-29T02:00:00Z'],
    ['by the clocks of its zone, which change on another day', { zone: 'America/New_York', opened: '2026-03-06T21:30', goals: { firstAnswer: 60 } }, 'first-answer', '2026-03-09T13:30:00Z'],
    ['where clocks change by half an hour (01:00 to 03:00 are two and a half)', { zone: 'Australia/Lord_Howe', opening: on(['sun'], ['01:00', '03:00']), opened: '2026-04-04T10:00', goals: { solution: 140 } }, 'solution', '2026-04-04T16:20:00Z'],
    ['behind the lunch break', { opening: on(WORKDAYS, ['09:00', '12:00'], ['13:00', '17:00']), opened: '2026-01-19T10:30', goals: { firstAnswer: 60 } }, 'first-answer', '2026-01-19T12:30:00Z'],
    ['behind a holiday', { holidays: ['2026-01-20'], opened: '2026-01-19T15:30', goals: { firstAnswer: 60 } }, 'first-answer', '2026-01-21T08:30:00Z'],
    ['at closing time, when that is all the time there was, a holiday between', { holidays: ['2026-01-20'], opened: '2026-01-19T08:00', goals: { solution: 960 } }, 'solution', '2026-01-21T16:00:00Z'],
    ['behind a holiday of the zone, not of UTC', { opening: ALWAYS, holidays: ['2026-01-20'], opened: '2026-01-19T22:30', goals: { firstAnswer: 60 } }, 'first-answer', '2026-01-20T23:30:00Z'],
    ['never, where we never work', { opening: [], opened: '2026-01-19T08:00', goals: { firstAnswer: 60 } }, 'first-answer', null],
  ])('%s', (_name, one, goal, due) => expect(sla(one).due(goal)).toBe(due));
});

describe('waiting for the customer', () => {
  it.each<[string, Case, string | null]>([
    ['twice puts it off twice', { opened: '2026-01-19T08:00', goals: { solution: 240 }, happened: [['waiting', '2026-01-19T09:00'], ['heard', '2026-01-19T10:00'], ['waiting', '2026-01-19T11:00'], ['heard', '2026-01-19T13:30']] }, '2026-01-19T15:30:00Z'],
    ['over night puts it off by the hours we worked', { opened: '2026-01-19T08:00', goals: { solution: 600 }, happened: [['waiting', '2026-01-19T15:00'], ['heard', '2026-01-20T09:00']] }, '2026-01-20T12:00:00Z'],
    ['from the evening into the morning puts it off by the morning', { opened: '2026-01-19T08:00', goals: { solution: 540 }, happened: [['waiting', '2026-01-19T18:00'], ['heard', '2026-01-20T08:30']] }, '2026-01-20T09:30:00Z'],
    ['while we do not work puts nothing off', { opened: '2026-01-19T08:00', goals: { solution: 540 }, happened: [['waiting', '2026-01-19T17:00'], ['heard', '2026-01-20T06:00']] }, '2026-01-20T09:00:00Z'],
    ['over a weekend on which clocks go forward', { opened: '2026-03-27T15:00', goals: { solution: 120 }, happened: [['waiting', '2026-03-27T15:30'], ['heard', '2026-03-30T08:00']] }, '2026-03-30T09:30:00Z'],
    ['that nobody ended leaves no time to name', { opened: '2026-01-19T08:00', goals: { solution: 240 }, happened: [['waiting', '2026-01-19T09:00']] }, null],
    ['comes too late where it was due before', { opened: '2026-01-19T08:00', goals: { solution: 240 }, happened: [['waiting', '2026-01-19T12:30'], ['heard', '2026-01-19T14:00']] }, '2026-01-19T12:00:00Z'],
  ])('%s', (_name, one, due) => expect(sla(one).due('solution')).toBe(due));

  it('puts off the next answer, whose clock began anew with the second one', () => {
    const answered: readonly Happened[] = [['answered', '2026-01-19T08:30'], ['answered', '2026-01-19T09:45']];
    const goals = { firstAnswer: 60, nextAnswer: 120 };
    expect(sla({ opened: '2026-01-19T08:00', goals, happened: answered }).due('next-answer')).toBe('2026-01-19T11:45:00Z');
    expect(sla({ opened: '2026-01-19T08:00', goals, happened: [...answered, ['waiting', '2026-01-19T10:00'], ['heard', '2026-01-19T11:00']] }).due('next-answer')).toBe('2026-01-19T12:45:00Z');
  });
});

describe('what was done', () => {
  it.each([
    ['a second before', '2026-01-19T09:00:09Z', 1, false],
    ['when it was due', '2026-01-19T09:00:10Z', 0, false],
    ['a second after', '2026-01-19T09:00:11Z', -1, true],
    ['after closing time, which counts no longer', '2026-01-19T20:00:00Z', -25_190, true],
  ])('%s', (_name, at, secondsLeft, missed) => {
    const { last, levels } = sla({ opened: '2026-01-19T08:00:10Z', goals: { firstAnswer: 60 }, happened: [['answered', at]] });
    expect([(remaining(last('first-answer'), levels, ms('2026-02-01T00:00')) ?? 0) / 1000, isMissed(last('first-answer'), ms('2026-02-01T00:00'))]).toEqual([secondsLeft, missed]);
  });

  it('goes on where it was when it is reopened, from the next morning on if that is at night', () => {
    const again = (at: string, over: string) => sla({ opened: '2026-01-19T08:00', goals: { solution: 240 }, happened: [['over', '2026-01-19T09:00'], ['reopened', at], ['over', over]] });
    for (const at of ['2026-01-20T08:00', '2026-01-19T20:00']) {
      const [inTime, late] = ['2026-01-20T11:00:00Z', '2026-01-20T11:00:01Z'].map((over) => again(at, over).last('solution'));
      expect([iso(inTime?.due ?? null), isMissed(inTime as SlaRound, 0), isMissed(late as SlaRound, 0)]).toEqual(['2026-01-20T11:00:00Z', false, true]);
    }
  });

  it('is not missed by what ended before it was due, closed or merged, however late it is now', () => {
    for (const what of ['over', 'merged'] as const) {
      const { last } = sla({ opened: '2026-01-19T08:00', goals: { firstAnswer: 60, solution: 240 }, happened: [[what, '2026-01-19T08:30']] });
      expect([last('first-answer'), last('solution')].map((round) => isMissed(round, ms('2026-02-01T00:00')))).toEqual([false, false]);
    }
  });
});
