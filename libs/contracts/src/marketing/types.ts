import type { EventType } from '../event-type';
import { campaignChanged, campaignClosed, campaignLaunched, campaignPaused, campaignPlanned, campaignResumed } from './campaign.events';
import { consentConfirmed, consentObjected, consentRequested, consentWithdrawn } from './consent.events';
import { recommendationBecameLead, recommendationMade, satisfactionAnswered, wishDeclined, wishFulfilled, wishNoted } from './feedback.events';
import { leadCaptured, leadConverted, leadDisqualified, leadQualified } from './lead.events';
import { touchBounced, touchClicked, touchDelivered, touchOpened, touchReplied, touchReportedAsSpam, touchSent, touchUnsubscribed } from './touch.events';

export const marketingTypes: readonly EventType[] = [
  leadCaptured, leadQualified, leadDisqualified, leadConverted,
  campaignPlanned, campaignChanged, campaignLaunched, campaignPaused, campaignResumed, campaignClosed,
  touchSent, touchDelivered, touchOpened, touchClicked, touchReplied, touchBounced, touchReportedAsSpam, touchUnsubscribed,
  consentRequested, consentConfirmed, consentWithdrawn, consentObjected,
  satisfactionAnswered, wishNoted, wishFulfilled, wishDeclined, recommendationMade, recommendationBecameLead,
];
