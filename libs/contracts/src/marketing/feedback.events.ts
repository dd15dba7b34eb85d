import { Type } from '@sinclair/typebox';
import { concerning, eventType, IdentifierSchema, type FactOf, type Reading } from '../event-type';
import { Channel, fields, FreeText, Label, oneOf, ShortFreeText, ThingId, ThingStream } from '../fields';
import { line, named } from '../reading';

const KINDS = {
  nps: { outOf: 10, reads: { en: 'Likelihood to recommend', de: 'Weiterempfehlungsbereitschaft' } },
  csat: { outOf: 5, reads: { en: 'Satisfaction', de: 'Zufriedenheit' } },
} as const satisfies Record<string, { readonly outOf: number; readonly reads: Reading }>;

export type SatisfactionKind = keyof typeof KINDS;
export const SATISFACTION_KINDS = Object.keys(KINDS) as SatisfactionKind[];

/** `nps`: how likely to recommend us, 0 to 10. `csat`: how satisfied, 1 to 5. `about`: the thing that was asked about. */
export const satisfactionAnswered = eventType({
  type: 'marketing.satisfaction-answered',
  version: 1,
  door: 'open',
  schema: {
    ...fields({
      answerId: ThingId,
      customer: IdentifierSchema,
      company: Type.Optional(IdentifierSchema),
      kind: oneOf(SATISFACTION_KINDS),
      score: Type.Integer({ minimum: 0, maximum: 10 }),
      comment: Type.Optional(FreeText),
      about: Type.Optional(ThingStream),
      channel: Type.Optional(Channel),
    }),
    if: { type: 'object', properties: { kind: { const: 'csat' } } },
    // oxlint-disable-next-line unicorn/no-thenable -- a word of JSON Schema
    then: { type: 'object', properties: { score: { type: 'integer', minimum: 1, maximum: 5 } } },
  },
  stream: (data) => `satisfaction-${data.answerId}`,
  parties: (data) => concerning(data.customer, data.company),
  reads: ({ kind, score, comment }) => line(KINDS[kind].reads, { en: `${score} of ${KINDS[kind].outOf}`, de: `${score} von ${KINDS[kind].outOf}` }, comment),
  channel: (data) => data.channel,
});

export type SatisfactionEvent = FactOf<typeof satisfactionAnswered>;

/** What a customer would like us to have or to do, in his words. */
export const wishNoted = eventType({
  type: 'marketing.wish-noted',
  version: 1,
  door: 'open',
  schema: fields({ wishId: ThingId, customer: IdentifierSchema, company: Type.Optional(IdentifierSchema), wish: FreeText, product: Type.Optional(Label), channel: Type.Optional(Channel) }),
  stream: (data) => `wish-${data.wishId}`,
  parties: (data) => concerning(data.customer, data.company),
  reads: (data) => line({ en: 'Wish noted', de: 'Kundenwunsch aufgenommen' }, data.product, data.wish),
  channel: (data) => data.channel,
});

export const wishFulfilled = eventType({
  type: 'marketing.wish-fulfilled',
  version: 1,
  door: 'open',
  schema: fields({ wishId: ThingId, explanation: Type.Optional(ShortFreeText) }),
  stream: (data) => `wish-${data.wishId}`,
  parties: () => [],
  reads: (data) => line({ en: 'Wish fulfilled', de: 'Kundenwunsch erfüllt' }, data.explanation),
});

/** Not now and not planned. It may be fulfilled later all the same. */
export const wishDeclined = eventType({
  type: 'marketing.wish-declined',
  version: 1,
  door: 'open',
  schema: fields({ wishId: ThingId, reason: ShortFreeText }),
  stream: (data) => `wish-${data.wishId}`,
  parties: () => [],
  reads: (data) => line({ en: 'Wish declined', de: 'Kundenwunsch abgelehnt' }, data.reason),
});

export type WishEvent = FactOf<typeof wishNoted> | FactOf<typeof wishFulfilled> | FactOf<typeof wishDeclined>;

/** `customer` recommends us; `recommended`, whom he named, is only mentioned: he has not agreed to anything. */
export const recommendationMade = eventType({
  type: 'marketing.recommendation-made',
  version: 1,
  door: 'open',
  schema: fields({
    recommendationId: ThingId,
    customer: IdentifierSchema,
    company: Type.Optional(IdentifierSchema),
    recommended: Type.Optional(IdentifierSchema),
    product: Type.Optional(Label),
    text: Type.Optional(FreeText),
    channel: Type.Optional(Channel),
  }),
  stream: (data) => `recommendation-${data.recommendationId}`,
  parties: (data) => [...concerning(data.customer, data.company), ...(data.recommended === undefined ? [] : [{ identifier: data.recommended, role: 'mentioned' as const }])],
  reads: (data) => line({ en: 'Recommended us', de: 'Hat uns weiterempfohlen' }, named('to', 'an', data.recommended?.value), data.product, data.text),
  channel: (data) => data.channel,
});

/** The one who was recommended to us showed interest himself. */
export const recommendationBecameLead = eventType({
  type: 'marketing.recommendation-became-lead',
  version: 1,
  door: 'open',
  schema: fields({ recommendationId: ThingId, leadId: ThingId }),
  stream: (data) => `recommendation-${data.recommendationId}`,
  parties: () => [],
  reads: () => line({ en: 'Recommendation became a lead', de: 'Aus der Empfehlung wurde ein Lead' }),
});

export type RecommendationEvent = FactOf<typeof recommendationMade> | FactOf<typeof recommendationBecameLead>;
