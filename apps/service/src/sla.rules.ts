import type { ServiceLevelEvent, ServiceLevels, SlaGoal } from '@throughline/contracts';
import { addBusinessTime, businessTimeBetween } from './business-hours.rules';
import type { SlaHistory, SlaMark } from './sla-history.rules';

/** What was promised from a moment (milliseconds since 1970) on; null = nothing any more. In order of time. */
export type Promises = readonly { readonly from: number; readonly levels: ServiceLevels | null }[];

/** From and to, milliseconds since 1970. */
interface Span {
  readonly from: number;
  readonly to: number;
}

/**
 * One thing that was promised for one ticket. All times in milliseconds since 1970.
 *   known      when it was recorded here that it is awaited
 *   due        null = never, or not to be told while it waits for the customer
 *   doneAt     when it was there
 *   endedAt    when it was there, or when nothing more was to come; null = it is awaited
 *   allowed    business milliseconds, or null for another system's deadline
 *   spent      business milliseconds that passed; those since `running` come on top
 *   running    since when its clock runs; null = it stands still
 */
export interface SlaRound {
  readonly goal: SlaGoal;
  readonly known: number;
  readonly due: number | null;
  readonly doneAt: number | null;
  readonly endedAt: number | null;
  readonly allowed: number | null;
  readonly spent: number;
  readonly running: number | null;
}

type Moment = Pick<SlaMark, 'at' | 'known'>;

export interface Sla {
  /** Null where another system's deadline is all there is. */
  readonly levels: ServiceLevels | null;
  /** In order; of `next-answer` there may be several, the last one being the current one. Goals that nothing was promised for are left out. */
  readonly rounds: readonly SlaRound[];
  readonly recorded: readonly { readonly goal: SlaGoal; readonly due: number }[];
}

/** A ticket on its way: in work, waiting, over; the times it was in work; what is still awaited. */
interface Watch {
  readonly phase: 'work' | 'waiting' | 'over' | 'merged';
  readonly phaseSince: number;
  readonly worked: readonly Span[];
  /** In work since then. */
  readonly since: number | null;
  readonly priority: string;
  readonly queue: string | null;
  readonly answers: number;
  /** The clock of the next answer. */
  readonly next: Moment;
  readonly rounds: readonly SlaRound[];
}

const MINUTE = 60_000;

export function promisesWith(promises: Promises, event: ServiceLevelEvent, at: number): Promises {
  return [...promises, { from: at, levels: event.type === 'settings.service-levels-set' ? event.data : null }];
}

/** What was in force when the ticket was opened: later promises do not touch it, and none reaches back. */
export function levelsAt(promises: Promises, openedAt: number): ServiceLevels | null {
  return promises.findLast(({ from }) => from <= openedAt)?.levels ?? null;
}

/**
 * What was promised for a ticket and how it stands, after all that happened to it. Time counts while we work (opening hours) and while
 * the ticket is ours (not while it waits for the customer, not while it is over: reopened, it goes on where it was). Goals are those of
 * priority and queue as they are when something is done. The first answer meets its own goal; the clock of the next one has run
 * since the opening and starts anew with each answer behind the first.
 */
export function slaOf(promises: Promises, history: SlaHistory): Sla {
  const recorded = history.marks.flatMap((mark) => (mark.what === 'breached' ? [{ goal: mark.goal, due: mark.due }] : []));
  if (history.openedAt === null) return { levels: null, rounds: [], recorded };
  const levels = levelsAt(promises, history.openedAt);
  const opened = { at: history.openedAt, known: history.known };
  // A first change may stand at the opening itself; before it the ticket was as usual.
  const begun: Watch = { phase: 'work', phaseSince: opened.at, worked: [], since: opened.at, priority: 'normal', queue: null, answers: 0, next: opened, rounds: [] };
  const last = history.marks.reduce((watch, mark) => after(watch, mark, levels, opened), begun);
  const open = [...(last.answers === 0 ? [roundOf('first-answer', last, levels, opened)] : []), roundOf('next-answer', last, levels, last.next), solutionOf(last, levels, history, opened)];
  return { levels, rounds: [...last.rounds, ...open.filter((round) => round !== null)], recorded };
}

function after(watch: Watch, mark: SlaMark, levels: ServiceLevels | null, opened: Moment): Watch {
  switch (mark.what) {
    case 'changed':
      return { ...watch, priority: mark.priority, queue: mark.queue };
    case 'answered':
      return answered(watch, mark, levels, opened);
    case 'waiting':
      return watch.phase === 'work' ? paused(watch, mark.at, 'waiting') : watch;
    case 'heard':
      return watch.phase === 'waiting' ? resumed(watch, mark.at) : watch;
    case 'over':
      return watch.phase === 'over' || watch.phase === 'merged' ? watch : paused(watch, mark.at, 'over');
    case 'merged':
      return paused(watch, mark.at, 'merged');
    case 'reopened':
      return watch.phase === 'over' || watch.phase === 'merged' ? resumed(watch, mark.at) : watch;
    case 'breached':
      return watch;
  }
}

function paused(watch: Watch, at: number, phase: Watch['phase']): Watch {
  const worked = watch.since === null ? watch.worked : [...watch.worked, { from: watch.since, to: at }];
  return { ...watch, phase, phaseSince: at, since: null, worked };
}

function resumed(watch: Watch, at: number): Watch {
  return { ...watch, phase: 'work', phaseSince: at, since: at };
}

function answered(watch: Watch, mark: SlaMark, levels: ServiceLevels | null, opened: Moment): Watch {
  const first = watch.answers === 0 ? roundOf('first-answer', watch, levels, opened, mark.at) : null;
  // Where no first answer was promised, the first one is an answer like any other.
  const done = first ?? roundOf('next-answer', watch, levels, watch.next, mark.at);
  return { ...watch, answers: watch.answers + 1, next: first === null ? mark : watch.next, rounds: done === null ? watch.rounds : [...watch.rounds, done] };
}

const FIELD = { 'first-answer': 'firstAnswer', 'next-answer': 'nextAnswer', solution: 'solution' } as const satisfies Record<SlaGoal, string>;

/** Null where nothing was promised. */
function roundOf(goal: SlaGoal, watch: Watch, levels: ServiceLevels | null, start: Moment, doneAt: number | null = null): SlaRound | null {
  const minutes = levels === null ? undefined : goalsFor(levels, watch)?.[FIELD[goal]];
  if (levels === null || minutes === undefined) return null;
  const since = watch.since === null ? null : Math.max(watch.since, start.at);
  const worked = watch.worked.map(({ from, to }) => ({ from: Math.max(from, start.at), to }));
  const clock = clockOver(levels, worked, since, minutes * MINUTE);
  const round = { goal, known: start.known, doneAt, endedAt: doneAt ?? endOf(watch), allowed: minutes * MINUTE, ...clock };
  return doneAt === null || since === null ? round : { ...round, spent: clock.spent + businessTimeBetween(levels, since, doneAt), running: null };
}

/** Solved when it is over. Another system's deadline stands in the place of a goal of our own, and nothing stops its clock. */
function solutionOf(watch: Watch, levels: ServiceLevels | null, { deadline }: SlaHistory, opened: Moment): SlaRound | null {
  const doneAt = watch.phase === 'over' ? watch.phaseSince : null;
  if (deadline !== null) return { goal: 'solution', known: opened.known, due: deadline, doneAt, endedAt: endOf(watch), allowed: null, spent: 0, running: null };
  const last = watch.worked.at(-1);
  if (doneAt === null || last?.to !== doneAt) return roundOf('solution', watch, levels, opened, doneAt);
  // Solved while it was in work: its due time is the one it had.
  return roundOf('solution', { ...watch, worked: watch.worked.slice(0, -1), since: last.from }, levels, opened, doneAt);
}

function endOf({ phase, phaseSince }: Watch): number | null {
  return phase === 'over' || phase === 'merged' ? phaseSince : null;
}

/** When the allowed time has passed: within one of these spans, or since the clock runs. */
function clockOver(levels: ServiceLevels, worked: readonly Span[], running: number | null, allowed: number): Pick<SlaRound, 'due' | 'spent' | 'running'> {
  let spent = 0;
  for (const { from, to } of worked) {
    const time = businessTimeBetween(levels, from, to);
    if (spent + time >= allowed) return { due: addBusinessTime(levels, from, allowed - spent), spent: spentIn(levels, worked), running };
    spent += time;
  }
  return { due: running === null ? null : addBusinessTime(levels, running, allowed - spent), spent, running };
}

function spentIn(levels: ServiceLevels, worked: readonly Span[]): number {
  return worked.reduce((sum, { from, to }) => sum + businessTimeBetween(levels, from, to), 0);
}

/** The rule that says most of priority and queue holds, whole. */
function goalsFor({ goals }: ServiceLevels, { priority, queue }: Pick<Watch, 'priority' | 'queue'>): ServiceLevels['goals'][number] | null {
  const fitting = goals.filter((goal) => (goal.priority ?? priority) === priority && (goal.queue ?? queue) === queue);
  return fitting.toSorted((a, b) => weight(b) - weight(a))[0] ?? null;
}

function weight({ priority, queue }: ServiceLevels['goals'][number]): number {
  return (queue === undefined ? 0 : 2) + (priority === undefined ? 0 : 1);
}

/** Whether it was not there when it was due, or is not at `now`. */
export function isMissed({ due, endedAt }: Pick<SlaRound, 'due' | 'endedAt'>, now: number): boolean {
  return due !== null && due < (endedAt ?? now);
}

/** Business milliseconds left at `now`, or when it was done; of another system's deadline, milliseconds. `null` = it will never be done. */
export function remaining({ allowed, spent, running, due, doneAt, endedAt }: SlaRound, levels: ServiceLevels | null, now: number): number | null {
  if (endedAt !== null && doneAt === null) return null;
  if (allowed === null || levels === null) return due === null ? null : due - (doneAt ?? now);
  return allowed - spent - (running === null ? 0 : businessTimeBetween(levels, running, now));
}
