import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';

/** An attachment as the archive lists it. */
export interface ArchivedBlob {
  readonly address: string;
  /** As it is stored, sealed. */
  readonly bytes: number;
  /** Of the same. Hex. */
  readonly sha256: string;
}

export function blobFile(address: string): string {
  return `blobs/${address.slice(0, 2)}/${address}`;
}

export function blobLine({ address, bytes, sha256 }: ArchivedBlob): string {
  return JSON.stringify({ address, bytes, sha256 });
}

export function blobOf(line: string): ArchivedBlob {
  return JSON.parse(line) as ArchivedBlob;
}

/** What is compared of an attachment. */
export const comparableBlob = blobLine;

export async function digestOf(content: AsyncIterable<Uint8Array>): Promise<{ readonly bytes: number; readonly sha256: string }> {
  const hash = createHash('sha256');
  let bytes = 0;
  for await (const piece of content) {
    hash.update(piece);
    bytes += piece.length;
  }
  return { bytes, sha256: hash.digest('hex') };
}

/** `null` = there is no such file. */
export async function digestOfFile(file: string): Promise<{ readonly bytes: number; readonly sha256: string } | null> {
  try {
    return await digestOf(createReadStream(file));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
}
