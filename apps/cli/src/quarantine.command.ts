import { Option, type Command } from 'commander';
import { readFile } from 'node:fs/promises';
import { Failure } from './refused';
import type { Server } from './server';
import { plain, table } from './table';

interface Item {
  readonly itemId: string;
  readonly status: string;
  readonly door: string;
  readonly code: string;
  readonly message: string | null;
  readonly line: number | null;
  readonly bytes: number;
  readonly recordedAt: string;
  readonly attempts: number;
  readonly body?: string | null;
}

export function addQuarantine(program: Command, server: () => Server): void {
  const quarantine = program.command('quarantine').description('what could not be taken at a door: look at it, mend it, send it again');

  quarantine
    .command('list')
    .description('newest first')
    .addOption(new Option('--status <status>', 'which ones').choices(['waiting', 'accepted', 'discarded']).default('waiting'))
    .addOption(new Option('--limit <count>', 'at most so many').default(50).argParser(wholeNumber))
    .addHelpText('after', '\nExample:\n  $ throughline quarantine list')
    .action(async ({ status, limit }: { status: string; limit: number }) => {
      const { items, more } = await listed(server(), status, limit);
      if (items.length === 0) process.stderr.write(`nothing is ${status}\n`);
      else process.stdout.write(table(['ID', 'LINE', 'DOOR', 'CODE', 'WHY', 'RECORDED'], items.map((item) => [item.itemId, item.line, item.door, item.code, item.message, item.recordedAt])));
      if (more) process.stderr.write(`There are more; see them with --limit ${limit * 4}\n`);
    });

  quarantine
    .command('show')
    .description('one item, with the words it came in')
    .argument('<id>')
    .addHelpText('after', '\nExample, to mend one:\n  $ throughline quarantine show 6f9c… --body > fixed.json')
    .option('--body', 'its words only')
    .action(async (id: string, { body: only }: { body?: boolean }) => {
      const { body, ...item } = await server().read<Item>('GET', pathOf(id));
      if (only === true && typeof body !== 'string') throw new Failure('its words were too long to be kept; only their length and digest are known');
      process.stdout.write(only === true ? `${body}\n` : `${plain(JSON.stringify(item, null, 2))}\n\n${plain(body ?? '(too long to be kept)')}\n`);
    });

  quarantine
    .command('resubmit')
    .description('send it again, as it came or mended; it keeps the source it came with')
    .argument('<id>')
    .option('--file <fixed.json>', 'the event as it should have been')
    .addHelpText('after', '\nExample:\n  $ throughline quarantine resubmit 6f9c… --file fixed.json')
    .action(async (id: string, { file }: { file?: string }) => {
      const body = file === undefined ? {} : { event: await eventIn(file) };
      const { status, stream, position } = await server().read<{ status: string; stream: string; position: string }>('POST', `${pathOf(id)}/resubmit`, { body });
      process.stdout.write(`${status}: ${stream} at position ${position}\n`);
    });

  quarantine
    .command('discard')
    .description('it will not be taken; it stays visible under --status discarded')
    .argument('<id>')
    .option('--reason <reason>', 'why, for whoever asks later')
    .addHelpText('after', '\nExample:\n  $ throughline quarantine discard 6f9c… --reason "test data"')
    .action(async (id: string, { reason }: { reason?: string }) => {
      await server().ask('POST', `${pathOf(id)}/discard`, { body: reason === undefined ? {} : { reason } });
      process.stdout.write('discarded\n');
    });
}

/** The server's pages have at most 200 items. */
async function listed(server: Server, status: string, limit: number): Promise<{ readonly items: readonly Item[]; readonly more: boolean }> {
  const items: Item[] = [];
  let after: string | null = null;
  do {
    const page: { items: readonly Item[]; after: string | null } = await server.read('GET', '/ops/quarantine', { query: { status, limit: Math.min(limit - items.length, 200), ...(after === null ? {} : { after }) } });
    items.push(...page.items);
    ({ after } = page);
  } while (after !== null && items.length < limit);
  return { items, more: after !== null };
}

async function eventIn(file: string): Promise<unknown> {
  const text = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    throw new Failure(`${file} cannot be read (${error.code})`);
  });
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new Failure(`${file} is not valid JSON: ${(error as Error).message}`);
  }
}

function wholeNumber(text: string): number {
  if (!/^[1-9]\d{0,5}$/.test(text)) throw new Failure(`--limit is a whole number, not "${text}"`);
  return Number(text);
}

function pathOf(id: string): string {
  return `/ops/quarantine/${encodeURIComponent(id)}`;
}
