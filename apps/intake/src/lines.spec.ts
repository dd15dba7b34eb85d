// Real: the cutting of bytes into lines. Nothing is replaced; the bytes come from memory, cut by chance.
import fc from 'fast-check';
import { createHash } from 'node:crypto';
import { linesOf, MAX_LINE, type Line } from './lines';

async function linesIn(...chunks: readonly (string | Buffer)[]): Promise<Line[]> {
  async function* arriving(): AsyncGenerator<Buffer> {
    for (const chunk of chunks) yield Buffer.from(chunk);
  }
  return every(linesOf(arriving()));
}

async function every(lines: AsyncIterable<Line>): Promise<Line[]> {
  const all: Line[] = [];
  for await (const line of lines) all.push(line);
  return all;
}

const sha256 = (bytes: string | Buffer): string => createHash('sha256').update(bytes).digest('hex');

it('numbers lines from 1 and passes over empty ones, which count', async () => {
  expect(await linesIn('a\n\n  \nb\n')).toEqual([{ number: 1, text: 'a' }, { number: 4, text: 'b' }]);
});

it('takes LF and CRLF, a last line without an end, and the mark of some editors', async () => {
  expect(await linesIn('\ufeffa\r\nb\nc\r\nd')).toEqual(['a', 'b', 'c', 'd'].map((text, index) => ({ number: index + 1, text })));
  expect(await linesIn('a\rb\n')).toEqual([{ number: 1, text: 'a\rb' }]);
});

it('has nothing to say about a file without content', async () => {
  expect(await linesIn()).toEqual([]);
  expect(await linesIn('', '\r\n', '')).toEqual([]);
});

it('gives the same lines however the bytes arrive', async () => {
  const piece = fc.oneof(fc.constantFrom('\n', '\r\n', '\r', ' ', 'ä', '€', '𝄞', '\ufffd', '\u2028', ''), fc.string({ maxLength: 20 }));
  const file = fc.array(piece, { maxLength: 40 }).map((pieces) => Buffer.from(pieces.join('')));
  await fc.assert(
    fc.asyncProperty(file, fc.array(fc.nat({ max: 400 }), { maxLength: 12 }), async (bytes, cuts) => {
      const edges = [0, ...cuts.map((cut) => Math.min(cut, bytes.length)).toSorted((a, b) => a - b), bytes.length];
      const chunks = edges.slice(1).map((edge, index) => bytes.subarray(edges[index], edge));
      const expected = bytes.toString().split('\n').map((text, index) => ({ number: index + 1, text: text.replace(/\r$/, '').replace(/^\ufeff/, '') })).filter(({ text }) => text.trim() !== '');
      expect(await linesIn(...chunks)).toEqual(expected);
    }),
    { numRuns: 300 },
  );
});

it('marks a line that is no UTF-8, and believes a replacement character that was written as one', async () => {
  expect(await linesIn(Buffer.from([0x61, 0xff, 0x0a]), '\ufffd\n', Buffer.from([0xc3]))).toEqual([
    { number: 1, text: 'a\ufffd', notUtf8: true },
    { number: 2, text: '\ufffd' },
    { number: 3, text: '\ufffd', notUtf8: true },
  ]);
});

it('keeps a line of exactly the limit, with its CR, and of a longer one length and digest', async () => {
  const longest = 'x'.repeat(MAX_LINE);
  expect(await linesIn(`${longest}\r\n`, 'next\n')).toEqual([{ number: 1, text: longest }, { number: 2, text: 'next' }]);
  expect(await linesIn(`${longest}y\nnext\n`)).toEqual([{ number: 1, tooLong: MAX_LINE + 1, sha256: sha256(`${longest}y`) }, { number: 2, text: 'next' }]);
});

it('counts bytes, not characters', async () => {
  const wide = 'ä'.repeat(MAX_LINE / 2 + 1);
  expect(await linesIn(wide)).toEqual([{ number: 1, tooLong: MAX_LINE + 2, sha256: sha256(wide) }]);
});

it('goes through a line that does not end, and finds the next', async () => {
  const chunk = Buffer.alloc(256 * 1024, 'z');
  const hash = createHash('sha256');
  for (let i = 0; i < 40; i++) hash.update(chunk);
  expect(await linesIn(...Array.from({ length: 40 }, () => chunk), '\nnext')).toEqual([{ number: 1, tooLong: 40 * chunk.length, sha256: hash.digest('hex') }, { number: 2, text: 'next' }]);
});
