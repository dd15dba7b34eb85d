export { connectKafka } from './kafka-client';
export type { KafkaSettings } from './kafka-client';
export { KafkaEventLog } from './kafka-event-log';
export type { KafkaEventLogOptions } from './kafka-event-log';
export { KafkaRelay } from './kafka-relay';
export type { KafkaRelayOptions, RelayStatus } from './kafka-relay';
export { KafkaLogError, prepareTopic } from './topic';
export type { KafkaLogErrorCode, TopicSettings } from './topic';
export type { Healed } from './partition-reader';
