/**
 * Reads event logs in XES (IEEE 1849), plain or gzipped, as a stream: what is held is one chunk of the file.
 * Takes the attributes that stand directly in a trace or an event; nested ones, globals, classifiers and lists are passed over.
 */
import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import { TextDecoder } from 'node:util';
import { createGunzip } from 'node:zlib';
import { SaxesParser } from 'saxes';
import { InputError } from './cloud-events';

export type Attributes = ReadonlyMap<string, string>;

export interface XesEvent {
  /** Counted from 1, in file order. An event that stands outside of any trace is a trace of its own. */
  readonly trace: number;
  /** Counted from 1 within the trace. */
  readonly index: number;
  readonly attributes: Attributes;
  /** Of the trace: what stands before its events, as the standard wants it. */
  readonly traceAttributes: Attributes;
}

/** Every event, in file order. Throws an `InputError` with line and column where the file is not XML. */
export async function* xesEvents(file: string): AsyncGenerator<XesEvent> {
  let found: XesEvent[] = [];
  const parser = logParser((event) => found.push(event));
  try {
    for await (const text of textOf(file)) {
      parser.write(text);
      yield* found;
      found = [];
    }
    parser.close();
  } catch (error) {
    if (error instanceof XmlFault) throw new InputError(`${file}:${error.message}`);
    throw error;
  }
}

class XmlFault extends Error {}

/** Elements that hold attributes of something else than a trace or an event. */
const NOT_OURS = new Set(['extension', 'global', 'classifier']);

function logParser(found: (event: XesEvent) => void): SaxesParser {
  const parser = new SaxesParser();
  const path: string[] = [];
  let trace = 0;
  let index = 0;
  let isInTrace = false;
  let traceAttributes = new Map<string, string>();
  let attributes = new Map<string, string>();
  const beginTrace = (): void => {
    trace += 1;
    index = 0;
    traceAttributes = new Map();
  };
  parser.on('error', (error) => {
    throw new XmlFault(error.message);
  });
  parser.on('opentag', ({ name, attributes: { key, value } }) => {
    const element = localName(name);
    const parent = path.at(-1);
    path.push(element);
    if (path.length === 1 && element !== 'log') throw new InputError(`this is no XES: it begins with <${name}>, not with <log>`);
    if (path.length === 2) isInTrace = element === 'trace';
    if (element === 'trace' && parent === 'log') beginTrace();
    else if (element === 'event' && (parent === 'trace' || parent === 'log')) {
      if (!isInTrace) beginTrace();
      attributes = new Map();
      index += 1;
    } else if (NOT_OURS.has(element) || key === undefined || value === undefined) return;
    else if (parent === 'event') attributes.set(key, value);
    else if (parent === 'trace') {
      if (index > 0 && key === 'concept:name') throw new InputError(`line ${parser.line}: the name of the trace stands behind its events`);
      traceAttributes.set(key, value);
    }
  });
  parser.on('closetag', () => {
    if (path.pop() === 'event' && (path.at(-1) === 'trace' || path.at(-1) === 'log')) found({ trace, index, attributes, traceAttributes });
  });
  return parser;
}

function localName(name: string): string {
  return name.slice(name.indexOf(':') + 1);
}

/** Whether it is gzipped, and how it is encoded, is looked up in its first bytes: names of files are not always right. */
async function* textOf(file: string): AsyncGenerator<string> {
  const bytes = (await isGzipped(file)) ? gunzipped(file) : createReadStream(file);
  let decoder: TextDecoder | undefined;
  for await (const chunk of bytes as AsyncIterable<Buffer>) {
    decoder ??= decoderFor(chunk);
    yield decoder.decode(chunk, { stream: true });
  }
  if (decoder !== undefined) yield decoder.decode();
}

function gunzipped(file: string): AsyncIterable<Buffer> {
  const gunzip = createGunzip();
  createReadStream(file)
    .on('error', (error) => gunzip.destroy(error))
    .pipe(gunzip);
  return gunzip;
}

async function isGzipped(file: string): Promise<boolean> {
  const handle = await open(file);
  try {
    const { buffer } = await handle.read(Buffer.alloc(2), 0, 2, 0);
    return buffer[0] === 0x1f && buffer[1] === 0x8b;
  } finally {
    await handle.close();
  }
}

function decoderFor(start: Buffer): TextDecoder {
  const said = /^[^>]*?encoding\s*=\s*["']([\w.:-]+)["']/.exec(start.toString('latin1', 0, 200))?.[1] ?? 'utf-8';
  try {
    return new TextDecoder(said);
  } catch {
    throw new InputError(`the encoding "${said}" is not known`);
  }
}
