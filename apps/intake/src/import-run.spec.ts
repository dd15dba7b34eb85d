// Real: an import from bytes to events, with intake, quarantine, journal, vault and event store in memory.
import { Journal, MemoryEventStore } from '@throughline/event-store';
import type { StoredEvent } from '@throughline/kernel';
import { Metrics, type Principal } from '@throughline/platform';
import { MemoryVault } from '@throughline/vault';
import { Readable } from 'node:stream';
import { ImportRun, type ImportProgress } from './import-run';
import { Intake } from './intake';
import { MAX_LINE } from './lines';

const principal: Principal = { actor: 'source:crm', source: 'crm', kind: 'source' };
const metrics = new Metrics();

let store: MemoryEventStore;
let journal: Journal;

beforeEach(async () => {
  store = new MemoryEventStore();
  journal = await Journal.open(store, new MemoryVault());
});

async function imported(...chunks: readonly (string | Buffer)[]): Promise<ImportProgress> {
  const run = new ImportRun(new Intake(journal, metrics), principal);
  await run.apply(Readable.from(chunks.map((chunk) => Buffer.from(chunk))));
  return run.progress;
}

async function recorded(): Promise<readonly StoredEvent[]> {
  const events: StoredEvent[] = [];
  for await (const event of store.readAll()) events.push(event);
  return (await journal.openEvents(events)).map(({ event }) => event);
}

const event = (n: number, more: object = {}): string => JSON.stringify({ specversion: '1.0', id: String(n), source: '/crm', type: 'crm.call', subject: `user:${n % 7}`, data: { n }, ...more });

it('takes a file in its order, also beyond what shares a commit', async () => {
  const lines = Array.from({ length: 2_345 }, (_, n) => event(n));
  expect(await imported(lines.join('\n'))).toEqual({ lines: 2_345, recorded: 2_345, repeated: 0, quarantined: 0 });
  expect((await recorded()).map(({ sender }) => sender?.id)).toEqual(lines.map((_, n) => String(n)));
});

it('doubles nothing when it is sent again, whole or in part', async () => {
  const lines = [event(1), 'no json', event(2), event(1)];
  expect(await imported(lines.join('\n'))).toEqual({ lines: 4, recorded: 2, repeated: 1, quarantined: 1 });
  const before = (await recorded()).length;
  expect(await imported(lines.join('\r\n'))).toEqual({ lines: 4, recorded: 0, repeated: 3, quarantined: 1 });
  expect((await recorded()).length).toBe(before);
});

it('names for each line it cannot take why, and where it stands in the file', async () => {
  const file = [event(1), '', '{"cut":', Buffer.from([0x7b, 0xff, 0x7d]), event(2, { type: 'identity.nodes-linked' }), 'x'.repeat(MAX_LINE + 5), '[]', event(3)];
  const bytes = Buffer.concat(file.flatMap((line) => [Buffer.from(line), Buffer.from('\n')]));
  expect(await imported(bytes)).toEqual({ lines: 7, recorded: 2, repeated: 0, quarantined: 5 });
  const refused = (await recorded()).filter(({ type }) => type === 'intake.item-quarantined').map(({ data }) => data as { line: number; code: string; bytes: number; body?: string });
  expect(refused.toSorted((a, b) => a.line - b.line)).toEqual([
    expect.objectContaining({ line: 3, code: 'NOT_JSON', body: '{"cut":' }),
    expect.objectContaining({ line: 4, code: 'NOT_UTF8' }),
    expect.objectContaining({ line: 5, code: 'TYPE_CLOSED' }),
    expect.objectContaining({ line: 6, code: 'LINE_TOO_LONG', bytes: MAX_LINE + 5 }),
    expect.objectContaining({ line: 7, code: 'NOT_AN_OBJECT', body: '[]' }),
  ]);
  expect(refused.find(({ code }) => code === 'LINE_TOO_LONG')?.body).toBeUndefined();
});

it('fails with the stream it reads, and keeps what was recorded until then', async () => {
  async function* broken(): AsyncGenerator<Buffer> {
    for (let n = 0; n < 1_200; n++) yield Buffer.from(`${event(n)}\n`);
    throw new Error('the line went dead');
  }
  const run = new ImportRun(new Intake(journal, metrics), principal);
  await expect(run.apply(Readable.from(broken()))).rejects.toThrow('the line went dead');
  expect(run.progress).toEqual({ lines: 1_000, recorded: 1_000, repeated: 0, quarantined: 0 });
  expect((await recorded()).length).toBe(1_000);
});

it('has nothing to do with an empty file', async () => expect(await imported('', '\n\n')).toEqual({ lines: 0, recorded: 0, repeated: 0, quarantined: 0 }));
