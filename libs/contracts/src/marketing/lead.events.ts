import { Type } from '@sinclair/typebox';
import { readWay } from '../channel';
import { readDay } from '../day';
import { concerning, eventType, IdentifierSchema, type DataOf, type FactOf, type Reading } from '../event-type';
import { Channel, Day, fields, FreeText, Label, oneOf, PersonalLabel, ShortFreeText, Slug, StaffActor, ThingId } from '../fields';
import { MoneySchema, readMoney } from '../money';
import { line, named, sayable } from '../reading';
import { Points, Wording } from '../settings/lead-criteria.events';

/** As version 1 had it. */
const capture = {
  leadId: ThingId,
  customer: IdentifierSchema,
  firstName: Type.Optional(PersonalLabel),
  lastName: Type.Optional(PersonalLabel),
  company: Type.Optional(IdentifierSchema),
  channel: Type.Optional(Channel),
  campaign: Type.Optional(Label),
  interest: Type.Optional(PersonalLabel),
  message: Type.Optional(FreeText),
};

/** Somebody showed interest. A lead always names its customer; a company alone is an opportunity. `campaignId` counts, `campaign` is read. */
export const leadCaptured = eventType({
  type: 'marketing.lead-captured',
  version: 2,
  door: 'open',
  schema: fields({ ...capture, campaignId: Type.Optional(ThingId) }),
  stream: (data) => `lead-${data.leadId}`,
  parties: (data) => concerning(data.customer, data.company),
  reads: (data) =>
    line(
      { en: 'Lead captured', de: 'Lead erfasst' },
      [data.firstName, data.lastName].filter((name) => typeof name === 'string').join(' '),
      data.company?.value,
      named('interested in', 'Interesse an', data.interest),
      named('campaign', 'Kampagne', data.campaign ?? sayable(data.campaignId)),
      readWay(data.channel),
      data.message,
    ),
  channel: (data) => data.channel,
  past: [{ version: 1, schema: fields(capture), upcast: (data: unknown) => data }],
});

/** `points` were earned of `possible` ones; absent where the score was not counted from the answers. */
const Answer = fields({ criterionId: Type.Optional(Slug), label: Wording, met: Type.Boolean(), points: Type.Optional(Points), possible: Type.Optional(Points) });
export type QualifiedAnswer = DataOf<typeof Answer>;

const Score = Type.Integer({ minimum: -50_000, maximum: 50_000 });

const scoredByHand = fields({
  leadId: ThingId,
  score: Type.Integer({ minimum: 0, maximum: 100 }),
  criteria: Type.Array(fields({ criterion: Label, met: Type.Boolean() }), { maxItems: 50 }),
});

/**
 * Worth a seller's time. Qualified anew (another score) is another event. The score explains itself: each criterion in force then with
 * its answer and what it gave; `outOf` is what all good answers together would give, `threshold` what the company asks for.
 * Version 1 had a score from 0 to 100 that somebody gave.
 */
export const leadQualified = eventType({
  type: 'marketing.lead-qualified',
  version: 2,
  door: 'open',
  schema: fields({ leadId: ThingId, score: Score, outOf: Score, threshold: Type.Optional(Score), criteria: Type.Array(Answer, { maxItems: 50 }) }),
  stream: (data) => `lead-${data.leadId}`,
  parties: () => [],
  reads: (data) =>
    line(
      { en: 'Lead qualified', de: 'Lead qualifiziert' },
      { en: `${data.score} of ${data.outOf} points`, de: `${data.score} von ${data.outOf} Punkten` },
      data.threshold === undefined || data.score >= data.threshold ? undefined : { en: `below the ${data.threshold} asked for`, de: `unter den geforderten ${data.threshold}` },
      named('met:', 'erfüllt:', readAnswers(data.criteria, true)),
      named('not met:', 'nicht erfüllt:', readAnswers(data.criteria, false)),
    ),
  past: [
    {
      version: 1,
      schema: scoredByHand,
      upcast: ({ criteria, ...data }: DataOf<typeof scoredByHand>) => ({ ...data, outOf: 100, criteria: criteria.map(({ criterion, met }) => ({ label: { en: criterion, de: criterion }, met })) }),
    },
  ],
});

function readAnswers(answers: readonly QualifiedAnswer[], met: boolean): Reading | undefined {
  const those = answers.filter((answer) => answer.met === met);
  if (those.length === 0) return undefined;
  const inLanguage = (language: keyof Reading): string => those.map(({ label, points }) => (met && points !== undefined ? `${label[language]} (${points})` : label[language])).join(', ');
  return { en: inLanguage('en'), de: inLanguage('de') };
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

const converted = fields({ leadId: ThingId, opportunityId: ThingId });

/** Sales took it over. Says all that the opportunity needs; that one is opened by an event of its own, which names this lead. */
export const leadConverted = eventType({
  type: 'marketing.lead-converted',
  version: 2,
  door: 'open',
  schema: fields({
    leadId: ThingId,
    opportunityId: ThingId,
    customer: Type.Optional(IdentifierSchema),
    company: Type.Optional(IdentifierSchema),
    title: Type.Optional(PersonalLabel),
    product: Type.Optional(Label),
    stage: Type.Optional(Slug),
    value: Type.Optional(MoneySchema),
    expectedClose: Type.Optional(Day),
    owner: Type.Optional(StaffActor),
  }),
  stream: (data) => `lead-${data.leadId}`,
  parties: (data) => concerning(data.customer, data.company),
  reads: (data) =>
    line(
      { en: 'Lead converted into an opportunity', de: 'Lead in eine Verkaufschance umgewandelt' },
      data.title,
      data.product,
      readMoney(data.value),
      named('expected to close on', 'Abschluss erwartet am', readDay(data.expectedClose)),
    ),
  past: [{ version: 1, schema: converted, upcast: (data: unknown) => data }],
});

export type LeadEvent = FactOf<typeof leadCaptured> | FactOf<typeof leadQualified> | FactOf<typeof leadDisqualified> | FactOf<typeof leadConverted>;
