import { open, readFile, type FileHandle } from 'node:fs/promises';

/** An event as it stands in the log. `created`: ticks of 100 nanoseconds since 1970, as the real server counts. */
export interface LoggedEvent {
  readonly position: bigint;
  readonly stream: string;
  readonly revision: number;
  readonly created: bigint;
  readonly proposed: Proposed;
}

/** An event as a client sends it; `data` and `metadata` in base64. */
export interface Proposed {
  readonly id: string;
  readonly type: string;
  readonly contentType: string;
  readonly data: string;
  readonly metadata: string;
}

export type Expected = 'any' | 'exists' | 'none' | bigint;

/** `not-ready`: the same append is being written at this moment; the real server then answers nobody. */
export type Decision = { readonly kind: 'done'; readonly last: LoggedEvent } | { readonly kind: 'wrong'; readonly current: number } | { readonly kind: 'not-ready' };

interface Line {
  readonly stream: string;
  readonly created: string;
  readonly events: readonly Proposed[];
}

const HEADER = '{"eventstore-peer":1}\n';
const TICKS = 10_000n;
/** The real server stamps each event of an append by itself. */
const BETWEEN = 2_500n;
/** The real server writes about itself into `$all`. */
const APPENDS_PER_NOTE = 25;

/**
 * All events, in memory and in a file: one line per append, forced to the disk before it is answered and shown. Positions are
 * places in the file, so they have gaps, and most numbers are no position. A line that was cut off by a kill never was answered.
 */
export class EventLog {
  private readonly all: LoggedEvent[] = [];
  private readonly streams = new Map<string, LoggedEvent[]>();
  private readonly watchers = new Set<() => void>();
  private waiting: { readonly text: string; readonly shown: () => void }[] = [];
  private visible = 0;
  private writing = false;
  private length = Buffer.byteLength(HEADER);
  private appends = 0;

  private constructor(
    private readonly file: FileHandle,
    private readonly clock: () => number,
  ) {}

  static async open(path: string, clock: () => number): Promise<EventLog> {
    const file = await open(path, 'a+');
    const text = await readFile(path, 'utf8');
    const log = new EventLog(file, clock);
    const whole = text.slice(0, text.lastIndexOf('\n') + 1);
    if (whole !== text) await file.truncate(Buffer.byteLength(whole));
    for (const line of whole.split('\n').slice(1, -1)) log.add(JSON.parse(line) as Line, `${line}\n`);
    if (whole === '') await file.appendFile(HEADER);
    log.visible = log.all.length;
    return log;
  }

  /** What can be read: all that is on the disk. */
  get end(): number {
    return this.visible;
  }

  at(index: number): LoggedEvent {
    return this.all[index] as LoggedEvent;
  }

  /** `null`: no such position was ever given out. */
  indexOf(position: bigint): number | null {
    let [low, high] = [0, this.visible];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.at(middle).position < position) low = middle + 1;
      else high = middle;
    }
    return low < this.visible && this.at(low).position === position ? low : null;
  }

  readStream(stream: string): readonly LoggedEvent[] {
    const last = this.visible === 0 ? -1n : this.at(this.visible - 1).position;
    return (this.streams.get(stream) ?? []).filter(({ position }) => position <= last);
  }

  /** Calls back whenever more can be read, until the answer is called. */
  watch(watcher: () => void): () => void {
    this.watchers.add(watcher);
    return () => this.watchers.delete(watcher);
  }

  /** Answers when it is on the disk. */
  async append(stream: string, expected: Expected, events: readonly Proposed[]): Promise<Decision> {
    const decision = this.decide(stream, expected, events);
    if (decision !== 'write') return decision;
    const last = await this.write(stream, events);
    if (++this.appends % APPENDS_PER_NOTE === 0) void this.write('$stats-peer', [{ id: crypto.randomUUID(), type: '$statsCollected', contentType: 'application/json', data: Buffer.from('{}').toString('base64'), metadata: '' }]);
    return { kind: 'done', last };
  }

  async close(): Promise<void> {
    await this.file.close();
  }

  private decide(stream: string, expected: Expected, events: readonly Proposed[]): Decision | 'write' {
    const there = this.streams.get(stream) ?? [];
    const current = there.length - 1;
    if (expected === 'exists') return current < 0 ? { kind: 'wrong', current } : 'write';
    const before = expected === 'any' ? there.findIndex(({ proposed }) => proposed.id === events[0]?.id) - 1 : expected === 'none' ? -1 : Number(expected);
    if (expected === 'any' && before < -1) return 'write';
    if (before === current) return 'write';
    if (before > current || !events.every(({ id }, index) => there[before + 1 + index]?.proposed.id === id)) return expected === 'any' ? 'write' : { kind: 'wrong', current };
    const last = there[before + events.length] as LoggedEvent;
    return this.indexOf(last.position) === null ? { kind: 'not-ready' } : { kind: 'done', last };
  }

  private async write(stream: string, events: readonly Proposed[]): Promise<LoggedEvent> {
    const line: Line = { stream, created: String(BigInt(Math.round(this.clock() * 10)) * (TICKS / 10n)), events };
    const text = `${JSON.stringify(line)}\n`;
    const last = this.add(line, text);
    await new Promise<void>((resolve) => {
      this.waiting.push({ text, shown: resolve });
      void this.flush();
    });
    return last;
  }

  private add({ stream, created, events }: Line, text: string): LoggedEvent {
    const there = this.streams.get(stream) ?? [];
    this.streams.set(stream, there);
    for (const [index, proposed] of events.entries()) {
      const event = { position: BigInt(this.length + index * 16), stream, revision: there.length, created: BigInt(created) + BigInt(index) * BETWEEN, proposed };
      there.push(event);
      this.all.push(event);
    }
    this.length += Buffer.byteLength(text);
    return this.all.at(-1) as LoggedEvent;
  }

  /** Appends that come while the disk is busy share the next round. */
  private async flush(): Promise<void> {
    if (this.writing) return;
    this.writing = true;
    while (this.waiting.length > 0) {
      const round = this.waiting;
      this.waiting = [];
      const end = this.all.length;
      await this.file.appendFile(round.map(({ text }) => text).join(''));
      await this.file.datasync();
      this.visible = end;
      for (const { shown } of round) shown();
      for (const watcher of this.watchers) watcher();
    }
    this.writing = false;
  }
}
