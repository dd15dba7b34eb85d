/** The lines of an answer as they arrive, without their ends; an answer that breaks off throws what the stream throws. */
export async function* linesOf(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<string> {
  const decoder = new TextDecoder();
  let held = '';
  for await (const chunk of chunks) {
    const parts = (held + decoder.decode(chunk, { stream: true })).split('\n');
    held = parts.pop() ?? '';
    yield* parts;
  }
  if (held !== '') yield held;
}
