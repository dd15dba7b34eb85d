import path from 'node:path';
import type { Measured } from './harness';
import { http } from './http';
import { ingest } from './ingest';
import { latency } from './latency';
import { million } from './million';
import { page } from './page';
import { projection } from './projection';
import { reading } from './reading';
import { relay } from './relay';
import { machine, rewrite, table } from './report';
import { openServers, type Servers } from './servers';
import { single } from './single';

const HELP = `npm run bench -- [--quick] [--only NAME] [--million] [--servers]

  --quick       a tenth of the work, to try it out; the figures mean little
  --only NAME   ingest, single, reading, page, http or million; with --servers: relay, projection or latency
  --million     a million events as well
  --servers     the distributed set-up instead, on EVENTSTORE_URL, KAFKA_BROKERS and MONGODB_URL; those that are not set are
                started here (needs Java 17 and Maven), and the figures say which were used

A whole run puts its figures into docs/performance.md; --quick and --only do not, but for "--only million".
`;

const isQuick = process.argv.includes('--quick');
const of = (full: number, quick: number): number => (isQuick ? quick : full);

type Item = () => Promise<readonly Measured[]>;

const ITEMS: Readonly<Record<string, Item>> = {
  ingest: () => ingest(of(15, 3)),
  single: () => single(of(200, 20), of(40, 5)),
  reading: () => reading(of(60_000, 15_000)),
  page: () => page(of(300, 60)),
  http: () => http(of(80, 16)),
};
const MILLION: Readonly<Record<string, Item>> = { million: () => million(of(1_000_000, 50_000)) };
const SERVERS: Readonly<Record<string, (servers: Servers) => Promise<readonly Measured[]>>> = {
  relay: (servers) => relay(servers, of(50_000, 10_000), of(30_000, 5_000), of(5, 2)),
  projection: (servers) => projection(servers, of(30_000, 6_000), of(5, 2)),
  latency: (servers) => latency(servers, of(1_000, 200), of(40, 5)),
};

async function run(items: Readonly<Record<string, Item>>, where = machine(new Date())): Promise<{ readonly text: string; readonly isMet: boolean }> {
  const measured: Measured[] = [];
  for (const [name, item] of Object.entries(items)) {
    process.stderr.write(`${name} …\n`);
    measured.push(...(await item()));
    globalThis.gc?.();
  }
  return { text: `${where}\n\n${table(measured)}`, isMet: measured.every(({ met }) => met !== false) };
}

const RESULTS = path.join(__dirname, '../../../docs/performance.md');

/** A machine that starts servers for itself is busy with that: how busy it was is looked at before. */
async function distributed(only: string | null): Promise<void> {
  const where = machine(new Date());
  const servers = await openServers(process.env);
  try {
    const items = Object.entries(SERVERS).filter(([name]) => only === null || name === only);
    const { text, isMet } = await run(Object.fromEntries(items.map(([name, item]) => [name, () => item(servers)])), `${where} ${servers.said}`);
    process.stdout.write(`${text}\n`);
    if (only === null && !isQuick) rewrite(RESULTS, 'servers', text);
    if (!isMet) process.exitCode = 1;
  } finally {
    await servers.stop();
  }
}

async function main(): Promise<void> {
  if (process.argv.includes('--help')) return void process.stdout.write(HELP);
  const isDistributed = process.argv.includes('--servers');
  const only = process.argv.includes('--only') ? (process.argv[process.argv.indexOf('--only') + 1] ?? '') : null;
  if (only !== null && !(isDistributed ? only in SERVERS : only in ITEMS || only in MILLION)) throw new Error(`there is no ${only}; see --help`);
  if (isDistributed) return distributed(only);
  // The million first: what the others leave in memory is none of its own.
  if (only === 'million' || (only === null && process.argv.includes('--million'))) {
    const { text } = await run(MILLION);
    process.stdout.write(`${text}\n\n`);
    if (!isQuick) rewrite(RESULTS, 'million', text);
  }
  if (only === 'million') return;
  const { text, isMet } = await run(only === null ? ITEMS : { [only]: ITEMS[only] as Item });
  process.stdout.write(`${text}\n`);
  if (only === null && !isQuick) rewrite(RESULTS, 'measured', text);
  if (!isMet) process.exitCode = 1;
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
  process.exitCode = 1;
});
