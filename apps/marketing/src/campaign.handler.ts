import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import type { CampaignEvent } from '@throughline/contracts';
import { touchStream } from '@throughline/contracts';
import { Journal, type Outcome } from '@throughline/event-store';
import { execute, type CommandMessage } from '@throughline/platform';
import { campaign, type CampaignCommand, type CampaignState } from './campaign.decider';
import { touch, type TouchCommand } from './touch.decider';

export class ToCampaign {
  constructor(
    readonly wish: Pick<CampaignCommand, 'type' | 'data'>,
    readonly message: CommandMessage,
  ) {}
}

@CommandHandler(ToCampaign)
export class CampaignHandler implements ICommandHandler<ToCampaign, Outcome> {
  constructor(private readonly journal: Journal) {}

  execute({ wish, message }: ToCampaign): Promise<Outcome> {
    return execute(this.journal, campaign, `campaign-${wish.data.campaignId}`, wish, message);
  }
}

export class ToTouch {
  constructor(
    readonly wish: Pick<TouchCommand, 'type' | 'data'>,
    readonly message: CommandMessage,
  ) {}
}

@CommandHandler(ToTouch)
export class TouchHandler implements ICommandHandler<ToTouch, Outcome> {
  constructor(private readonly journal: Journal) {}

  async execute({ wish, message }: ToTouch): Promise<Outcome> {
    const { campaignId, customer } = wish.data;
    const stream = touchStream(campaignId, this.journal.node(customer));
    return execute(this.journal, touch, stream, wish, message, ofCampaign(await campaignNow(this.journal, campaignId)));
  }
}

/** From its stream, so that what was launched a moment ago runs. */
export async function campaignNow(journal: Journal, campaignId: string): Promise<CampaignState> {
  const { events } = await journal.load(`campaign-${campaignId}`);
  return events.reduce((state, event) => campaign.evolve(state, event as unknown as CampaignEvent), campaign.initial);
}

/** What a touch takes from its campaign where nothing else is said. */
function ofCampaign(state: CampaignState): Readonly<Record<string, unknown>> {
  if (state.status === 'none' || state.plan === null) return { standing: state.status };
  const { name, channel, purpose } = state.plan;
  return { standing: state.status, campaign: name, ...(channel === undefined ? {} : { channel }), ...(purpose === undefined ? {} : { purpose }) };
}
