import { Type } from '@sinclair/typebox';
import type { Identifier } from '@throughline/kernel';
import { eventType, IdentifierSchema, type FactOf, type NamedParty, type Reading } from '../event-type';
import { fields, Label, oneOf, ShortFreeText, ThingId } from '../fields';
import { line } from '../reading';

/** More people than this decide nothing. */
export const MOST_DECISION_MAKERS = 50;

const PARTS = {
  decider: { en: 'decision maker', de: 'Entscheider' },
  influencer: { en: 'influencer', de: 'Beeinflusser' },
  user: { en: 'user', de: 'Anwender' },
  buyer: { en: 'buyer', de: 'Einkäufer' },
  gatekeeper: { en: 'gatekeeper', de: 'Gatekeeper' },
  champion: { en: 'our champion', de: 'unser Fürsprecher' },
  initiator: { en: 'initiator', de: 'Initiator' },
} as const satisfies Record<string, Reading>;

export type DecisionPart = keyof typeof PARTS;
export const DECISION_PARTS = Object.keys(PARTS) as DecisionPart[];

const STANCES = {
  'in-favour': { en: 'in favour', de: 'dafür' },
  neutral: { en: 'undecided', de: 'unentschieden' },
  against: { en: 'against', de: 'dagegen' },
} as const satisfies Record<string, Reading>;

export type Stance = keyof typeof STANCES;
export const STANCES_TAKEN = Object.keys(STANCES) as Stance[];

const STRENGTHS = {
  strong: { en: 'strong', de: 'stark' },
  equal: { en: 'on a par with us', de: 'gleichauf' },
  weak: { en: 'weak', de: 'schwach' },
} as const satisfies Record<string, Reading>;

export type CompetitorStrength = keyof typeof STRENGTHS;
export const COMPETITOR_STRENGTHS = Object.keys(STRENGTHS) as CompetitorStrength[];

interface OfOpportunity {
  readonly opportunityId: string;
}

const stream = ({ opportunityId }: OfOpportunity): string => `opportunity-${opportunityId}`;
const Others = Type.Optional(Type.Array(IdentifierSchema, { maxItems: MOST_DECISION_MAKERS }));

/**
 * Has a part in the decision: it stands on his timeline too, from here on. The same person again has another part or another mind.
 * `others`: whoever else is in the circle, so that what follows concerns them as well; a sender who leaves them out names the whole circle.
 */
export const decisionMakerNamed = eventType({
  type: 'sales.opportunity-decision-maker-named',
  version: 1,
  door: 'open',
  schema: fields({ opportunityId: ThingId, person: IdentifierSchema, part: oneOf(DECISION_PARTS), stance: Type.Optional(oneOf(STANCES_TAKEN)), others: Others }),
  stream,
  parties: (data) => deciding([data.person, ...(data.others ?? [])]),
  // Whoever decides is not yet the customer: an opportunity whose customer is not known is its own lane.
  subject: stream,
  reads: (data) =>
    line({ en: 'Added to the decision makers', de: 'In den Entscheiderkreis aufgenommen' }, data.person.value, PARTS[data.part], data.stance === undefined ? undefined : STANCES[data.stance]),
});

/** Decides no more. It stands on his timeline that he left, and nothing after it. */
export const decisionMakerRemoved = eventType({
  type: 'sales.opportunity-decision-maker-removed',
  version: 1,
  door: 'open',
  schema: fields({ opportunityId: ThingId, person: IdentifierSchema, reason: Type.Optional(ShortFreeText), others: Others }),
  stream,
  parties: (data) => [...deciding(data.others ?? []), { identifier: data.person, role: 'former' }],
  subject: stream,
  settles: ['decision-maker'],
  reads: (data) => line({ en: 'Left the decision makers', de: 'Aus dem Entscheiderkreis ausgeschieden' }, data.person.value, data.reason),
});

/** Somebody else wants to sell it too. The same again says anew how he stands. */
export const competitorNamed = eventType({
  type: 'sales.opportunity-competitor-named',
  version: 1,
  door: 'open',
  schema: fields({ opportunityId: ThingId, competitor: Label, strength: Type.Optional(oneOf(COMPETITOR_STRENGTHS)), notes: Type.Optional(ShortFreeText) }),
  stream,
  parties: () => [],
  reads: (data) => line({ en: 'Competitor named', de: 'Wettbewerber erfasst' }, data.competitor, data.strength === undefined ? undefined : STRENGTHS[data.strength], data.notes),
});

/** Out of the running. */
export const competitorRemoved = eventType({
  type: 'sales.opportunity-competitor-removed',
  version: 1,
  door: 'open',
  schema: fields({ opportunityId: ThingId, competitor: Label, reason: Type.Optional(ShortFreeText) }),
  stream,
  parties: () => [],
  reads: (data) => line({ en: 'Competitor out of the running', de: 'Wettbewerber ausgeschieden' }, data.competitor, data.reason),
});

export type OpportunityCircleEvent = FactOf<typeof decisionMakerNamed> | FactOf<typeof decisionMakerRemoved> | FactOf<typeof competitorNamed> | FactOf<typeof competitorRemoved>;

function deciding(people: readonly Identifier[]): readonly NamedParty[] {
  return people.map((identifier) => ({ identifier, role: 'decision-maker' }));
}
