// Real: all of it; bytes cut at every place they can be cut at.
import { linesOf } from './lines';

const text = '{"n":1}\n\n{"n":"ä€🙂"}\nlast';
const bytes = new TextEncoder().encode(text);

async function* cutAt(place: number): AsyncGenerator<Uint8Array> {
  yield bytes.subarray(0, place);
  yield bytes.subarray(place);
}

it('gives the same lines wherever the bytes are cut', async () => {
  for (let place = 0; place <= bytes.length; place += 1) {
    const lines: string[] = [];
    for await (const line of linesOf(cutAt(place))) lines.push(line);
    expect(lines).toEqual(text.split('\n'));
  }
});
