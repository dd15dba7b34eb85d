import type { EventType } from '../event-type';
import { orderCredited, orderDelivered, orderFellOverdue, orderInvoiced, orderPaid, orderShipped } from './fulfilment.events';
import { competitorNamed, competitorRemoved, decisionMakerNamed, decisionMakerRemoved } from './opportunity-circle.events';
import { opportunityAssigned, opportunityChanged, opportunityForecastChanged, opportunityNeedRecorded, opportunityNextStepDone, opportunityNextStepPlanned } from './opportunity-work.events';
import { opportunityActivityRecorded, opportunityLost, opportunityOpened, opportunityReopened, opportunityRevalued, opportunityStageAdvanced, opportunityWon } from './opportunity.events';
import { orderCancelled, orderChanged, orderPlaced, orderReturned } from './order.events';
import { quoteAccepted, quoteDrafted, quoteExpired, quoteRejected, quoteRevised, quoteSent, quoteWithdrawn } from './quote.events';

export const salesTypes: readonly EventType[] = [
  opportunityOpened, opportunityStageAdvanced, opportunityRevalued, opportunityWon, opportunityLost, opportunityReopened, opportunityActivityRecorded,
  opportunityNeedRecorded, opportunityForecastChanged, opportunityNextStepPlanned, opportunityNextStepDone, opportunityAssigned, opportunityChanged,
  decisionMakerNamed, decisionMakerRemoved, competitorNamed, competitorRemoved,
  quoteDrafted, quoteRevised, quoteSent, quoteAccepted, quoteRejected, quoteExpired, quoteWithdrawn,
  orderPlaced, orderChanged, orderCancelled, orderReturned,
  orderShipped, orderDelivered, orderInvoiced, orderPaid, orderFellOverdue, orderCredited,
];
