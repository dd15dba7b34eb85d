// Real: the memory store, sealing included. "Reopening" is a second store over the same map.
import { blobStoreContract } from './blob-store.contract';
import { MemoryBlobStore, type BlobContents } from './memory-blob-store';

blobStoreContract('MemoryBlobStore', async () => {
  const contents: BlobContents = new Map();
  return {
    open: async () => new MemoryBlobStore(contents),
    tamper: async (address, change) => void contents.set(address, change(Buffer.from(contents.get(address) ?? []))),
    leftovers: async () => [],
    clear: async () => contents.clear(),
  };
});
