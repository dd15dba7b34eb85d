export { MongoRelayCheckpoint } from './mongo-relay-checkpoint';
export type { MongoRelayCheckpointOptions } from './mongo-relay-checkpoint';
