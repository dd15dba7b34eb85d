import { Option, type Command } from 'commander';
import type { Server } from './server';
import { table } from './table';

interface CreatedKey {
  readonly keyId: string;
  readonly kind: string;
  readonly actor: string;
  readonly key: string;
}

interface ListedKey {
  readonly keyId: string;
  readonly kind: string;
  readonly actor: string;
  readonly createdAt: string;
  readonly disabled: boolean;
}

export function addKey(program: Command, server: () => Server): void {
  const key = program.command('key').description('bearer keys: staff may do everything, a source may only send events');

  key
    .command('create')
    .description('make a key with an actor of its own; it is shown this once')
    .addOption(new Option('--kind <kind>', 'what it is for').choices(['staff', 'source']).makeOptionMandatory())
    .requiredOption('--name <name>', 'what or whom it is for, at most 200 characters')
    .addHelpText('after', '\nExample:\n  $ throughline key create --kind source --name "web shop"')
    .action(async (options: { kind: string; name: string }) => tell(await server().read<CreatedKey>('POST', '/ops/keys', { body: options })));

  key
    .command('rotate')
    .description('a new key for the same actor; disable the old one when nobody uses it any more')
    .argument('<id>', 'of the key, as "key list" shows it')
    .addHelpText('after', '\nExample:\n  $ throughline key rotate 0199c0de-…')
    .action(async (id: string) => tell(await server().read<CreatedKey>('POST', `/ops/keys/${encodeURIComponent(id)}/rotate`)));

  key
    .command('list')
    .description('all keys there are; the keys themselves are not kept, only their hashes')
    .addHelpText('after', '\nExample:\n  $ throughline key list')
    .action(async () => {
      const { keys } = await server().read<{ keys: readonly ListedKey[] }>('GET', '/ops/keys');
      process.stdout.write(table(['ID', 'KIND', 'ACTOR', 'CREATED', 'STATE'], keys.map((one) => [one.keyId, one.kind, one.actor, one.createdAt, one.disabled ? 'disabled' : 'in use'])));
    });

  key
    .command('disable')
    .description('this key opens nothing any more, from now on and for ever')
    .argument('<id>', 'of the key, as "key list" shows it')
    .addHelpText('after', '\nExample:\n  $ throughline key disable 0199c0de-…')
    .action(async (id: string) => {
      await server().ask('DELETE', `/ops/keys/${encodeURIComponent(id)}`);
      process.stdout.write('disabled\n');
    });
}

/** The key alone on stdout, so that a script can take it; what is about it on stderr. */
function tell({ keyId, actor, key }: CreatedKey): void {
  process.stderr.write(`Key ${keyId} of ${actor}. It is shown only now:\n`);
  process.stdout.write(`${key}\n`);
}
