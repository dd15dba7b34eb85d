import { once } from 'node:events';
import type { Writable } from 'node:stream';

/** One line of an import: CloudEvents 1.0 in JSON, attributes of the sender's own are allowed. */
export interface CloudEvent {
  readonly specversion: '1.0';
  readonly id: string;
  readonly source: string;
  readonly type: string;
  readonly subject?: string;
  readonly time?: string;
  readonly data: Readonly<Record<string, unknown>>;
  readonly [extension: string]: unknown;
}

/** What is wrong with the input, in a sentence for whoever started the program. */
export class InputError extends Error {}

/** Milliseconds between two words about the progress. */
const PROGRESS_EVERY = 1_000;
/** Characters that are written at once. */
const CHUNK = 64 * 1024;

/** Writes one event a line, as fast as the reader takes them and no faster; of a broken input what came before. Resolves with their number. */
export async function writeLines(events: AsyncIterable<CloudEvent>, out: Writable, say: (sentence: string) => void): Promise<number> {
  let count = 0;
  let held = '';
  let spoken = Date.now();
  const flush = async (): Promise<void> => {
    const lines = held;
    held = '';
    if (lines !== '' && !out.write(lines)) await once(out, 'drain');
  };
  try {
    for await (const event of events) {
      held += `${JSON.stringify(event)}\n`;
      count += 1;
      if (held.length < CHUNK) continue;
      await flush();
      if (Date.now() - spoken < PROGRESS_EVERY) continue;
      say(`${count.toLocaleString('en')} events …`);
      spoken = Date.now();
    }
  } finally {
    await flush();
  }
  return count;
}

/** Runs a converter as a program: events to stdout, words to stderr; exit code 0 = done, 1 = the input cannot be read, 2 = wrong call. */
export async function runConverter(name: string, events: AsyncIterable<CloudEvent>, summary: (count: number) => string): Promise<void> {
  const say = (sentence: string): void => void process.stderr.write(`${name}: ${sentence}\n`);
  // Whoever reads may stop early (`| head`); that is not worth a word.
  process.stdout.on('error', () => process.exit(0));
  try {
    say(summary(await writeLines(events, process.stdout, say)));
  } catch (error) {
    say(sentenceOf(error));
    process.exitCode = 1;
  }
}

/** What a person can do something about is a sentence; only what is our own fault shows a stack. */
function sentenceOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error instanceof InputError || 'code' in error ? error.message : (error.stack ?? error.message);
}
