import 'reflect-metadata';
import { randomInt } from 'node:crypto';
import { parseArgs } from 'node:util';
import { intakeViews } from '../../apps/intake/src/intake.module';
import { opsViews } from '../../apps/ops/src/ops.module';
import { salesViews } from '../../apps/sales/src/sales.module';
import { serviceViews } from '../../apps/service/src/service.module';
import { timelineViews } from '../../apps/timeline/src/timeline.module';
import { chanceOf } from './chance';
import { DataFolder, type RoundReport } from './data-folder';
import { FaultFound } from './fault-found';

const HELP = `Kills the server with kill -9 at random moments under load, starts it again and looks whether it kept its word.

  npm run faults -- [--rounds N] [--seed N] [--verbose]

  --rounds N    how often it is killed; default 200
  --seed N      the same choices again (not the same timing); default a new one
  --verbose     a line per round, also where there is no terminal
`;

/** Rounds one data folder is used for, and how often all of it is looked at again. */
const ROUNDS_PER_FOLDER = 25;
const FULL_EVERY = 10;

const views = [...timelineViews, ...salesViews, ...serviceViews, ...intakeViews, ...opsViews];

/** What all folders before had. */
const total = { rounds: 0, events: 0, underLoad: 0, compared: 0 };

async function run(rounds: number, seed: number, say: (line: string) => void): Promise<void> {
  for (let first = 1; first <= rounds; first += ROUNDS_PER_FOLDER) {
    const folder = new DataFolder(views);
    try {
      for (let round = first; round < Math.min(first + ROUNDS_PER_FOLDER, rounds + 1); round++) {
        const report = await folder.round(String(round), chanceOf(seed, round), round % FULL_EVERY === 0);
        total.rounds += 1;
        if (report.underway > 0) total.underLoad += 1;
        total.compared += report.compared;
        say(lineOf(round, report, folder.ledger.events));
      }
      total.compared += await folder.finish();
      total.events += folder.ledger.events;
    } catch (error) {
      total.events += folder.ledger.events;
      await folder.abandon();
      process.stderr.write(`The data folder is kept: ${folder.path}\n`);
      throw error;
    }
  }
}

function lineOf(round: number, { moment, underway, compared }: RoundReport, events: number): string {
  return `round ${round}: killed while ${moment}, ${underway} requests underway; ${events} events acknowledged${compared > 0 ? `; ${compared} documents and entries equal to the fold` : ''}`;
}

function summary(fault: FaultFound['kind'] | null): string {
  const [lost, doubled] = [fault === 'lost' ? 1 : 0, fault === 'doubled' ? 1 : 0];
  const shelves = fault === null ? `shelves equal (${total.compared} documents and entries compared)` : 'NOT PASSED';
  return `${total.rounds} rounds, ${total.events} events acknowledged, ${total.underLoad} kills under load, ${lost} lost, ${doubled} doubled, ${shelves}\n`;
}

function wholeNumber(text: string | undefined, otherwise: number): number {
  const number = text === undefined ? otherwise : Number(text);
  if (!Number.isSafeInteger(number) || number < 1) throw new TypeError(`${text} is not a whole number above 0`);
  return number;
}

async function main(): Promise<void> {
  const { values } = parseArgs({ options: { rounds: { type: 'string' }, seed: { type: 'string' }, verbose: { type: 'boolean' }, help: { type: 'boolean', short: 'h' } } });
  if (values.help === true) {
    process.stdout.write(HELP);
    return;
  }
  const seed = wholeNumber(values.seed, randomInt(1, 2 ** 31));
  const verbose = values.verbose === true || process.stdout.isTTY;
  try {
    await run(wholeNumber(values.rounds, 200), seed, (line) => verbose && process.stdout.write(`${line}\n`));
    process.stdout.write(summary(null));
  } catch (error) {
    process.stderr.write(`Round ${total.rounds + 1} with --seed ${seed} failed: ${error instanceof FaultFound ? error.message : String((error as Error).stack ?? error)}\n`);
    process.stdout.write(summary(error instanceof FaultFound ? error.kind : 'other'));
    process.exitCode = 1;
  }
}

main().catch((error: unknown) => {
  process.stderr.write(`${String(error)}\n`);
  process.exit(1);
});
