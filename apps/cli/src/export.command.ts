import type { Command } from 'commander';

export function addExport(program: Command): void {
  program
    .command('export')
    .description('take a whole company into a folder: its history, its vault, its attachments')
    .requiredOption('--out <folder>', 'where to; new, or that of an export that was interrupted')
    .option('--data <folder>', 'the data folder of the company; its server must be stopped')
    .addHelpText(
      'after',
      `
Without --data it is the company the settings name: the distributed set-up with EVENTSTORE_URL, KAFKA_BROKERS and MONGODB_URL, else
THROUGHLINE_DATA, else ./data. Ctrl-C stops, and the same command goes on where it ended.
What is personal stays sealed, and all keys are wrapped by the master key: keep that elsewhere, without it an archive opens nothing.
Examples:
  $ throughline export --data ./data --out ./archive
  $ throughline restore --from ./archive --data ./elsewhere`,
    )
    .action(async (options: { out: string; data?: string }) => {
      const { exportTo } = await import('./at-rest/export.js');
      await exportTo(options);
    });
}
