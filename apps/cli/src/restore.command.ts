import type { Command } from 'commander';

export function addRestore(program: Command): void {
  program
    .command('restore')
    .description('bring an exported company into an empty data folder or set-up, and compare it with what was exported')
    .requiredOption('--from <folder>', 'the archive that "export" made')
    .option('--data <folder>', 'the data folder to bring it into')
    .option('--master-key <file>', 'the master key the archive was made with, where the target has none yet or another one')
    .addHelpText(
      'after',
      `
Without --data it is where the settings say: the distributed set-up with EVENTSTORE_URL, KAFKA_BROKERS and MONGODB_URL, else
THROUGHLINE_DATA, else ./data. Ids, times, streams and revisions stay; then everything is read back and compared, and the exit code
is 1 where anything differs. Ctrl-C stops, and the same command goes on where it ended; start the company only when it is done.
Examples:
  $ throughline restore --from ./archive --data ./elsewhere --master-key ./data/master.key
  $ EVENTSTORE_URL=… KAFKA_BROKERS=… MONGODB_URL=… THROUGHLINE_MASTER_KEY=… throughline restore --from ./archive`,
    )
    .action(async (options: { from: string; data?: string; masterKey?: string }) => {
      const { restoreFrom } = await import('./at-rest/restore.js');
      await restoreFrom(options);
    });
}
