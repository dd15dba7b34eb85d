export type { FolderOptions } from './folder-blob-store';
