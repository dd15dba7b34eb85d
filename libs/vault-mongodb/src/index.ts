export { MongoVault } from './mongo-vault';
export type { MongoVaultOptions } from './mongo-vault';
