import { createHash } from 'node:crypto';
import { request } from 'node:http';
import { Readable } from 'node:stream';

export interface Answered {
  readonly status: number;
  readonly body: any;
}

const PIECE = Buffer.from(Array.from({ length: 60_000 }, (_, index) => (index * 31) % 251));

/** A made-up file of so many bytes, in pieces that share their memory: what is measured is then not the test's own file. */
export function pieces(bytes: number): readonly Buffer[] {
  const rest = bytes % PIECE.length;
  const all = Array.from({ length: Math.floor(bytes / PIECE.length) }, () => PIECE);
  return rest === 0 ? all : [...all, PIECE.subarray(0, rest)];
}

export function hashOf(...content: readonly Uint8Array[]): string {
  const hash = createHash('sha256');
  for (const piece of content) hash.update(piece);
  return hash.digest('hex');
}

/** What came down, without holding it. */
export async function received({ body }: Response): Promise<{ readonly hash: string; readonly chunks: number }> {
  const hash = createHash('sha256');
  let chunks = 0;
  for await (const chunk of body as AsyncIterable<Uint8Array>) {
    hash.update(chunk);
    chunks += 1;
  }
  return { hash: hash.digest('hex'), chunks };
}

/** In chunks, unless a length is said; without a type, unless one is said. An answer before the end of the file counts. */
export function upload(url: string, content: Iterable<Buffer> | AsyncIterable<Buffer>, headers: Record<string, string>): Promise<Answered> {
  return new Promise((resolve, reject) => {
    const sending = request(url, { method: 'POST', headers }, (response) => {
      const parts: Buffer[] = [];
      response.on('data', (part: Buffer) => parts.push(part));
      response.on('end', () => {
        sending.destroy();
        resolve({ status: response.statusCode ?? 0, body: JSON.parse(Buffer.concat(parts).toString()) });
      });
    });
    sending.on('error', reject);
    Readable.from(content, { objectMode: false }).pipe(sending);
  });
}

/** Sends all of it as the beginning of a longer file, and hangs up. */
export function hangUpAfter(url: string, content: Iterable<Buffer>, headers: Record<string, string>): Promise<void> {
  return new Promise((resolve) => {
    const sending = request(url, { method: 'POST', headers: { ...headers, 'content-length': '20000000' } });
    sending.on('error', () => undefined).on('close', resolve);
    const beginning = Readable.from(content, { objectMode: false });
    beginning.on('end', () => setTimeout(() => sending.destroy(), 50));
    beginning.pipe(sending, { end: false });
  });
}
