import { Type } from '@sinclair/typebox';
import { readDay } from '../day';
import { concerning, eventType, IdentifierSchema, type DataOf, type FactOf, type Reading } from '../event-type';
import { Activity, Day, fields, Label, oneOf, PersonalLabel, ShortFreeText, Slug, StaffActor, ThingId } from '../fields';
import { MoneySchema, readMoney } from '../money';
import { line, named } from '../reading';
import { readStage } from './stage';

/** Something may be sold. Real pipelines hold opportunities with neither a customer nor a company: those are their own lane. */
export const opportunityOpened = eventType({
  type: 'sales.opportunity-opened',
  version: 1,
  door: 'open',
  schema: fields({
    opportunityId: ThingId,
    customer: Type.Optional(IdentifierSchema),
    company: Type.Optional(IdentifierSchema),
    title: Type.Optional(PersonalLabel),
    product: Type.Optional(Label),
    stage: Slug,
    value: Type.Optional(MoneySchema),
    expectedClose: Type.Optional(Day),
    leadId: Type.Optional(ThingId),
    owner: Type.Optional(StaffActor),
    activity: Type.Optional(Activity),
  }),
  stream: (data) => `opportunity-${data.opportunityId}`,
  parties: (data) => concerning(data.customer, data.company),
  reads: (data) =>
    line(
      { en: 'Opportunity opened', de: 'Verkaufschance angelegt' },
      data.title,
      data.product,
      named('stage', 'Phase', readStage(data.stage)),
      readMoney(data.value),
      named('expected to close on', 'Abschluss erwartet am', readDay(data.expectedClose)),
      data.activity,
    ),
});

/** As version 1 had it. */
const advance = { opportunityId: ThingId, stage: Slug, from: Type.Optional(Slug), owner: Type.Optional(StaffActor), activity: Type.Optional(Activity) };

/** Another stage, forwards or backwards: sellers do go back. */
export const opportunityStageAdvanced = eventType({
  type: 'sales.opportunity-stage-advanced',
  version: 2,
  door: 'open',
  schema: fields({ ...advance, reason: Type.Optional(ShortFreeText) }),
  stream: (data) => `opportunity-${data.opportunityId}`,
  parties: () => [],
  reads: (data) => {
    const [from, to] = [readStage(data.from), readStage(data.stage)];
    const step = from === undefined || to === undefined ? to : { en: `${from.en} → ${to.en}`, de: `${from.de} → ${to.de}` };
    return line({ en: 'Stage changed', de: 'Phase gewechselt' }, step, data.reason, data.activity);
  },
  past: [{ version: 1, schema: fields(advance), upcast: (data: unknown) => data }],
});

export const opportunityRevalued = eventType({
  type: 'sales.opportunity-revalued',
  version: 1,
  door: 'open',
  schema: fields({ opportunityId: ThingId, value: MoneySchema }),
  stream: (data) => `opportunity-${data.opportunityId}`,
  parties: () => [],
  reads: (data) => line({ en: 'Value of the opportunity changed', de: 'Wert der Verkaufschance geändert' }, readMoney(data.value)),
});

const WIN_REASONS_READ = {
  price: { en: 'the better price', de: 'besserer Preis' },
  product: { en: 'the better product', de: 'besseres Produkt' },
  service: { en: 'our service', de: 'unser Service' },
  relationship: { en: 'they know and trust us', de: 'gewachsene Beziehung' },
  speed: { en: 'we were faster', de: 'wir waren schneller' },
  other: { en: 'another reason', de: 'anderer Grund' },
} as const satisfies Record<string, Reading>;

export type WinReason = keyof typeof WIN_REASONS_READ;
export const WIN_REASONS = Object.keys(WIN_REASONS_READ) as WinReason[];

/** As version 1 had it. */
const win = { opportunityId: ThingId, value: Type.Optional(MoneySchema), activity: Type.Optional(Activity) };

/** `value` is what was sold; absent = what the opportunity was worth before. `competitor`: who else was in the running to the end. */
export const opportunityWon = eventType({
  type: 'sales.opportunity-won',
  version: 2,
  door: 'open',
  schema: fields({ ...win, reason: Type.Optional(oneOf(WIN_REASONS)), explanation: Type.Optional(ShortFreeText), competitor: Type.Optional(Label) }),
  stream: (data) => `opportunity-${data.opportunityId}`,
  parties: () => [],
  reads: (data) =>
    line(
      { en: 'Opportunity won', de: 'Verkaufschance gewonnen' },
      readMoney(data.value),
      data.reason === undefined ? undefined : WIN_REASONS_READ[data.reason],
      data.explanation,
      named('against', 'gegen', data.competitor),
      data.activity,
    ),
  past: [{ version: 1, schema: fields(win), upcast: (data: unknown) => data }],
});

const LOSS_REASONS_READ = {
  price: { en: 'too expensive', de: 'zu teuer' },
  competitor: { en: 'chose a competitor', de: 'hat sich für einen Wettbewerber entschieden' },
  'no-budget': { en: 'no budget', de: 'kein Budget' },
  'no-need': { en: 'no need any more', de: 'kein Bedarf mehr' },
  timing: { en: 'wrong moment', de: 'falscher Zeitpunkt' },
  'no-answer': { en: 'no answer any more', de: 'keine Rückmeldung mehr' },
  other: { en: 'another reason', de: 'anderer Grund' },
} as const satisfies Record<string, Reading>;

export type LossReason = keyof typeof LOSS_REASONS_READ;
export const LOSS_REASONS = Object.keys(LOSS_REASONS_READ) as LossReason[];

/** As version 2 had it. */
const loss = { opportunityId: ThingId, reason: Type.Optional(oneOf(LOSS_REASONS)), explanation: Type.Optional(ShortFreeText), activity: Type.Optional(Activity) };

const lostInFreeText = fields({ opportunityId: ThingId, reason: Type.Optional(ShortFreeText), activity: Type.Optional(Activity) });

/** `competitor`: who got it. Version 1 had the reason as free text, which nobody could count; what was written then is the explanation now. */
export const opportunityLost = eventType({
  type: 'sales.opportunity-lost',
  version: 3,
  door: 'open',
  schema: fields({ ...loss, competitor: Type.Optional(Label) }),
  stream: (data) => `opportunity-${data.opportunityId}`,
  parties: () => [],
  reads: (data) =>
    line(
      { en: 'Opportunity lost', de: 'Verkaufschance verloren' },
      data.reason === undefined ? undefined : LOSS_REASONS_READ[data.reason],
      data.explanation,
      named('to', 'an', data.competitor),
      data.activity,
    ),
  past: [
    {
      version: 1,
      schema: lostInFreeText,
      upcast: ({ reason, ...data }: DataOf<typeof lostInFreeText>) => (reason === undefined ? data : { ...data, reason: 'other', explanation: reason }),
    },
    { version: 2, schema: fields(loss), upcast: (data: unknown) => data },
  ],
});

/** After it was won or lost. */
export const opportunityReopened = eventType({
  type: 'sales.opportunity-reopened',
  version: 1,
  door: 'open',
  schema: fields({ opportunityId: ThingId, stage: Slug, reason: Type.Optional(ShortFreeText) }),
  stream: (data) => `opportunity-${data.opportunityId}`,
  parties: () => [],
  reads: (data) => line({ en: 'Opportunity reopened', de: 'Verkaufschance wieder geöffnet' }, named('stage', 'Phase', readStage(data.stage)), data.reason),
});

/** A step of another system's process that changes nothing we keep. */
export const opportunityActivityRecorded = eventType({
  type: 'sales.opportunity-activity-recorded',
  version: 1,
  door: 'open',
  schema: fields({ opportunityId: ThingId, activity: Activity }),
  stream: (data) => `opportunity-${data.opportunityId}`,
  parties: () => [],
  reads: (data) => line({ en: 'Activity on the opportunity', de: 'Aktivität zur Verkaufschance' }, data.activity),
});

export type OpportunityEvent =
  | FactOf<typeof opportunityOpened>
  | FactOf<typeof opportunityStageAdvanced>
  | FactOf<typeof opportunityRevalued>
  | FactOf<typeof opportunityWon>
  | FactOf<typeof opportunityLost>
  | FactOf<typeof opportunityReopened>
  | FactOf<typeof opportunityActivityRecorded>;
