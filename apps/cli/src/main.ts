import { Command, Option } from 'commander';
import { addExport } from './export.command';
import { addImport } from './import.command';
import { addKey } from './key.command';
import { addMember } from './member.command';
import { addProjections } from './projections.command';
import { addQuarantine } from './quarantine.command';
import { Failure, Refused } from './refused';
import { addRestore } from './restore.command';
import { Server } from './server';
import { plain } from './table';
import { addTimeline } from './timeline.command';

const EXAMPLES = `
Examples:
  $ export THROUGHLINE_KEY=tl_staff_…      the key that the first start printed
  $ throughline import history.ndjson.gz   bulk history, one CloudEvent a line
  $ throughline timeline jane@example.com --follow
  $ throughline status

Exit codes: 0 done, 1 failed, 2 done but some lines wait in quarantine, 130 cancelled.`;

function program(): Command {
  const throughline = new Command('throughline')
    .description('The command line of Throughline: speaks HTTP to a running server. Only export and restore open a company themselves, at rest.')
    .addOption(new Option('--url <url>', 'address of the server').env('THROUGHLINE_URL').default('http://127.0.0.1:3000'))
    .addOption(new Option('--key <key>', 'a staff or source key; better as a variable, others can see arguments').env('THROUGHLINE_KEY'))
    .addHelpText('after', EXAMPLES)
    .showHelpAfterError('(throughline --help says more)')
    .configureHelp({ showGlobalOptions: true });
  const server = (): Server => new Server(throughline.opts<{ url: string; key?: string }>());
  addExport(throughline);
  addImport(throughline, server);
  addKey(throughline, server);
  addMember(throughline, server);
  addProjections(throughline, server);
  addQuarantine(throughline, server);
  addRestore(throughline);
  addTimeline(throughline, server);
  return throughline;
}

/** What the server refused and what a person can do something about is a sentence; only our own faults show a stack. */
function explain(error: unknown): string {
  if (error instanceof Refused) return [`${error.message} (${error.code})`, ...error.errors.map(({ path, message }) => `  ${path} ${message}`)].join('\n');
  if (error instanceof Failure) return error.message;
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}

// `throughline timeline … | head` closes our output early, and that is all it wanted.
process.stdout.on('error', (error: NodeJS.ErrnoException) => process.exit(error.code === 'EPIPE' ? 0 : 1));

program()
  .parseAsync()
  .catch((error: unknown) => {
    process.stderr.write(`throughline: ${plain(explain(error))}\n`);
    process.exitCode = error instanceof Failure ? error.exitCode : 1;
  });
