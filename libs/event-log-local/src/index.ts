export { LocalEventLog } from './local-event-log';
