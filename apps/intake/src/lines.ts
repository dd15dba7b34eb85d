import { isUtf8 } from 'node:buffer';
import { createHash, type Hash } from 'node:crypto';

/** One line of a file; of one that is too long only its length is known. `bytes` without the line's end. */
export type Line =
  | { readonly number: number; readonly text: string }
  /** No UTF-8: `text` is what could be made of it. */
  | { readonly number: number; readonly text: string; readonly notUtf8: true }
  | { readonly number: number; readonly tooLong: number; readonly sha256: string };

/** Bytes. A line beyond it is never held in memory. */
export const MAX_LINE = 1024 * 1024;

const LF = 0x0a;
const CR = 0x0d;

/** Cuts a stream of bytes into numbered lines (LF or CRLF), in order, however the bytes arrive. Empty lines are passed over but counted. */
export async function* linesOf(chunks: AsyncIterable<Buffer>): AsyncGenerator<Line> {
  let number = 1;
  let open = new OpenLine();
  for await (const chunk of chunks) {
    let from = 0;
    for (let end = chunk.indexOf(LF); end >= 0; end = chunk.indexOf(LF, from)) {
      open.add(chunk.subarray(from, end));
      const line = open.close(number);
      if (line !== null) yield line;
      from = end + 1;
      number += 1;
      open = new OpenLine();
    }
    open.add(chunk.subarray(from));
  }
  const last = open.close(number);
  if (last !== null) yield last;
}

/** A line whose end has not come yet. */
class OpenLine {
  private parts: Buffer[] = [];
  private bytes = 0;
  private hash: Hash | null = null;

  add(part: Buffer): void {
    this.bytes += part.length;
    if (this.hash !== null) this.hash.update(part);
    else this.parts.push(part);
    // One byte more may be the CR that does not belong to it.
    if (this.hash === null && this.bytes > MAX_LINE + 1) this.letGo();
  }

  close(number: number): Line | null {
    const whole = this.parts.length === 1 ? (this.parts[0] as Buffer) : Buffer.concat(this.parts);
    const line = whole.at(-1) === CR ? whole.subarray(0, -1) : whole;
    if (this.hash === null && line.length > MAX_LINE) this.letGo();
    if (this.hash !== null) return { number, tooLong: this.bytes, sha256: this.hash.digest('hex') };
    const text = textOf(line);
    if (text.trim() === '') return null;
    return text.includes('\ufffd') && !isUtf8(line) ? { number, text, notUtf8: true } : { number, text };
  }

  private letGo(): void {
    this.hash = createHash('sha256');
    for (const part of this.parts) this.hash.update(part);
    this.parts = [];
  }
}

/** Without the mark some editors put at the beginning of a file. */
function textOf(line: Buffer): string {
  const text = line.toString('utf8');
  return text.startsWith('\ufeff') ? text.slice(1) : text;
}
