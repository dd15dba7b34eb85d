import { Option, type Command } from 'commander';
import { setTimeout as pause } from 'node:timers/promises';
import { linesOf } from './lines';
import { cancellable } from './progress';
import { Failure, Refused } from './refused';
import type { Server } from './server';
import { plain } from './table';

interface Entry {
  readonly id: string;
  readonly effectiveAt: string;
  readonly context: string;
  readonly channel: string | null;
  readonly actor: string;
  readonly text: { readonly en: string; readonly de: string };
}

interface Page {
  readonly entries: readonly Entry[];
  readonly older: string | null;
  readonly live: string;
  readonly incompleteSince: string | null;
}

type Language = keyof Entry['text'];

/** Milliseconds before a lost line is tried again. */
const AGAIN = 2_000;

export function addTimeline(program: Command, server: () => Server): void {
  program
    .command('timeline')
    .description("a customer's timeline, oldest of the page first, one entry a line")
    .argument('<identifier>', 'any of his: jane@example.com, "+49 30 1234567", user:c-4711, company:Acme')
    .addOption(new Option('--lang <language>', 'of the text').choices(['en', 'de']).default('en'))
    .addOption(new Option('--limit <count>', 'the newest so many, at most 200').default('50'))
    .option('--as-of <time>', 'as it was then, 2026-03-01T00:00:00Z')
    .option('--known-at <time>', 'as it was known then')
    .option('--follow', 'stay, and show what happens; Ctrl-C ends')
    .addHelpText('after', '\nExample:\n  $ throughline timeline jane@example.com --follow --lang de')
    .action(async (identifier: string, options: { lang: Language; limit: string; asOf?: string; knownAt?: string; follow?: boolean }) => {
      if (options.follow === true && (options.asOf ?? options.knownAt) !== undefined) throw new Failure('--follow shows what happens now; it does not go with --as-of or --known-at');
      const path = `/customers/${encodeURIComponent(identifier)}/timeline`;
      const page = await server().read<Page>('GET', path, { query: { limit: options.limit, asOf: options.asOf, knownAt: options.knownAt } });
      if (page.incompleteSince !== null) process.stderr.write(`Incomplete since ${page.incompleteSince}: some events are parked, see "throughline status"\n`);
      if (page.older !== null) process.stderr.write('There are older entries; --limit shows more\n');
      if (page.entries.length === 0) process.stderr.write('nothing is recorded\n');
      for (const entry of page.entries.toReversed()) tell(entry, options.lang);
      if (options.follow === true) await cancellable((signal) => follow(server(), path, page.live, options.lang, signal));
    });
}

/** Goes on from the last entry that was seen when the line was lost. What came twice is told once. */
async function follow(server: Server, path: string, live: string, language: Language, signal: AbortSignal): Promise<void> {
  const told = new Set<string>();
  let mark = live;
  while (!signal.aborted) {
    try {
      const response = await server.ask('GET', `${path}/live`, { headers: { Accept: 'text/event-stream', 'Last-Event-ID': mark }, signal });
      let event = '';
      for await (const line of linesOf(response.body as unknown as AsyncIterable<Uint8Array>)) {
        const [, field, value = ''] = /^(id|event|data): (.*)$/.exec(line) ?? [];
        if (field === 'id') mark = value;
        if (field === 'event') event = value;
        if (field !== 'data' || event !== 'entry') continue;
        const entry = JSON.parse(value) as Entry;
        if (!told.has(entry.id)) tell(entry, language);
        told.add(entry.id);
      }
    } catch (error) {
      if (signal.aborted) return;
      if (error instanceof Refused && error.status < 500) throw error;
      process.stderr.write('the line is lost, trying again …\n');
    }
    await pause(AGAIN, undefined, { signal }).catch(() => undefined);
  }
}

function tell(entry: Entry, language: Language): void {
  const where = entry.channel === null ? entry.context : `${entry.context}/${entry.channel}`;
  process.stdout.write(`${localTime(entry.effectiveAt)}  ${plain(where).padEnd(16)}  ${plain(entry.text[language])}\n`);
}

/** In the zone of the terminal, with its offset, so that a copied line stays true. */
function localTime(instant: string): string {
  const date = new Date(instant);
  const offset = -date.getTimezoneOffset();
  const shifted = new Date(date.getTime() + offset * 60_000).toISOString().slice(0, 19).replace('T', ' ');
  const [hours, minutes] = [Math.floor(Math.abs(offset) / 60), Math.abs(offset) % 60].map((part) => String(part).padStart(2, '0'));
  return `${shifted}${offset < 0 ? '-' : '+'}${hours}:${minutes}`;
}
