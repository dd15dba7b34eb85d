import { SLA_GOALS, type ServiceLevelEvent, type SlaGoal } from '@throughline/contracts';
import type { Journal } from '@throughline/event-store';
import { effectiveTime, type StoredEvent } from '@throughline/kernel';
import { everyDocument, type Shelf, type StoredDocument } from '@throughline/read-store';
import { isMissed, promisesWith, remaining, slaOf, type Promises, type SlaRound } from './sla.rules';
import type { SlaDocument } from './sla.view';

/**
 *   running    it is awaited, and there is time left
 *   paused     its clock stands still: the ticket waits for the customer
 *   met        it was there in time
 *   breached   it was not, or is not yet
 *   dropped    the ticket was over before it was due
 */
export type GoalState = 'running' | 'paused' | 'met' | 'breached' | 'dropped';

export interface GoalStanding {
  readonly goal: SlaGoal;
  readonly state: GoalState;
  /** ISO 8601; `null` = never, or not to be told while it waits. */
  readonly due: string | null;
  readonly doneAt: string | null;
  /** Business seconds left, now or when it was done; negative = late. Of another system's deadline, seconds. */
  readonly remainingSeconds: number | null;
  readonly paused: boolean;
}

export interface TicketSla {
  readonly ticketId: string;
  /** In order of time; of `next-answer` the last one is the current one. */
  readonly goals: readonly GoalStanding[];
  readonly breaches: readonly { readonly goal: SlaGoal; readonly due: string }[];
}

/** Everything that was ever promised, from a short stream: what was just set is there. */
export async function allPromises(journal: Journal): Promise<Promises> {
  const { events } = await journal.load('service-levels');
  return events.reduce<Promises>((promises, event) => promisesWith(promises, event as StoredEvent & ServiceLevelEvent, effectiveTime(event)), []);
}

/** `now`: milliseconds since 1970. `null` = there is no such ticket. */
export async function ticketSla(shelf: Shelf, promises: Promises, ticketId: string, now: number): Promise<TicketSla | null> {
  const document = (await shelf.documents([ticketId])).get(ticketId);
  const ticket = document === undefined ? null : ticketIn(document);
  if (ticket === null || ticket.openedAt === null) return null;
  const sla = slaOf(promises, ticket);
  return { ticketId, goals: sla.rounds.map((round) => standingOf(round, sla, now)), breaches: sla.recorded.map(({ goal, due }) => ({ goal, due: iso(due) })) };
}

function standingOf(round: SlaRound, sla: ReturnType<typeof slaOf>, now: number): GoalStanding {
  const state = stateOf(round, now);
  const left = remaining(round, sla.levels, now);
  return { goal: round.goal, state, due: round.due === null ? null : iso(round.due), doneAt: round.doneAt === null ? null : iso(round.doneAt), remainingSeconds: left === null ? null : Math.floor(left / 1000), paused: isPaused(round) };
}

function stateOf(round: SlaRound, now: number): GoalState {
  if (isMissed(round, now)) return 'breached';
  if (round.doneAt !== null) return 'met';
  if (round.endedAt !== null) return 'dropped';
  return isPaused(round) ? 'paused' : 'running';
}

function isPaused({ endedAt, running, allowed }: SlaRound): boolean {
  return endedAt === null && running === null && allowed !== null;
}

/** Tickets by how a goal of theirs stands. */
export type GoalFigures = Readonly<Record<'met' | 'breached' | 'running' | 'dropped', number>>;
export type SlaFigures = Readonly<Record<SlaGoal, GoalFigures>>;

export interface SlaReport {
  /** Those for which something was promised. */
  readonly tickets: number;
  readonly goals: SlaFigures;
  readonly byPriority: Readonly<Record<string, SlaFigures>>;
  readonly byCategory: Readonly<Record<string, SlaFigures>>;
  readonly byQueue: Readonly<Record<string, SlaFigures>>;
}

/** Milliseconds since 1970, by when the tickets were opened. */
export interface SlaPeriod {
  readonly from?: number;
  readonly to?: number;
}

type Counted = Record<SlaGoal, Record<keyof GoalFigures, number>>;
const NONE = { met: 0, breached: 0, running: 0, dropped: 0 };
/** Tickets of which nobody said it. */
const UNKNOWN = 'unknown';

/** Each ticket counts once for each goal: breached, if it ever was. Reads page by page. */
export async function slaReport(shelf: Shelf, promises: Promises, { from, to }: SlaPeriod, now: number): Promise<SlaReport> {
  const all = noFigures();
  const groups = { priority: new Map<string, Counted>(), category: new Map<string, Counted>(), queue: new Map<string, Counted>() };
  let tickets = 0;
  const openedAt = { ...(from === undefined ? {} : { gte: from }), ...(to === undefined ? {} : { lt: to }) };
  for await (const document of everyDocument(shelf, from === undefined && to === undefined ? {} : { openedAt })) {
    const ticket = ticketIn(document);
    const { rounds } = slaOf(promises, ticket);
    if (rounds.length > 0) tickets += 1;
    for (const goal of SLA_GOALS) {
      const state = stateOfAll(rounds.filter((round) => round.goal === goal), now);
      if (state === null) continue;
      all[goal][state] += 1;
      for (const group of ['priority', 'category', 'queue'] as const) figuresIn(groups[group], ticket[group] ?? UNKNOWN)[goal][state] += 1;
    }
  }
  return { tickets, goals: all, byPriority: inOrder(groups.priority), byCategory: inOrder(groups.category), byQueue: inOrder(groups.queue) };
}

function stateOfAll(rounds: readonly SlaRound[], now: number): keyof GoalFigures | null {
  const states = rounds.map((round) => stateOf(round, now));
  if (states.length === 0) return null;
  if (states.includes('breached')) return 'breached';
  if (states.includes('running') || states.includes('paused')) return 'running';
  return states.includes('met') ? 'met' : 'dropped';
}

function figuresIn(group: Map<string, Counted>, name: string): Counted {
  const figures = group.get(name) ?? noFigures();
  group.set(name, figures);
  return figures;
}

function noFigures(): Counted {
  return { 'first-answer': { ...NONE }, 'next-answer': { ...NONE }, solution: { ...NONE } };
}

function inOrder(group: ReadonlyMap<string, Counted>): Readonly<Record<string, SlaFigures>> {
  return Object.fromEntries([...group].toSorted(([a], [b]) => (a < b ? -1 : 1)));
}

function ticketIn(document: StoredDocument): SlaDocument {
  return document.body as unknown as SlaDocument;
}

function iso(time: number): string {
  return new Date(time).toISOString();
}
