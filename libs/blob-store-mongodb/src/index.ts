export { MongoBlobStore } from './mongo-blob-store';
export type { MongoBlobStoreOptions } from './mongo-blob-store';
