import { Type } from '@sinclair/typebox';
import { readDay } from '../day';
import { eventType, type FactOf, type Reading } from '../event-type';
import { Day, fields, FreeText, Instant, Label, oneOf, PersonalLabel, ShortFreeText, StaffActor, ThingId } from '../fields';
import { readMoment } from '../moment';
import { line, named } from '../reading';

const stream = ({ opportunityId }: { readonly opportunityId: string }): string => `opportunity-${opportunityId}`;

const PRIORITIES = {
  must: { en: 'a must', de: 'zwingend' },
  should: { en: 'important', de: 'wichtig' },
  could: { en: 'nice to have', de: 'wünschenswert' },
} as const satisfies Record<string, Reading>;

export type NeedPriority = keyof typeof PRIORITIES;
export const NEED_PRIORITIES = Object.keys(PRIORITIES) as NeedPriority[];

/** What the customer needs. The same `needId` again says it anew; without one it is a need of its own. */
export const opportunityNeedRecorded = eventType({
  type: 'sales.opportunity-need-recorded',
  version: 1,
  door: 'open',
  schema: fields({ opportunityId: ThingId, needId: Type.Optional(ThingId), need: FreeText, priority: Type.Optional(oneOf(NEED_PRIORITIES)) }),
  stream,
  parties: () => [],
  reads: (data) => line({ en: 'Need recorded', de: 'Bedarf erfasst' }, data.need, data.priority === undefined ? undefined : PRIORITIES[data.priority]),
});

/** The day the decision is expected on is another one. */
export const opportunityForecastChanged = eventType({
  type: 'sales.opportunity-forecast-changed',
  version: 1,
  door: 'open',
  schema: fields({ opportunityId: ThingId, expectedClose: Day, from: Type.Optional(Day) }),
  stream,
  parties: () => [],
  reads: (data) => {
    const [from, to] = [readDay(data.from), readDay(data.expectedClose)];
    return line({ en: 'Expected close changed', de: 'Erwarteter Abschluss geändert' }, from === undefined || to === undefined ? to : { en: `${from.en} → ${to.en}`, de: `${from.de} → ${to.de}` });
  },
});

/** What happens next; takes the place of what was planned before. Without an assignee it is the owner's. */
export const opportunityNextStepPlanned = eventType({
  type: 'sales.opportunity-next-step-planned',
  version: 1,
  door: 'open',
  schema: fields({ opportunityId: ThingId, step: ShortFreeText, due: Type.Optional(Instant), assignee: Type.Optional(StaffActor) }),
  stream,
  parties: () => [],
  reads: (data) => line({ en: 'Next step planned', de: 'Nächster Schritt geplant' }, data.step, named('due', 'fällig am', readMoment(data.due))),
});

/** The one that was planned last. */
export const opportunityNextStepDone = eventType({
  type: 'sales.opportunity-next-step-done',
  version: 1,
  door: 'open',
  schema: fields({ opportunityId: ThingId, outcome: Type.Optional(ShortFreeText) }),
  stream,
  parties: () => [],
  reads: (data) => line({ en: 'Next step done', de: 'Nächster Schritt erledigt' }, data.outcome),
});

/** Somebody sells it from now on; `from` whom he takes it over. */
export const opportunityAssigned = eventType({
  type: 'sales.opportunity-assigned',
  version: 1,
  door: 'open',
  schema: fields({ opportunityId: ThingId, owner: StaffActor, from: Type.Optional(StaffActor), reason: Type.Optional(ShortFreeText) }),
  stream,
  parties: () => [],
  reads: (data) => line(data.from === undefined ? { en: 'Opportunity assigned', de: 'Verkaufschance zugewiesen' } : { en: 'Opportunity handed over', de: 'Verkaufschance übergeben' }, data.reason),
});

const naming = { title: Type.Optional(PersonalLabel), product: Type.Optional(Label) };

/** What it is about is named otherwise; what is not named stays. `from`: as it was. */
export const opportunityChanged = eventType({
  type: 'sales.opportunity-changed',
  version: 1,
  door: 'open',
  schema: fields({ opportunityId: ThingId, ...naming, from: Type.Optional(fields(naming)) }),
  stream,
  parties: () => [],
  reads: (data) => line({ en: 'Opportunity changed', de: 'Verkaufschance geändert' }, step(data.from?.title, data.title), step(data.from?.product, data.product)),
});

export type OpportunityWorkEvent =
  | FactOf<typeof opportunityNeedRecorded>
  | FactOf<typeof opportunityForecastChanged>
  | FactOf<typeof opportunityNextStepPlanned>
  | FactOf<typeof opportunityNextStepDone>
  | FactOf<typeof opportunityAssigned>
  | FactOf<typeof opportunityChanged>;

function step(from: string | undefined, to: string | undefined): string | undefined {
  return typeof from === 'string' && typeof to === 'string' ? `${from} → ${to}` : to;
}
