import { type ServiceLevelEvent, type ServiceLevels } from '@throughline/contracts';
import { canonicalJson, reject, type Command, type Decider, type Rejection } from '@throughline/kernel';
import { IANAZone } from 'luxon';

/**
 *   none ──set──► in-force ──set──► in-force (other levels)
 *     ▲              │
 *     └──────end─────┘
 */
export type ServiceLevelState = { readonly status: 'none' } | { readonly status: 'in-force'; readonly levels: ServiceLevels };

export function evolve(_state: ServiceLevelState, event: ServiceLevelEvent): ServiceLevelState {
  switch (event.type) {
    case 'settings.service-levels-set':
      return { status: 'in-force', levels: event.data };
    case 'settings.service-levels-ended':
      return { status: 'none' };
  }
}

export type ServiceLevelCommand = Command<'set-service-levels', ServiceLevels> | Command<'end-service-levels', Readonly<Record<string, never>>>;

export function decide(state: ServiceLevelState, command: ServiceLevelCommand): readonly ServiceLevelEvent[] | Rejection {
  switch (command.type) {
    case 'set-service-levels': {
      const fault = faultIn(command.data);
      if (fault !== null) return fault;
      return state.status === 'in-force' && canonicalJson(state.levels) === canonicalJson(command.data) ? [] : [{ type: 'settings.service-levels-set', data: command.data }];
    }
    case 'end-service-levels':
      return state.status === 'none' ? [] : [{ type: 'settings.service-levels-ended', data: {} }];
  }
}

export const serviceLevel: Decider<ServiceLevelState, ServiceLevelCommand, ServiceLevelEvent> = { category: 'service-levels', initial: { status: 'none' }, evolve, decide };

function faultIn({ zone, opening, goals }: ServiceLevels): Rejection | null {
  if (!IANAZone.isValidZone(zone)) return reject('ZONE_UNKNOWN', 'name a time zone of the IANA list, such as Europe/Berlin');
  if (goals.length === 0) return reject('GOALS_MISSING', 'say what is promised; to promise nothing, end the service levels');
  const backwards = opening.find(({ from, to }) => from >= to);
  if (backwards !== undefined) return reject('OPENING_INVALID', `on ${backwards.day} the opening ends before it begins; for a night, name the end of one day (24:00) and the beginning of the next (00:00)`);
  const overlapping = opening.find((a, index) => opening.slice(0, index).some((b) => a.day === b.day && a.from < b.to && b.from < a.to));
  if (overlapping !== undefined) return reject('OPENING_OVERLAPS', `on ${overlapping.day} two spans overlap; make them one`);
  return faultInGoals(goals);
}

function faultInGoals(goals: ServiceLevels['goals']): Rejection | null {
  const empty = goals.find(({ firstAnswer, nextAnswer, solution }) => (firstAnswer ?? nextAnswer ?? solution) === undefined);
  if (empty !== undefined) return reject('GOAL_EMPTY', 'each rule promises a first answer, a next answer or a solution');
  const named = goals.map(({ priority, queue }) => JSON.stringify([priority ?? null, queue ?? null]));
  return new Set(named).size < named.length ? reject('GOAL_TWICE', 'for one priority and queue there are two rules; make them one') : null;
}
