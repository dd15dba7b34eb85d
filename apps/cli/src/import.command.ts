import type { Command } from 'commander';
import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { request as requestHttp, type ClientRequest, type IncomingMessage } from 'node:http';
import { request as requestHttps } from 'node:https';
import { Transform, type Readable } from 'node:stream';
import { json } from 'node:stream/consumers';
import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';
import { linesOf } from './lines';
import { cancellable, duration, Progress } from './progress';
import { Failure, Refused } from './refused';
import type { Server } from './server';

interface Counts {
  readonly lines: number;
  readonly recorded: number;
  readonly repeated: number;
  readonly quarantined: number;
}

type Answer = Counts & { readonly done?: true; readonly error?: { readonly status?: number } };

const NONE: Counts = { lines: 0, recorded: 0, repeated: 0, quarantined: 0 };
const AGAIN = 'Repeating the same command is safe: what is recorded already is recognised and not doubled.';

export function addImport(program: Command, server: () => Server): void {
  program
    .command('import')
    .description('send bulk history: NDJSON, one CloudEvent a line, in file order')
    .argument('<file>', 'the file, .gz is unzipped on the way; - reads from standard input')
    .addHelpText('after', `\nExamples:\n  $ throughline import history.ndjson.gz\n  $ zstdcat history.zst | throughline import -\n\nA line that cannot be taken goes to quarantine with its number and the rest goes on (exit code 2).\n${AGAIN}`)
    .action(async (file: string) => {
      const started = Date.now();
      const counts = await importFile(server(), file);
      const seconds = Math.max((Date.now() - started) / 1000, 0.001);
      const [lines, recorded, repeated] = [counts.lines, counts.recorded, counts.repeated].map(count);
      process.stdout.write(`${lines} lines in ${duration(seconds)} (${count(Math.round(counts.lines / seconds))} a second): ${recorded} recorded, ${repeated} known before, ${count(counts.quarantined)} in quarantine\n`);
      if (counts.quarantined === 0) return;
      process.stdout.write('Look at what waits there with: throughline quarantine list\n');
      process.exitCode = 2;
    });
}

async function importFile(server: Server, file: string): Promise<Counts> {
  const { bytes, total } = await open(file);
  const progress = new Progress('Importing', total);
  const read = counter((chunk) => chunk.length);
  const sent = counter(lineEnds);
  let counts = NONE;
  // What is on its way is not done: of the bytes that were read, the share whose lines the server has answered for.
  const done = (): number => read.count() * Math.min(1, counts.lines / Math.max(sent.count(), 1));
  const show = (): void => progress.show({ done: done(), total, saying: saying(counts, read.count(), total) });
  const timer = setInterval(show, 250);
  try {
    return await cancellable((signal) =>
      exchange(server, [bytes, read.through, ...(file.endsWith('.gz') ? [createGunzip()] : []), sent.through], signal, (latest) => {
        counts = latest;
      }),
    );
  } catch (error) {
    throw error instanceof Cancelled ? new Failure(`cancelled${counts.lines === 0 ? '' : ` after ${count(counts.lines)} lines`}. ${AGAIN}`, 130) : explained(error, counts, file);
  } finally {
    clearInterval(timer);
    show();
    progress.end();
  }
}

class Cancelled extends Error {}

/** Sends and listens at the same time: the server tells its progress while the file is still on its way. */
async function exchange(server: Server, parts: readonly (Readable | Transform)[], signal: AbortSignal, tell: (counts: Counts) => void): Promise<Counts> {
  const request = begin(server);
  let fault: unknown = null;
  const answered = new Promise<IncomingMessage>((resolve, reject) => {
    request.once('response', resolve);
    request.on('error', (error) => reject(fault instanceof Error ? fault : error));
  });
  const sending = pipeline([...parts, request], { signal }).catch((error: unknown) => {
    fault = error;
  });
  signal.addEventListener('abort', () => request.destroy(), { once: true });
  try {
    return await outcome(await answered, tell);
  } catch (error) {
    request.destroy();
    await sending;
    if (signal.aborted) throw new Cancelled();
    // A file that cannot be read is the cause; a broken pipe only says that the server had answered before.
    if (isOfFile(fault)) throw fault;
    if (isLost(error)) throw new Failure(`the connection to ${server.url.origin} was lost`);
    throw error instanceof Refused ? error : server.unreachable(error);
  }
}

function begin(server: Server): ClientRequest {
  const url = server.at('/import');
  const request = url.protocol === 'https:' ? requestHttps : requestHttp;
  return request(url, { method: 'POST', headers: { ...server.headers, 'Content-Type': 'application/x-ndjson', Accept: 'application/x-ndjson' } });
}

async function outcome(response: IncomingMessage, tell: (counts: Counts) => void): Promise<Counts> {
  if (response.statusCode !== 200) throw Refused.of(response.statusCode ?? 0, await json(response).catch(() => null));
  for await (const line of linesOf(response)) {
    const answer = JSON.parse(line) as Answer;
    tell(answer);
    if (answer.error !== undefined) throw Refused.of(answer.error.status ?? 500, answer.error);
    if (answer.done === true) return answer;
  }
  throw Object.assign(new Error('the answer ended early'), { code: 'ECONNRESET' });
}

async function open(file: string): Promise<{ readonly bytes: Readable; readonly total: number | null }> {
  if (file === '-') return { bytes: process.stdin, total: null };
  const found = await stat(file).catch((error: unknown) => {
    throw explained(error, NONE, file);
  });
  if (found.isDirectory()) throw new Failure(`${file} is a folder; import takes one file`);
  return { bytes: createReadStream(file, { highWaterMark: 256 * 1024 }), total: found.isFile() ? found.size : null };
}

/** Bytes are counted as they stand in the file, lines as they are sent: a zipped file shows its true share too. */
function counter(measure: (chunk: Buffer) => number): { readonly through: Transform; readonly count: () => number } {
  let sum = 0;
  const through = new Transform({
    transform(chunk: Buffer, _encoding, done): void {
      sum += measure(chunk);
      done(null, chunk);
    },
  });
  return { through, count: () => sum };
}

function lineEnds(chunk: Buffer): number {
  let ends = 0;
  for (let at = chunk.indexOf(10); at !== -1; at = chunk.indexOf(10, at + 1)) ends += 1;
  return ends;
}

const started = Date.now();

function saying(counts: Counts, bytes: number, total: number | null): string {
  const rate = Math.round(counts.lines / Math.max((Date.now() - started) / 1000, 0.001));
  const sent = total === null ? `${(bytes / 1e6).toFixed(1)} MB  ` : '';
  return `${sent}${count(counts.lines)} lines  ${count(rate)}/s${counts.quarantined === 0 ? '' : `  ${count(counts.quarantined)} in quarantine`}`;
}

function explained(error: unknown, counts: Counts, file: string): unknown {
  const { code, message } = error as NodeJS.ErrnoException;
  if (code === 'ENOENT') return new Failure(`there is no file ${file}`);
  if (code === 'EACCES') return new Failure(`${file} may not be read`);
  if (code?.startsWith('Z_') === true) return new Failure(`${file} is no sound gzip file: ${message}`);
  if (counts.lines === 0) return error;
  if (error instanceof Refused) return new Refused(error.status, error.code, `${error.message}. It stopped after ${count(counts.lines)} lines. ${AGAIN}`, error.errors);
  return error instanceof Failure ? new Failure(`${error.message} after ${count(counts.lines)} lines. ${AGAIN}`) : error;
}

function isOfFile(error: unknown): boolean {
  const { code, syscall } = (error ?? {}) as NodeJS.ErrnoException;
  return code?.startsWith('Z_') === true || syscall === 'open' || (syscall === 'read' && code !== 'ECONNRESET');
}

function isLost(error: unknown): boolean {
  return ['ECONNRESET', 'EPIPE', 'ERR_STREAM_PREMATURE_CLOSE'].includes((error as NodeJS.ErrnoException).code ?? '');
}

function count(number: number): string {
  return number.toLocaleString('en');
}
