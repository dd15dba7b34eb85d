export { FolderBlobStore } from './folder-blob-store';
export type { FolderOptions } from './folder-blob-store';
