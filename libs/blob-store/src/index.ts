export { BlobStoreError, isBlobAddress, unknownBlob } from './blob-store';
export type { BlobRef, BlobStore, ByteRange, ListedBlob, PutBlob } from './blob-store';
export { sealBlob } from './seal-blob';
export { isWhole, openBlob } from './open-blob';
export type { SealedSource } from './open-blob';
export { MemoryBlobStore } from './memory-blob-store';
export type { BlobContents } from './memory-blob-store';
export { blobStoreContract } from './blob-store.contract';
export type { BlobPlace } from './blob-store.contract';
