import path from 'node:path';
import type { Measured } from './harness';
import { http } from './http';
import { ingest } from './ingest';
import { million } from './million';
import { page } from './page';
import { reading } from './reading';
import { machine, rewrite, table } from './report';
import { single } from './single';

const HELP = `npm run bench -- [--quick] [--only NAME] [--write]

  --quick       a tenth of the work, to try it out; the figures mean little
  --only NAME   ingest, single, reading, page, http or million
  --write       puts the figures into docs/performance.md
`;

const isQuick = process.argv.includes('--quick');
const of = (full: number, quick: number): number => (isQuick ? quick : full);

const ITEMS: Readonly<Record<string, () => Promise<readonly Measured[]>>> = {
  ingest: () => ingest(of(15, 3)),
  single: () => single(of(100, 20), of(40, 5)),
  reading: () => reading(of(60_000, 5_000)),
  page: () => page(of(500, 60)),
  http: () => http(of(80, 8)),
  million: () => million(of(1_000_000, 50_000)),
};

async function main(): Promise<void> {
  if (process.argv.includes('--help')) return void process.stdout.write(HELP);
  const only = process.argv[process.argv.indexOf('--only') + 1];
  const names = process.argv.includes('--only') ? [only ?? ''] : Object.keys(ITEMS);
  const where = machine(new Date());
  const measured: Measured[] = [];
  for (const name of names) {
    const item = ITEMS[name];
    if (item === undefined) throw new Error(`there is no ${name}; see --help`);
    process.stderr.write(`${name} …\n`);
    measured.push(...(await item()));
    globalThis.gc?.();
  }
  const text = `${where}\n\n${table(measured)}`;
  process.stdout.write(`${text}\n`);
  if (process.argv.includes('--write')) rewrite(path.join(__dirname, '../../../docs/performance.md'), text);
  if (measured.some(({ met }) => met === false)) process.exitCode = 1;
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
  process.exitCode = 1;
});
