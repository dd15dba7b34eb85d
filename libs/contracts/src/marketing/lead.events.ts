import { Type } from '@sinclair/typebox';
import { readChannel } from '../channel';
import { concerning, eventType, IdentifierSchema, type FactOf, type Reading } from '../event-type';
import { Channel, fields, FreeText, Label, oneOf, PersonalLabel, ShortFreeText, ThingId } from '../fields';
import { line, named } from '../reading';

/** Somebody showed interest. A lead always names its customer; a company alone is an opportunity. */
export const leadCaptured = eventType({
  type: 'marketing.lead-captured',
  version: 1,
  door: 'open',
  schema: fields({
    leadId: ThingId,
    customer: IdentifierSchema,
    firstName: Type.Optional(PersonalLabel),
    lastName: Type.Optional(PersonalLabel),
    company: Type.Optional(IdentifierSchema),
    channel: Type.Optional(Channel),
    campaign: Type.Optional(Label),
    interest: Type.Optional(PersonalLabel),
    message: Type.Optional(FreeText),
  }),
  stream: (data) => `lead-${data.leadId}`,
  parties: (data) => concerning(data.customer, data.company),
  reads: (data) =>
    line(
      { en: 'Lead captured', de: 'Lead erfasst' },
      [data.firstName, data.lastName].filter((name) => typeof name === 'string').join(' '),
      data.company?.value,
      named('interested in', 'Interesse an', data.interest),
      named('campaign', 'Kampagne', data.campaign),
      named('via', 'über', readChannel(data.channel)),
      data.message,
    ),
  channel: (data) => data.channel,
});

/** Worth a seller's time. Qualified anew (another score) is another event. */
export const leadQualified = eventType({
  type: 'marketing.lead-qualified',
  version: 1,
  door: 'open',
  schema: fields({
    leadId: ThingId,
    score: Type.Integer({ minimum: 0, maximum: 100 }),
    criteria: Type.Array(fields({ criterion: Label, met: Type.Boolean() }), { maxItems: 50 }),
  }),
  stream: (data) => `lead-${data.leadId}`,
  parties: () => [],
  reads: (data) =>
    line(
      { en: 'Lead qualified', de: 'Lead qualifiziert' },
      { en: `${data.score} of 100 points`, de: `${data.score} von 100 Punkten` },
      named('met:', 'erfüllt:', criteria(data.criteria, true)),
      named('not met:', 'nicht erfüllt:', criteria(data.criteria, false)),
    ),
});

function criteria(all: readonly { readonly criterion: string; readonly met: boolean }[], met: boolean): string {
  return all.filter((one) => one.met === met).map((one) => one.criterion).join(', ');
}

const DISQUALIFICATIONS = {
  'no-budget': { en: 'no budget', de: 'kein Budget' },
  'no-need': { en: 'no need', de: 'kein Bedarf' },
  'no-authority': { en: 'cannot decide', de: 'keine Entscheidungsbefugnis' },
  'bad-timing': { en: 'wrong moment', de: 'falscher Zeitpunkt' },
  'not-reachable': { en: 'not reachable', de: 'nicht erreichbar' },
  'chose-competitor': { en: 'chose a competitor', de: 'hat sich für einen Wettbewerber entschieden' },
  'not-a-fit': { en: 'does not fit what we sell', de: 'passt nicht zu unserem Angebot' },
  duplicate: { en: 'duplicate', de: 'Dublette' },
  other: { en: 'another reason', de: 'anderer Grund' },
} as const satisfies Record<string, Reading>;

export type DisqualificationReason = keyof typeof DISQUALIFICATIONS;
export const DISQUALIFICATION_REASONS = Object.keys(DISQUALIFICATIONS) as DisqualificationReason[];

/** Not worth pursuing now. Does not mean for ever: it can be qualified later. */
export const leadDisqualified = eventType({
  type: 'marketing.lead-disqualified',
  version: 1,
  door: 'open',
  schema: fields({ leadId: ThingId, reason: oneOf(DISQUALIFICATION_REASONS), explanation: Type.Optional(ShortFreeText) }),
  stream: (data) => `lead-${data.leadId}`,
  parties: () => [],
  reads: (data) => line({ en: 'Lead disqualified', de: 'Lead disqualifiziert' }, DISQUALIFICATIONS[data.reason], data.explanation),
});

/** Sales took it over. The opportunity itself is opened by an event of its own, which names this lead. */
export const leadConverted = eventType({
  type: 'marketing.lead-converted',
  version: 1,
  door: 'open',
  schema: fields({ leadId: ThingId, opportunityId: ThingId }),
  stream: (data) => `lead-${data.leadId}`,
  parties: () => [],
  reads: () => line({ en: 'Lead converted into an opportunity', de: 'Lead in eine Verkaufschance umgewandelt' }),
});

export type LeadEvent = FactOf<typeof leadCaptured> | FactOf<typeof leadQualified> | FactOf<typeof leadDisqualified> | FactOf<typeof leadConverted>;
