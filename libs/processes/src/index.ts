export { systemClock } from './clock';
export type { Clock } from './clock';
export { running } from './running';
export type { Order, Reading, RunningProcess } from './running';
