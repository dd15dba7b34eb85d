import type { NewEvent, StoredEvent } from '@throughline/kernel';
import type { Group } from './appender';

/** Events that are brought over by one append. */
export interface Run {
  readonly first: StoredEvent;
  readonly group: Group;
}

interface Checked {
  readonly event: StoredEvent;
  readonly body: string;
  readonly recordedAt: number;
}

/** Events and their bytes in one append at most: the server takes 1 MiB at once. */
const MOST_EVENTS = 100;
const MOST_BYTES = 512 * 1024;

/** Neighbours of one stream and one time share an append, as they did where they come from: an append has one time. */
export function runsOf(events: readonly Checked[]): readonly Run[] {
  const runs: Checked[][] = [];
  let bytes = 0;
  for (const checked of events) {
    const run = runs.at(-1);
    const last = run?.at(-1);
    const size = Buffer.byteLength(checked.body);
    bytes += size;
    if (run !== undefined && last !== undefined && run.length < MOST_EVENTS && bytes <= MOST_BYTES && follows(last, checked)) run.push(checked);
    else {
      runs.push([checked]);
      bytes = size;
    }
  }
  return runs.map(runOf);
}

function follows(last: Checked, next: Checked): boolean {
  return next.event.stream === last.event.stream && next.recordedAt === last.recordedAt && next.event.revision === last.event.revision + 1;
}

function runOf(run: readonly Checked[]): Run {
  const { event: first, recordedAt } = run[0] as Checked;
  const bodies = run.map(({ body }) => body);
  const group: Group = {
    stream: first.stream,
    expected: first.revision === 0 ? 'no-stream' : first.revision - 1,
    events: bodies.map((body) => JSON.parse(body) as NewEvent),
    sizes: bodies.map((body) => Buffer.byteLength(body)),
    recorded: recordedAt,
  };
  return { first, group };
}
