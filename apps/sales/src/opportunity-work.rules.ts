import { MOST_DECISION_MAKERS, type CompetitorStrength, type DecisionPart, type NeedPriority, type Stance } from '@throughline/contracts';
import { reject, type Command, type Identifier, type Rejection } from '@throughline/kernel';
import { isSameName, isSamePerson, type DecisionMaker, type DetailEvent, type OpportunityDetails } from './opportunity-details.rules';

type Of<More = unknown> = { readonly opportunityId: string } & More;

/** What keeps an opportunity up to date beside its course. */
export type DetailCommand =
  | Command<'record-need', Of<{ readonly needId?: string; readonly need: string; readonly priority?: NeedPriority }>>
  | Command<'change-forecast', Of<{ readonly expectedClose: string }>>
  | Command<'plan-next-step', Of<{ readonly step: string; readonly due?: string; readonly assignee?: `staff:${string}` }>>
  | Command<'finish-next-step', Of<{ readonly outcome?: string }>>
  | Command<'name-decision-maker', Of<{ readonly person: Identifier; readonly part: DecisionPart; readonly stance?: Stance }>>
  | Command<'remove-decision-maker', Of<{ readonly person: Identifier; readonly reason?: string }>>
  | Command<'name-competitor', Of<{ readonly competitor: string; readonly strength?: CompetitorStrength; readonly notes?: string }>>
  | Command<'remove-competitor', Of<{ readonly competitor: string; readonly reason?: string }>>
  | Command<'assign-opportunity', Of<{ readonly owner: `staff:${string}`; readonly reason?: string }>>
  | Command<'change-opportunity', Of<{ readonly title?: string; readonly product?: string }>>;

type Wish<Type extends DetailCommand['type']> = Extract<DetailCommand, { type: Type }>['data'];
type Answer = readonly DetailEvent[] | Rejection;

export function decideDetail(details: OpportunityDetails, command: DetailCommand): Answer {
  switch (command.type) {
    case 'record-need':
      return recordNeed(details, command.data);
    case 'change-forecast':
      return changeForecast(details, command.data);
    case 'plan-next-step':
      return planNextStep(details, command.data);
    case 'finish-next-step':
      return finishNextStep(details, command.data);
    case 'name-decision-maker':
      return nameDecisionMaker(details, command.data);
    case 'remove-decision-maker':
      return removeDecisionMaker(details, command.data);
    case 'name-competitor':
      return nameCompetitor(details, command.data);
    case 'remove-competitor':
      return details.competitors.some(({ competitor }) => isSameName(competitor, command.data.competitor)) ? [{ type: 'sales.opportunity-competitor-removed', data: command.data }] : [];
    case 'assign-opportunity':
      return assign(details, command.data);
    case 'change-opportunity':
      return change(details, command.data);
  }
}

function recordNeed({ needs }: OpportunityDetails, data: Wish<'record-need'>): Answer {
  const isRecorded = needs.some(({ needId, need, priority }) => needId === (data.needId ?? null) && need === data.need && priority === (data.priority ?? null));
  return isRecorded ? [] : [{ type: 'sales.opportunity-need-recorded', data }];
}

function changeForecast({ expectedClose }: OpportunityDetails, data: Wish<'change-forecast'>): Answer {
  if (expectedClose === data.expectedClose) return [];
  return [{ type: 'sales.opportunity-forecast-changed', data: { ...data, ...(expectedClose === null ? {} : { from: expectedClose }) } }];
}

function planNextStep({ nextStep }: OpportunityDetails, { due, ...data }: Wish<'plan-next-step'>): Answer {
  const planned = { ...data, ...(due === undefined ? {} : { due: utc(due) }) };
  const isPlanned = nextStep.status === 'planned' && nextStep.step === data.step && nextStep.assignee === (data.assignee ?? null) && (nextStep.due === null ? null : utc(nextStep.due)) === (planned.due ?? null);
  return isPlanned ? [] : [{ type: 'sales.opportunity-next-step-planned', data: planned }];
}

function finishNextStep({ nextStep }: OpportunityDetails, data: Wish<'finish-next-step'>): Answer {
  if (nextStep.status === 'done') return [];
  return nextStep.status === 'planned' ? [{ type: 'sales.opportunity-next-step-done', data }] : reject('NEXT_STEP_NOT_PLANNED', 'no next step was planned; plan one first');
}

function nameDecisionMaker({ circle }: OpportunityDetails, data: Wish<'name-decision-maker'>): Answer {
  const others = othersIn(circle, data.person);
  const named = circle.find((one) => !others.includes(one));
  if (named?.part === data.part && named.stance === (data.stance ?? null)) return [];
  if (others.length >= MOST_DECISION_MAKERS) return reject('DECISION_MAKERS_TOO_MANY', `at most ${MOST_DECISION_MAKERS} people decide; remove those who no longer do`);
  return [{ type: 'sales.opportunity-decision-maker-named', data: { ...data, ...andOthers(others) } }];
}

function removeDecisionMaker({ circle }: OpportunityDetails, data: Wish<'remove-decision-maker'>): Answer {
  const others = othersIn(circle, data.person);
  return others.length === circle.length ? [] : [{ type: 'sales.opportunity-decision-maker-removed', data: { ...data, ...andOthers(others) } }];
}

function othersIn(circle: readonly DecisionMaker[], whom: Identifier): readonly DecisionMaker[] {
  return circle.filter(({ person }) => person === null || !isSamePerson(person, whom));
}

/** So that what follows concerns them too. Whose key was destroyed has no name any more; other systems may have named more than we take. */
function andOthers(others: readonly DecisionMaker[]): { readonly others?: readonly Identifier[] } {
  const named = others.map(({ person }) => person).filter((person) => person !== null);
  return named.length === 0 ? {} : { others: named.slice(-MOST_DECISION_MAKERS) };
}

function nameCompetitor({ competitors }: OpportunityDetails, data: Wish<'name-competitor'>): Answer {
  const isNamed = competitors.some(({ competitor, strength, notes }) => isSameName(competitor, data.competitor) && strength === (data.strength ?? null) && notes === (data.notes ?? null));
  return isNamed ? [] : [{ type: 'sales.opportunity-competitor-named', data }];
}

function assign({ owner }: OpportunityDetails, data: Wish<'assign-opportunity'>): Answer {
  if (owner === data.owner) return [];
  return [{ type: 'sales.opportunity-assigned', data: { ...data, ...(owner === null ? {} : { from: owner }) } }];
}

/** Only what really changes, with what it was. */
function change(details: OpportunityDetails, { opportunityId, ...wanted }: Wish<'change-opportunity'>): Answer {
  const names = (['title', 'product'] as const).filter((name) => wanted[name] !== undefined && wanted[name] !== details[name]);
  if (names.length === 0) return [];
  const from = Object.fromEntries(names.flatMap((name) => (details[name] === null ? [] : [[name, details[name]]])));
  const data = { opportunityId, ...Object.fromEntries(names.map((name) => [name, wanted[name]])) };
  return [{ type: 'sales.opportunity-changed', data: { ...data, ...(Object.keys(from).length === 0 ? {} : { from }) } }];
}

/** What this program has no time for (a leap second) stays as it is. */
function utc(moment: string): string {
  const time = Date.parse(moment);
  return Number.isNaN(time) ? moment : new Date(time).toISOString();
}
