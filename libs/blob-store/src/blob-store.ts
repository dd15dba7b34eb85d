/** The port to attachments. */
export interface BlobStore {
  close(): Promise<void>;
}
