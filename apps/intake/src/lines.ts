import { createHash, type Hash } from 'node:crypto';
import { StringDecoder } from 'node:string_decoder';

/** One line of a file; of one that is too long only its length is known. */
export type Line = { readonly number: number; readonly text: string } | { readonly number: number; readonly tooLong: number; readonly sha256: string };

/** Bytes. A line beyond it is never held in memory. */
export const MAX_LINE = 1024 * 1024;

/** Cuts a stream of bytes into numbered lines (LF or CRLF, UTF-8), in order, however the bytes arrive. Empty lines are passed over but counted. */
export async function* linesOf(chunks: AsyncIterable<Buffer>): AsyncGenerator<Line> {
  const decoder = new StringDecoder('utf8');
  let number = 1;
  let held = '';
  let lost: { bytes: number; hash: Hash } | null = null;
  for await (const chunk of chunks) {
    const parts = decoder.write(chunk).split('\n');
    for (const [i, part] of parts.entries()) {
      if (lost !== null) lose(lost, part);
      else held += part;
      if (lost === null && held.length > MAX_LINE) {
        lost = { bytes: 0, hash: createHash('sha256') };
        lose(lost, held);
        held = '';
      }
      if (i === parts.length - 1) continue;
      const line = lineOf(number, held, lost);
      if (line !== null) yield line;
      number += 1;
      held = '';
      lost = null;
    }
  }
  const last = lineOf(number, held + decoder.end(), lost);
  if (last !== null) yield last;
}

function lose(lost: { bytes: number; hash: Hash }, text: string): void {
  lost.bytes += Buffer.byteLength(text);
  lost.hash.update(text);
}

function lineOf(number: number, held: string, lost: { bytes: number; hash: Hash } | null): Line | null {
  if (lost !== null) return { number, tooLong: lost.bytes, sha256: lost.hash.digest('hex') };
  const text = held.endsWith('\r') ? held.slice(0, -1) : held;
  return text.trim() === '' ? null : { number, text };
}
