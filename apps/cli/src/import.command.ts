import { createReadStream, statSync } from 'node:fs';
import { Transform, type Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { Presets, SingleBar } from 'cli-progress';
import { refusal, Refused, type Server } from './server';

interface Progress {
  readonly lines: number;
  readonly recorded: number;
  readonly repeated: number;
  readonly quarantined: number;
  readonly done?: true;
  readonly error?: unknown;
}

const NONE: Progress = { lines: 0, recorded: 0, repeated: 0, quarantined: 0 };
/** Milliseconds between two lines of progress where there is no terminal. */
const SAY_EVERY = 5_000;

/**
 * Sends a file of CloudEvents, one a line, plain or gzipped, or what comes in on `-`. Repeating it is harmless, so an import
 * that was cut is simply started again. Answers with the exit code: 0, or 2 where lines were quarantined.
 */
export async function importFile(server: Server, file: string): Promise<number> {
  const size = file === '-' ? 0 : sizeOf(file);
  const meter = new Meter(size);
  const raw = file === '-' ? process.stdin : createReadStream(file);
  const counted = raw.pipe(meter.counting());
  const lines: Readable = file.endsWith('.gz') ? counted.pipe(createGunzip()) : counted;
  const onInterrupt = (): void => {
    meter.stop();
    process.stderr.write('Cancelled. What was recorded stays; starting the same import again goes on where this one stopped.\n');
    process.exit(130);
  };
  process.once('SIGINT', onInterrupt);
  let last = NONE;
  try {
    for await (const line of server.exchange('/import', lines, 'application/x-ndjson')) {
      last = JSON.parse(line) as Progress;
      meter.show(last);
    }
  } finally {
    meter.stop();
    process.off('SIGINT', onInterrupt);
  }
  if (last.error !== undefined) throw refusal(JSON.stringify(last.error));
  if (last.done !== true) throw new Refused('the server ended before the import was done; start the same import again');
  process.stdout.write(`${last.lines} lines: ${last.recorded} recorded, ${last.repeated} known before, ${last.quarantined} quarantined\n`);
  if (last.quarantined > 0) process.stdout.write('See what was quarantined and why with "throughline quarantine list".\n');
  return last.quarantined > 0 ? 2 : 0;
}

function sizeOf(file: string): number {
  try {
    return statSync(file).size;
  } catch {
    throw new Refused(`the file ${file} cannot be read`);
  }
}

/** How far the file is read: a bar on a terminal, else a line now and then. The server reads no faster than it writes. */
class Meter {
  private read = 0;
  private said = Date.now();
  private readonly begun = Date.now();
  private readonly bar = process.stderr.isTTY ? new SingleBar({ stream: process.stderr, format: '{bar} {percentage}% | {lines} lines | {rate}/s | {eta_formatted} left', hideCursor: true }, Presets.shades_classic) : null;

  constructor(private readonly size: number) {
    this.bar?.start(Math.max(1, size), 0, { lines: 0, rate: 0 });
  }

  counting(): Transform {
    return new Transform({
      transform: (chunk: Buffer, _encoding, done) => {
        this.read += chunk.length;
        done(null, chunk);
      },
    });
  }

  show({ lines }: Progress): void {
    const rate = Math.round(lines / Math.max(0.001, (Date.now() - this.begun) / 1000));
    if (this.bar !== null) this.bar.update(Math.min(this.read, this.size), { lines, rate });
    else if (Date.now() - this.said > SAY_EVERY) {
      this.said = Date.now();
      process.stderr.write(`${lines} lines, ${rate}/s${this.size > 0 ? `, ${Math.round((100 * this.read) / this.size)} % read` : ''}\n`);
    }
  }

  stop(): void {
    this.bar?.stop();
  }
}
