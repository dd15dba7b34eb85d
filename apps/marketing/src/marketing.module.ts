import { Module } from '@nestjs/common';
import { running, type RunningProcess } from '@throughline/processes';
import { CampaignController, CampaignsController } from './campaign.controller';
import { CampaignHandler, TouchHandler } from './campaign.handler';
import { campaignView } from './campaign.view';
import { ConsentController, ConsentsController } from './consent.controller';
import { consent } from './consent.decider';
import { ConsentHandler } from './consent.handler';
import { consentView } from './consent.view';
import { FeedbackController, FeedbackQueriesController } from './feedback.controller';
import { RecommendationHandler, SatisfactionHandler, WishHandler } from './feedback.handler';
import { recommendationView, satisfactionView, wishView } from './feedback.view';
import { LeadCriteriaHandler } from './lead-criteria.handler';
import { LeadController, LeadCriteriaController } from './lead.controller';
import { LeadHandler } from './lead.handler';
import { leadView } from './lead.view';
import { LeadsController } from './leads.controller';
import { TouchController } from './touch.controller';
import { touchView } from './touch.view';
import { unsubscribeProcess } from './unsubscribe.process';

export const marketingViews = [campaignView, touchView, leadView, consentView, satisfactionView, wishView, recommendationView];

export const marketingProcesses: readonly RunningProcess[] = [running({ process: unsubscribeProcess, decider: consent })];

@Module({
  controllers: [CampaignController, CampaignsController, TouchController, LeadController, LeadCriteriaController, LeadsController, ConsentController, ConsentsController, FeedbackController, FeedbackQueriesController],
  providers: [CampaignHandler, TouchHandler, LeadHandler, LeadCriteriaHandler, ConsentHandler, SatisfactionHandler, WishHandler, RecommendationHandler],
})
export class MarketingModule {}
