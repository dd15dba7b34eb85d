export { SqliteVault } from './sqlite-vault';
export type { SqliteVaultOptions } from './sqlite-vault';
export { loadMasterKey } from './master-key';
