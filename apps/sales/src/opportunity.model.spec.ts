// Pure: the decider of opportunities under commands by chance, with stages that ask for something.
import {
  catalogue, competitorNamed, competitorRemoved, decisionMakerNamed, decisionMakerRemoved, opportunityAssigned, opportunityChanged, opportunityForecastChanged, opportunityLost, opportunityNeedRecorded,
  opportunityNextStepDone, opportunityNextStepPlanned, opportunityOpened, opportunityReopened, opportunityRevalued, opportunityStageAdvanced, opportunityWon, type EventType, type PipelineStage,
} from '@throughline/contracts';
import fc from 'fast-check';
import { valuesOf } from '../../../test/models/arbitrary';
import { expectModel } from '../../../test/models/model';
import { opportunity, type OpportunityCommand } from './opportunity.decider';

/** The stages that the known texts name. */
const pipeline: readonly PipelineStage[] = ['a', 'b', 'proposal'].map((stage, index) => ({ stage, label: { en: stage, de: stage }, requires: index === 2 ? ['value', 'need'] : [] }));
const facts = catalogue.types.filter(({ type }) => type.startsWith('sales.opportunity-'));

const wish = (type: OpportunityCommand['type'], { schema }: EventType, isStaged = false) =>
  fc.tuple(valuesOf(schema), fc.boolean()).map(([data, known]) => ({ type, data: { ...withoutDecided(data as Record<string, unknown>), ...(isStaged && known ? { pipeline } : {}) } }) as unknown as Pick<OpportunityCommand, 'type' | 'data'>);

/** What is decided and not asked for. */
function withoutDecided({ from: _from, others: _others, activity: _activity, ...data }: Record<string, unknown>): Record<string, unknown> {
  return data;
}

const commands = fc.oneof(
  wish('open-opportunity', opportunityOpened, true),
  wish('advance-opportunity', opportunityStageAdvanced, true),
  wish('reopen-opportunity', opportunityReopened, true),
  wish('revalue-opportunity', opportunityRevalued),
  wish('win-opportunity', opportunityWon),
  wish('lose-opportunity', opportunityLost),
  wish('record-need', opportunityNeedRecorded),
  wish('change-forecast', opportunityForecastChanged),
  wish('plan-next-step', opportunityNextStepPlanned),
  wish('finish-next-step', opportunityNextStepDone),
  wish('assign-opportunity', opportunityAssigned),
  wish('change-opportunity', opportunityChanged),
  wish('name-decision-maker', decisionMakerNamed),
  wish('remove-decision-maker', decisionMakerRemoved),
  wish('name-competitor', competitorNamed),
  wish('remove-competitor', competitorRemoved),
);

it('moves only while it is open, into stages that are there and whose rules are met, and names each person and competitor once', () => {
  expectModel({
    decider: opportunity,
    facts,
    commands,
    invariant: ({ before, command, events, after }) => {
      if (events.length === 0) expect(after).toEqual(before);
      if (after.status === 'none') return;
      const { details, stage, value } = after;
      for (const names of [details.circle.map(({ person }) => `${person?.type}:${person?.value.toLowerCase()}`), details.competitors.map(({ competitor }) => competitor.toLowerCase())]) expect(new Set(names).size).toBe(names.length);
      const isReopened = command.type === 'reopen-opportunity';
      if (before.status !== 'open' && before.status !== 'none' && !isReopened) expect([after.status, stage, value, details.expectedClose, details.nextStep]).toEqual([before.status, before.stage, before.value, before.details.expectedClose, before.details.nextStep]);
      const wasStage = before.status === 'none' ? null : before.stage;
      if (stage === wasStage || !('pipeline' in command.data) || command.data.pipeline === undefined) return;
      expect(pipeline.map((one) => one.stage)).toContain(stage);
      if (stage === 'proposal') expect([value === null, details.needs.length === 0]).toEqual([false, false]);
    },
  });
});
