import type { EventType } from '../event-type';
import { opportunityActivityRecorded, opportunityLost, opportunityOpened, opportunityReopened, opportunityRevalued, opportunityStageAdvanced, opportunityWon } from './opportunity.events';

export const salesTypes: readonly EventType[] = [
  opportunityOpened, opportunityStageAdvanced, opportunityRevalued, opportunityWon, opportunityLost, opportunityReopened, opportunityActivityRecorded,
];
