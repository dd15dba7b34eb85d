export { MongoConnection, MongoStartError } from './mongo-connection';
export type { MongoSettings } from './mongo-connection';
export { Calls, duplicatesOf, isDuplicate, upserting } from './calls';
export type { Words } from './calls';
export { repeating } from './repeating';
