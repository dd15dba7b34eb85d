export { systemClock } from './clock';
export type { Clock } from './clock';
export { ManualClock } from './manual-clock';
export { running } from './running';
export type { Order, Reading, RunningProcess } from './running';
export { ProcessError } from './process-error';
export { ProcessEngine } from './engine';
export type { FailedInstance, ProcessEngineOptions, ProcessStatus } from './engine';
