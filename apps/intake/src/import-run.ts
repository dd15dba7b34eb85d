import type { Principal } from '@throughline/platform';
import type { Readable } from 'node:stream';
import type { Intake, Item } from './intake';
import { linesOf, MAX_LINE, type Line } from './lines';

export interface ImportProgress {
  readonly lines: number;
  readonly recorded: number;
  readonly repeated: number;
  readonly quarantined: number;
}

/** Lines that share a commit. No more than one chunk is held. */
const CHUNK_LINES = 1_000;
const CHUNK_CHARACTERS = 2 * 1024 * 1024;

/** One file on its way in: strictly in file order, a bad line costs only itself. */
export class ImportRun {
  private counts = { lines: 0, recorded: 0, repeated: 0, quarantined: 0 };

  constructor(
    private readonly intake: Intake,
    private readonly principal: Principal,
  ) {}

  get progress(): ImportProgress {
    return { ...this.counts };
  }

  async apply(body: Readable): Promise<void> {
    let chunk: Item[] = [];
    let size = 0;
    for await (const line of linesOf(body)) {
      const item = itemOf(line);
      chunk.push(item);
      size += typeof item.body === 'string' ? item.body.length : 0;
      if (chunk.length < CHUNK_LINES && size < CHUNK_CHARACTERS) continue;
      await this.take(chunk);
      chunk = [];
      size = 0;
    }
    if (chunk.length > 0) await this.take(chunk);
  }

  private async take(chunk: readonly Item[]): Promise<void> {
    for (const { status } of await this.intake.take('import', chunk, this.principal)) this.counts[status] += 1;
    this.counts.lines += chunk.length;
  }
}

function itemOf(line: Line): Item {
  if ('tooLong' in line)
    return { value: null, body: { bytes: line.tooLong, sha256: line.sha256 }, line: line.number, refused: { code: 'LINE_TOO_LONG', message: `the line has ${line.tooLong} bytes; at most ${MAX_LINE} are read` } };
  if ('notUtf8' in line) return { value: null, body: line.text, line: line.number, refused: { code: 'NOT_UTF8', message: 'the line is not valid UTF-8' } };
  try {
    return { value: JSON.parse(line.text), body: line.text, line: line.number };
  } catch {
    return { value: null, body: line.text, line: line.number, refused: { code: 'NOT_JSON', message: 'the line is not valid JSON' } };
  }
}
