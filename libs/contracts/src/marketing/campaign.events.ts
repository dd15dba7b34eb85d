import { Type } from '@sinclair/typebox';
import { readChannel } from '../channel';
import { readDay } from '../day';
import { eventType, type FactOf, type Reading } from '../event-type';
import { Channel, Day, fields, FreeText, Label, oneOf, ShortFreeText, Slug, ThingId } from '../fields';
import { MoneySchema, readMoney } from '../money';
import { line, named } from '../reading';

/** What is planned, whole: whom we mean, what we offer them, how we say it, what it may cost and when it runs. */
const plan = {
  campaignId: ThingId,
  name: Label,
  targetGroup: Type.Optional(ShortFreeText),
  offer: Type.Optional(ShortFreeText),
  message: Type.Optional(FreeText),
  channel: Type.Optional(Channel),
  /** Of the consent its messages need; absent = advertising. */
  purpose: Type.Optional(Slug),
  budget: Type.Optional(MoneySchema),
  from: Type.Optional(Day),
  to: Type.Optional(Day),
};
const stream = ({ campaignId }: { readonly campaignId: string }): string => `campaign-${campaignId}`;

/** A campaign belongs to no customer: its lane is its own. Whom it reached stands in the touches. */
export const campaignPlanned = eventType({
  type: 'marketing.campaign-planned',
  version: 1,
  door: 'open',
  schema: fields(plan),
  stream,
  parties: () => [],
  reads: (data) => line({ en: 'Campaign planned', de: 'Kampagne geplant' }, data.name, data.offer, readChannel(data.channel), named('budget', 'Budget', readMoney(data.budget)), readPeriod(data)),
});

/** Another plan, whole; also while the campaign runs. */
export const campaignChanged = eventType({
  type: 'marketing.campaign-changed',
  version: 1,
  door: 'open',
  schema: fields(plan),
  stream,
  parties: () => [],
  reads: (data) => line({ en: 'Campaign changed', de: 'Kampagne geändert' }, data.name, data.offer, readChannel(data.channel), named('budget', 'Budget', readMoney(data.budget)), readPeriod(data)),
});

/** It runs. Sends nothing by itself. */
export const campaignLaunched = eventType({
  type: 'marketing.campaign-launched',
  version: 1,
  door: 'open',
  schema: fields({ campaignId: ThingId }),
  stream,
  parties: () => [],
  reads: () => line({ en: 'Campaign launched', de: 'Kampagne gestartet' }),
});

export const campaignPaused = eventType({
  type: 'marketing.campaign-paused',
  version: 1,
  door: 'open',
  schema: fields({ campaignId: ThingId, reason: Type.Optional(ShortFreeText) }),
  stream,
  parties: () => [],
  reads: (data) => line({ en: 'Campaign paused', de: 'Kampagne angehalten' }, data.reason),
});

export const campaignResumed = eventType({
  type: 'marketing.campaign-resumed',
  version: 1,
  door: 'open',
  schema: fields({ campaignId: ThingId }),
  stream,
  parties: () => [],
  reads: () => line({ en: 'Campaign resumed', de: 'Kampagne fortgesetzt' }),
});

const CLOSINGS = {
  completed: { en: 'completed as planned', de: 'planmäßig abgeschlossen' },
  'budget-spent': { en: 'budget spent', de: 'Budget ausgeschöpft' },
  'too-few-responses': { en: 'too few responses', de: 'zu geringe Resonanz' },
  cancelled: { en: 'cancelled', de: 'abgebrochen' },
  other: { en: 'another reason', de: 'anderer Grund' },
} as const satisfies Record<string, Reading>;

export type CampaignClosing = keyof typeof CLOSINGS;
export const CAMPAIGN_CLOSINGS = Object.keys(CLOSINGS) as CampaignClosing[];

/** For ever. What is heard of its messages afterwards is recorded all the same. `cost`: what it came to in the end. */
export const campaignClosed = eventType({
  type: 'marketing.campaign-closed',
  version: 1,
  door: 'open',
  schema: fields({ campaignId: ThingId, reason: oneOf(CAMPAIGN_CLOSINGS), explanation: Type.Optional(ShortFreeText), cost: Type.Optional(MoneySchema) }),
  stream,
  parties: () => [],
  reads: (data) => line({ en: 'Campaign closed', de: 'Kampagne beendet' }, CLOSINGS[data.reason], data.explanation, named('cost', 'Kosten', readMoney(data.cost))),
});

export type CampaignEvent =
  | FactOf<typeof campaignPlanned>
  | FactOf<typeof campaignChanged>
  | FactOf<typeof campaignLaunched>
  | FactOf<typeof campaignPaused>
  | FactOf<typeof campaignResumed>
  | FactOf<typeof campaignClosed>;

function readPeriod({ from, to }: { readonly from?: string; readonly to?: string }): Reading | undefined {
  const last = named('until', 'bis', readDay(to));
  const first = named('from', last === undefined ? 'ab' : 'vom', readDay(from));
  if (first === undefined || last === undefined) return first ?? last;
  return { en: `${first.en} ${last.en}`, de: `${first.de} ${last.de}` };
}
