import type { EventType } from '../event-type';
import { opportunityActivityRecorded, opportunityLost, opportunityOpened, opportunityReopened, opportunityRevalued, opportunityStageAdvanced, opportunityWon } from './opportunity.events';
import { quoteAccepted, quoteDrafted, quoteExpired, quoteRejected, quoteRevised, quoteSent, quoteWithdrawn } from './quote.events';

export const salesTypes: readonly EventType[] = [
  opportunityOpened, opportunityStageAdvanced, opportunityRevalued, opportunityWon, opportunityLost, opportunityReopened, opportunityActivityRecorded,
  quoteDrafted, quoteRevised, quoteSent, quoteAccepted, quoteRejected, quoteExpired, quoteWithdrawn,
];
