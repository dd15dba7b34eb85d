export interface FolderOptions {
  readonly folder: string;
}
