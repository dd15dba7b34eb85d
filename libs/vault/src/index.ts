export { VaultError } from './vault';
export type { Credential, Vault } from './vault';
