import type { LeadEvent, PipelineEvent } from '@throughline/contracts';
import { effectiveTime, type Process, type StoredEvent } from '@throughline/kernel';
import type { OpportunityCommand } from './opportunity.decider';
import { PIPELINE_STREAM, pipelineOf, stages, type StagesState } from './stages.decider';

type Converted = Extract<LeadEvent, { type: 'marketing.lead-converted' }>['data'];

interface Converting {
  readonly converted: { readonly data: Converted; readonly at: string } | null;
  readonly stages: StagesState;
}

const OPEN = 'open';

/**
 * Sales takes over a lead: the opportunity is opened at the moment of the conversion, in the stage it names or the first one in force.
 * Only what was decided here counts: a system that tells of its own conversions tells of its opportunities too.
 */
export const leadConversionProcess: Process<Converting, OpportunityCommand> = {
  name: 'lead-conversion',
  instance: (event) => (isDecidedHere(event) ? (event.data as Converted).leadId : null),
  sources: (leadId) => [`lead-${leadId}`, PIPELINE_STREAM],
  initial: { converted: null, stages: stages.initial },
  evolve: (converting, event) => {
    if (event.stream === PIPELINE_STREAM) return { ...converting, stages: stages.evolve(converting.stages, event as unknown as PipelineEvent) };
    if (!isDecidedHere(event)) return converting;
    return { ...converting, converted: { data: event.data as Converted, at: new Date(effectiveTime(event)).toISOString() } };
  },
  timers: ({ converted }) => (converted === null ? [] : [{ name: OPEN, due: converted.at }]),
  fire: (converting) => {
    if (converting.converted === null) return null;
    const { data } = converting.converted;
    const stage = data.stage ?? pipelineOf(converting.stages)[0]?.stage;
    return stage === undefined ? null : { stream: `opportunity-${data.opportunityId}`, command: { type: 'open-opportunity', data: { ...data, stage } } };
  },
};

function isDecidedHere({ type, command }: StoredEvent): boolean {
  return type === 'marketing.lead-converted' && command !== undefined;
}
