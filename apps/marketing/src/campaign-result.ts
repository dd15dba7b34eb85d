import type { Money, ReplyOutcome } from '@throughline/contracts';
import Big from 'big.js';
import type { CampaignDocument } from './campaign.view';
import type { LeadDocument } from './lead.view';
import { TOUCH_KINDS, type TouchDocument, type TouchKind } from './touch.view';

type Counts = Record<TouchKind, number>;

/** How those an earlier campaign had heard from did in this one. */
export interface Compared {
  readonly people: number;
  readonly conversions: number;
}

/**
 * What came of a campaign. People are distinct nodes: whoever is known by two identifiers that were both written to counts twice.
 * Rates are shares of all people touched, 0 to 1, four decimals; `null` = nobody was.
 */
export interface CampaignResult {
  readonly campaignId: string;
  readonly name: string | null;
  readonly status: CampaignDocument['status'];
  /** Touched at all. */
  readonly reached: number;
  /** How many people, and how often altogether. */
  readonly people: Readonly<Counts>;
  readonly events: Readonly<Counts>;
  readonly hardBounced: number;
  readonly outcomes: Readonly<Record<ReplyOutcome, number>>;
  readonly leads: number;
  readonly convertedLeads: number;
  /** People who replied or became a lead. */
  readonly responses: number;
  /** People who said yes or became a lead. */
  readonly conversions: number;
  readonly rates: Readonly<Record<TouchKind | 'responses' | 'conversions', number | null>>;
  /** What it cost; its budget as long as nobody has said so. */
  readonly cost: (Money & { readonly basis: 'cost' | 'budget' }) | null;
  readonly costPerResponse: Money | null;
  readonly costPerConversion: Money | null;
  /** By what was last answered to the earlier campaign asked about; `none` = nothing. */
  readonly byEarlierOutcome?: Readonly<Record<ReplyOutcome | 'none', Compared>>;
}

export interface Contributions {
  readonly campaign: CampaignDocument;
  readonly touches: AsyncIterable<TouchDocument>;
  readonly leads: AsyncIterable<LeadDocument>;
  /** Last answers to an earlier campaign, by node. */
  readonly earlier?: ReadonlyMap<string, ReplyOutcome>;
}

/** Sums contributions as they come by; holds one name for each person, so 100,000 of them are no matter. */
export async function campaignResult({ campaign, touches, leads, earlier }: Contributions): Promise<CampaignResult> {
  const [people, events] = [noCounts(), noCounts()];
  const outcomes = { positive: 0, neutral: 0, negative: 0 };
  const [reached, responded, converted] = [new Set<string>(), new Set<string>(), new Set<string>()];
  const sum = { hardBounced: 0, leads: 0, convertedLeads: 0 };
  for await (const touch of touches) {
    const node = touch.node ?? '';
    reached.add(node);
    for (const kind of TOUCH_KINDS) {
      events[kind] += touch[kind];
      people[kind] += Math.min(1, touch[kind]);
    }
    if (touch.hardBounced) sum.hardBounced += 1;
    if (touch.outcome !== null) outcomes[touch.outcome] += 1;
    if (touch.replied > 0) responded.add(node);
    if (touch.outcome === 'positive') converted.add(node);
  }
  for await (const lead of leads) {
    sum.leads += 1;
    if (lead.status === 'converted') sum.convertedLeads += 1;
    const node = lead.customerNode ?? lead.leadId;
    responded.add(node);
    converted.add(node);
  }
  const [responses, conversions] = [responded.size, converted.size];
  const cost = costOf(campaign);
  const { campaignId, name, status } = campaign;
  return {
    campaignId,
    name,
    status,
    reached: reached.size,
    people,
    events,
    outcomes,
    ...sum,
    responses,
    conversions,
    rates: ratesOf({ ...people, responses, conversions }, reached.size),
    cost,
    costPerResponse: perHead(cost, responses),
    costPerConversion: perHead(cost, conversions),
    ...(earlier === undefined ? {} : { byEarlierOutcome: compared(reached, converted, earlier) }),
  };
}

function noCounts(): Counts {
  return { sent: 0, delivered: 0, opened: 0, clicked: 0, replied: 0, bounced: 0, reportedAsSpam: 0, unsubscribed: 0 };
}

function ratesOf<Name extends string>(counts: Readonly<Record<Name, number>>, of: number): Record<Name, number | null> {
  const rate = (count: number): number | null => (of === 0 ? null : Math.round((count / of) * 10_000) / 10_000);
  return Object.fromEntries(Object.entries<number>(counts).map(([name, count]) => [name, rate(count)])) as Record<Name, number | null>;
}

function costOf({ cost, budget }: CampaignDocument): CampaignResult['cost'] {
  if (cost !== null) return { ...cost, basis: 'cost' };
  return budget === null ? null : { ...budget, basis: 'budget' };
}

/** Rounded half up to two decimals. */
function perHead(cost: Money | null, heads: number): Money | null {
  return cost === null || heads === 0 ? null : { amount: new Big(cost.amount).div(heads).toFixed(2), currency: cost.currency };
}

function compared(reached: ReadonlySet<string>, converted: ReadonlySet<string>, earlier: ReadonlyMap<string, ReplyOutcome>): Record<ReplyOutcome | 'none', Compared> {
  const groups = { positive: { people: 0, conversions: 0 }, neutral: { people: 0, conversions: 0 }, negative: { people: 0, conversions: 0 }, none: { people: 0, conversions: 0 } };
  for (const node of reached) {
    const group = groups[earlier.get(node) ?? 'none'];
    group.people += 1;
    if (converted.has(node)) group.conversions += 1;
  }
  return groups;
}
