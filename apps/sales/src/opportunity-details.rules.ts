import type { CompetitorStrength, DecisionPart, NeedPriority, OpportunityCircleEvent, OpportunityEvent, OpportunityWorkEvent, Stance } from '@throughline/contracts';
import type { Identifier } from '@throughline/kernel';

type Staff = `staff:${string}`;

/** Texts are `null` where nothing was said, or their key was destroyed. */
export type Need = {
  readonly needId: string | null;
  readonly need: string | null;
  readonly priority: NeedPriority | null;
};

export type DecisionMaker = {
  /** `null` = his key was destroyed. */
  readonly person: Identifier | null;
  readonly part: DecisionPart;
  readonly stance: Stance | null;
};

export type Competitor = {
  readonly competitor: string;
  readonly strength: CompetitorStrength | null;
  readonly notes: string | null;
};

/** `due` as it was said, RFC 3339; without an assignee it is the owner's. */
export type NextStep = { readonly status: 'none' } | { readonly status: 'planned'; readonly step: string | null; readonly due: string | null; readonly assignee: Staff | null } | { readonly status: 'done' };

/** What is known of an opportunity beside its course (stage, value, won or lost). */
export type OpportunityDetails = {
  readonly title: string | null;
  readonly product: string | null;
  readonly owner: Staff | null;
  readonly expectedClose: string | null;
  readonly nextStep: NextStep;
  readonly needs: readonly Need[];
  readonly circle: readonly DecisionMaker[];
  readonly competitors: readonly Competitor[];
};

export const NO_DETAILS: OpportunityDetails = { title: null, product: null, owner: null, expectedClose: null, nextStep: { status: 'none' }, needs: [], circle: [], competitors: [] };

export type DetailEvent = OpportunityWorkEvent | OpportunityCircleEvent;

/** The rest is the course of the opportunity. */
export function isDetail(event: { readonly type: string }): event is DetailEvent {
  return Object.hasOwn(DETAILS, event.type);
}

const DETAILS: Readonly<Record<DetailEvent['type'], true>> = {
  'sales.opportunity-need-recorded': true,
  'sales.opportunity-forecast-changed': true,
  'sales.opportunity-next-step-planned': true,
  'sales.opportunity-next-step-done': true,
  'sales.opportunity-assigned': true,
  'sales.opportunity-changed': true,
  'sales.opportunity-decision-maker-named': true,
  'sales.opportunity-decision-maker-removed': true,
  'sales.opportunity-competitor-named': true,
  'sales.opportunity-competitor-removed': true,
};

/** What was said before a late opening is the newer. */
export function withOpening(details: OpportunityDetails, { title, product, owner, expectedClose }: Extract<OpportunityEvent, { type: 'sales.opportunity-opened' }>['data']): OpportunityDetails {
  return { ...details, title: details.title ?? text(title), product: details.product ?? product ?? null, owner: details.owner ?? owner ?? null, expectedClose: details.expectedClose ?? expectedClose ?? null };
}

export function withDetail(details: OpportunityDetails, event: DetailEvent): OpportunityDetails {
  switch (event.type) {
    case 'sales.opportunity-need-recorded':
      return { ...details, needs: withNeed(details.needs, { needId: event.data.needId ?? null, need: text(event.data.need), priority: event.data.priority ?? null }) };
    case 'sales.opportunity-forecast-changed':
      return { ...details, expectedClose: event.data.expectedClose };
    case 'sales.opportunity-next-step-planned':
      return { ...details, nextStep: { status: 'planned', step: text(event.data.step), due: event.data.due ?? null, assignee: event.data.assignee ?? null } };
    case 'sales.opportunity-next-step-done':
      return { ...details, nextStep: { status: 'done' } };
    case 'sales.opportunity-assigned':
      return { ...details, owner: event.data.owner };
    case 'sales.opportunity-changed':
      return { ...details, title: text(event.data.title) ?? details.title, product: event.data.product ?? details.product };
    case 'sales.opportunity-decision-maker-named':
      return { ...details, circle: [...withoutPerson(details.circle, event.data.person), { person: clear(event.data.person), part: event.data.part, stance: event.data.stance ?? null }] };
    case 'sales.opportunity-decision-maker-removed':
      return { ...details, circle: withoutPerson(details.circle, event.data.person) };
    case 'sales.opportunity-competitor-named':
      return { ...details, competitors: [...withoutCompetitor(details.competitors, event.data.competitor), { competitor: event.data.competitor, strength: event.data.strength ?? null, notes: text(event.data.notes) }] };
    case 'sales.opportunity-competitor-removed':
      return { ...details, competitors: withoutCompetitor(details.competitors, event.data.competitor) };
  }
}

/** E-mail addresses are the same in capitals; all else is compared as it is. */
export function isSamePerson(a: Identifier, b: Identifier): boolean {
  return a.type === b.type && (a.value === b.value || (a.type === 'email' && typeof a.value === 'string' && typeof b.value === 'string' && spelling(a.value) === spelling(b.value)));
}

export function isSameName(a: string, b: string): boolean {
  return spelling(a) === spelling(b);
}

function withNeed(needs: readonly Need[], need: Need): readonly Need[] {
  const place = need.needId === null ? -1 : needs.findIndex(({ needId }) => needId === need.needId);
  return place < 0 ? [...needs, need] : needs.with(place, need);
}

function withoutPerson(circle: readonly DecisionMaker[], person: Identifier): readonly DecisionMaker[] {
  return circle.filter((one) => one.person === null || !isSamePerson(one.person, person));
}

function withoutCompetitor(competitors: readonly Competitor[], name: string): readonly Competitor[] {
  return competitors.filter(({ competitor }) => !isSameName(competitor, name));
}

function spelling(value: string): string {
  return value.trim().toLowerCase();
}

function clear(identifier: Identifier): Identifier | null {
  return typeof identifier.value === 'string' ? { type: identifier.type, value: identifier.value } : null;
}

function text(value: unknown): string | null {
  return typeof value === 'string' ? value : null;
}
