import { Command } from 'commander';
import { importFile } from './import.command';
import { operations } from './operations.commands';
import { Refused, Server } from './server';
import { table } from './table';

interface Key {
  readonly keyId: string;
  readonly kind: string;
  readonly source: string;
  readonly createdAt: string;
  readonly disabled: boolean;
}

const program = new Command('throughline')
  .description('speaks to a running Throughline over HTTP')
  .option('--url <url>', 'where it is', process.env['THROUGHLINE_URL'] ?? 'http://127.0.0.1:3000')
  .option('--key <key>', 'a bearer key; default: THROUGHLINE_KEY')
  .addHelpText('after', '\nExamples:\n  throughline key create --kind source --name "our shop"\n  throughline import history.ndjson.gz\n  throughline status\n');

const print = (text: string): void => void process.stdout.write(`${text}\n`);

function server(): Server {
  const { url, key } = program.opts<{ url: string; key?: string }>();
  return new Server({ url: url.replace(/\/$/, ''), key: key ?? process.env['THROUGHLINE_KEY'] });
}

program
  .command('import')
  .argument('<file>', 'NDJSON, one CloudEvent a line; .gz is unzipped, - reads what comes in')
  .description('sends history, in file order; repeating it doubles nothing')
  .action(async (file: string) => {
    process.exitCode = await importFile(server(), file);
  });

const keys = program.command('key').description('bearer keys');
keys
  .command('create')
  .requiredOption('--kind <kind>', 'staff reads and commands, source only writes')
  .requiredOption('--name <name>', 'what it is for')
  .action(async (body: { kind: string; name: string }) => {
    const { key, keyId } = await server().post<{ key: string; keyId: string }>('/ops/keys', body);
    process.stderr.write(`Key ${keyId}, shown only now:\n`);
    print(key);
  });
keys.command('list').action(async () => {
  const { keys: known } = await server().get<{ keys: readonly Key[] }>('/ops/keys');
  print(table(['key', 'kind', 'source', 'made (UTC)', 'disabled'], known.map((key) => [key.keyId, key.kind, key.source, key.createdAt, key.disabled ? 'yes' : ''])));
});
keys.command('rotate').argument('<key id>').description('another key for the same source').action(async (id: string) => {
  print((await server().post<{ key: string }>(`/ops/keys/${encodeURIComponent(id)}/rotate`)).key);
});
keys.command('disable').argument('<key id>').action(async (id: string) => {
  await server().delete(`/ops/keys/${encodeURIComponent(id)}`);
  print('disabled');
});

program
  .command('timeline')
  .argument('<identifier>')
  .option('--lang <language>', 'en or de', 'en')
  .option('--limit <number>', 'entries', '20')
  .description('the newest entries of a customer')
  .action(async (identifier: string, { lang, limit }: { lang: string; limit: string }) => {
    const { entries } = await server().get<{ entries: readonly { effectiveAt: string; text: Record<string, string> }[] }>(`/customers/${encodeURIComponent(identifier)}/timeline?limit=${encodeURIComponent(limit)}`);
    print(entries.length === 0 ? 'nothing was recorded' : entries.map(({ effectiveAt, text }) => `${effectiveAt}  ${text[lang] ?? text['en']}`).join('\n'));
  });

operations(program, server, print);

program.parseAsync().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Refused ? error.message : error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
  process.exitCode = 1;
});
