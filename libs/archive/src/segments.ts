import { createHash } from 'node:crypto';
import { mkdir, open, readFile, rename } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { gunzip, gzip } from 'node:zlib';
import { ArchiveError, type Segment } from './archive';

/** Of one segment at most, before it is zipped: what stands in memory at once. One line is at most about 300 KiB. */
const MOST_LINES = 10_000;
const MOST_TEXT = 16 * 1024 * 1024;
/** What a segment unzips to at most: text in characters, which are up to three bytes. */
const MOST_BYTES = 4 * MOST_TEXT;

const zip = promisify(gzip);
const unzip = promisify(gunzip);

/** Lines on their way into segments of one part: `events/000001.ndjson.gz` and so on. */
export class SegmentWriter {
  readonly segments: Segment[];
  private lines: string[] = [];
  private text = 0;

  /** `before`: the segments that are there already. */
  constructor(
    private readonly folder: string,
    private readonly part: string,
    before: readonly Segment[] = [],
  ) {
    this.segments = [...before];
  }

  get isFull(): boolean {
    return this.lines.length >= MOST_LINES || this.text >= MOST_TEXT;
  }

  add(line: string): void {
    this.lines.push(line);
    this.text += line.length;
  }

  /** Writes what was added since the last time; on the disk when it resolves. Nothing where nothing was added. */
  async flush(): Promise<void> {
    if (this.lines.length === 0) return;
    const file = `${this.part}/${String(this.segments.length + 1).padStart(6, '0')}.ndjson.gz`;
    const bytes = await zip(`${this.lines.join('\n')}\n`);
    await writeWhole(join(this.folder, file), [bytes]);
    this.segments.push({ file, lines: this.lines.length, bytes: bytes.length, sha256: sha256(bytes) });
    this.lines = [];
    this.text = 0;
  }
}

/** Its lines. Throws `ARCHIVE_DAMAGED` where it is not what was exported. */
export async function readSegment(folder: string, segment: Segment): Promise<readonly string[]> {
  const bytes = await checkedSegment(folder, segment);
  const text = (await unzip(bytes, { maxOutputLength: MOST_BYTES })).toString();
  const lines = text.split('\n').slice(0, -1);
  if (lines.length !== segment.lines) throw damaged(segment.file, `has ${lines.length} lines instead of ${segment.lines}`);
  return lines;
}

/** Its bytes, after they were compared with what the manifest says. */
export async function checkedSegment(folder: string, { file, bytes, sha256: expected }: Segment): Promise<Buffer> {
  const there = await readFile(join(folder, file)).catch((error: NodeJS.ErrnoException) => {
    throw error.code === 'ENOENT' ? damaged(file, 'is missing') : error;
  });
  if (there.length !== bytes) throw damaged(file, `has ${there.length} bytes instead of ${bytes}`);
  if (sha256(there) !== expected) throw damaged(file, 'is not what was exported: its SHA-256 differs');
  return there;
}

export function damaged(file: string, what: string): ArchiveError {
  return new ArchiveError('ARCHIVE_DAMAGED', `the archive is damaged: ${file} ${what}`);
}

/** Whole and on the disk under its name, or not there. */
export async function writeWhole(file: string, content: Iterable<Uint8Array> | AsyncIterable<Uint8Array>): Promise<void> {
  await mkdir(dirname(file), { recursive: true, mode: 0o700 });
  const handle = await open(`${file}.part`, 'w', 0o600);
  try {
    for await (const piece of content) await handle.writeFile(piece);
    await handle.sync();
  } finally {
    await handle.close();
  }
  await rename(`${file}.part`, file);
  const folder = await open(dirname(file), 'r');
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}

export function sha256(bytes: Buffer): string {
  return createHash('sha256').update(bytes).digest('hex');
}
