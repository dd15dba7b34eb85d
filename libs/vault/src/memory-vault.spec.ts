// Real: the memory vault. "Reopening" is a second vault over the same contents; there is no master key.
import { MemoryVault, emptyVaultContents } from './memory-vault';
import { vaultContract } from './vault.contract';

vaultContract('MemoryVault', async () => {
  const contents = emptyVaultContents();
  return { open: async () => new MemoryVault(contents), clear: async () => {} };
});
