export { MongoConnection, MongoStartError } from './mongo-connection';
export type { MongoSettings } from './mongo-connection';
export { Calls, duplicatesOf, isDuplicate } from './calls';
export type { Words } from './calls';
export { repeating } from './repeating';
