export { VaultError } from './vault';
export type { Credential, Vault } from './vault';
export { MemoryVault, emptyVaultContents } from './memory-vault';
export type { VaultContents } from './memory-vault';
