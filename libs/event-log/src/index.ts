export type { EventLog, LogBatch, LogConsumer, LogMessage, LogSubscription } from './event-log';
