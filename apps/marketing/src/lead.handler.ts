import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import type { LeadCriteria, LeadCriteriaEvent } from '@throughline/contracts';
import { Journal, type Outcome } from '@throughline/event-store';
import { createdId, execute, type CommandMessage } from '@throughline/platform';
import { campaignNow } from './campaign.handler';
import { LEAD_CRITERIA_STREAM, leadCriteria } from './lead-criteria.decider';
import { lead, type LeadCommand } from './lead.decider';

export class ToLead {
  constructor(
    readonly wish: Pick<LeadCommand, 'type' | 'data'>,
    readonly message: CommandMessage,
  ) {}
}

@CommandHandler(ToLead)
export class LeadHandler implements ICommandHandler<ToLead, Outcome> {
  constructor(private readonly journal: Journal) {}

  async execute({ wish, message }: ToLead): Promise<Outcome> {
    return execute(this.journal, lead, `lead-${wish.data.leadId}`, wish, message, await this.lookedUp(wish, message));
  }

  private async lookedUp({ type, data }: ToLead['wish'], message: CommandMessage): Promise<Readonly<Record<string, unknown>>> {
    if (type === 'qualify-lead') return { inForce: await criteriaInForce(this.journal) };
    if (type === 'convert-lead') return { freshId: createdId(message, 'opportunity') };
    const { campaignId } = data as { readonly campaignId?: string };
    return campaignId === undefined ? {} : { campaignName: await this.nameOf(campaignId) };
  }

  private async nameOf(campaignId: string): Promise<string | undefined> {
    const state = await campaignNow(this.journal, campaignId);
    return state.status === 'none' ? undefined : state.plan?.name;
  }
}

/** From the stream itself, so that what was set a moment ago holds. `undefined` = none were ever set. */
export async function criteriaInForce(journal: Journal): Promise<LeadCriteria | undefined> {
  const { events } = await journal.load(LEAD_CRITERIA_STREAM);
  const state = events.reduce((before, event) => leadCriteria.evolve(before, event as unknown as LeadCriteriaEvent), leadCriteria.initial);
  return state.status === 'set' ? state.inForce : undefined;
}
