import { Type } from '@sinclair/typebox';
import { eventType, type DataOf, type FactOf, type Reading } from '../event-type';
import { Day, fields, Label, oneOf } from '../fields';
import { line } from '../reading';
import { TICKET_PRIORITIES } from '../service/ticket.events';

export const WEEKDAYS = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const;
export type Weekday = (typeof WEEKDAYS)[number];

/** Time of day in the calendar's zone; `24:00` is the end of the day. */
export const TIME_OF_DAY = /^(([01]\d|2[0-3]):[0-5]\d|24:00)$/;
const TimeOfDay = Type.String({ pattern: TIME_OF_DAY.source });

const Opening = fields({ day: oneOf(WEEKDAYS), from: TimeOfDay, to: TimeOfDay });

/** Business minutes; about two years of working days at most. */
const Minutes = Type.Optional(Type.Integer({ minimum: 1, maximum: 1_000_000 }));

/** For tickets of this priority and queue; what is left out is any. The rule that says most holds, whole. */
const Goal = fields({ priority: Type.Optional(oneOf(TICKET_PRIORITIES)), queue: Type.Optional(Label), firstAnswer: Minutes, nextAnswer: Minutes, solution: Minutes });

const Levels = fields({
  zone: Type.String({ minLength: 1, maxLength: 100 }),
  opening: Type.Array(Opening, { maxItems: 100 }),
  holidays: Type.Array(Day, { maxItems: 2_000 }),
  goals: Type.Array(Goal, { maxItems: 500 }),
});
export type ServiceLevels = DataOf<typeof Levels>;

const stream = (): string => 'service-levels';

/**
 * When we work and what we promise, whole. Holds for tickets opened from its time on; those opened before keep what was promised then.
 * `opening`: several spans a day are possible. `holidays`: days of the calendar's zone.
 */
export const serviceLevelsSet = eventType({
  type: 'settings.service-levels-set',
  version: 1,
  door: 'closed',
  final: true,
  schema: Levels,
  stream,
  parties: () => [],
  reads: (data) => line({ en: 'Service levels set', de: 'Servicezeiten und Reaktionsziele festgelegt' }, data.zone, counted(data)),
});

/** Nothing is promised for tickets opened from here on. */
export const serviceLevelsEnded = eventType({
  type: 'settings.service-levels-ended',
  version: 1,
  door: 'closed',
  final: true,
  schema: fields({}),
  stream,
  parties: () => [],
  reads: () => line({ en: 'Service levels ended', de: 'Reaktionsziele aufgehoben' }),
});

export type ServiceLevelEvent = FactOf<typeof serviceLevelsSet> | FactOf<typeof serviceLevelsEnded>;

function counted({ goals, holidays }: ServiceLevels): Reading {
  return {
    en: `${goals.length} ${goals.length === 1 ? 'rule' : 'rules'}, ${holidays.length} ${holidays.length === 1 ? 'holiday' : 'holidays'}`,
    de: `${goals.length} ${goals.length === 1 ? 'Regel' : 'Regeln'}, ${holidays.length} ${holidays.length === 1 ? 'Feiertag' : 'Feiertage'}`,
  };
}
