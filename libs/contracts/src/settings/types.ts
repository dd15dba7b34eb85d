import type { EventType } from '../event-type';
import { leadCriteriaSet } from './lead-criteria.events';
import { numberIssued } from './number.events';
import { pipelineSet } from './pipeline.events';
import { serviceLevelsEnded, serviceLevelsSet } from './service-level.events';
import { keyCreated, keyDisabled, sourceRegistered } from './source.events';

export const settingsTypes: readonly EventType[] = [
  sourceRegistered, keyCreated, keyDisabled,
  numberIssued,
  serviceLevelsSet, serviceLevelsEnded,
  leadCriteriaSet,
  pipelineSet,
];
