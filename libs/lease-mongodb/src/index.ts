export { MongoLeaseBook } from './mongo-lease-book';
