import 'reflect-metadata';
import { randomInt } from 'node:crypto';
import { parseArgs } from 'node:util';
import { everyView } from '../../apps/all-in-one/src/all-in-one.module';
import { chanceOf } from '../faults/chance';
import { FaultFound } from '../faults/fault-found';
import { deckOf, type Disturbance } from './disturbances';
import { Round, type RoundReport } from './round';
import { givenServers, OwnServers, type Servers } from './servers';

const HELP = `Takes away everything the distributed set-up stands on, under load, and looks whether it kept its word.

  npm run faults:road -- [--rounds N] [--events N] [--seed N]

  --rounds N    companies that are set up, disturbed and looked at, one after the other; default 20
  --events N    events that are acknowledged in each; default 10,000
  --seed N      the same choices again (not the same timing); default a new one

Starts Kafka and stand-ins for EventStoreDB and MongoDB. With EVENTSTORE_URL, KAFKA_BROKERS and MONGODB_URL set it uses those
instead: then only processes are killed, stopped and put to sleep, no server and no connection.
`;

/** Of a round; any two rounds together have every kind at least once. */
const DISTURBANCES = 6;

/** What all rounds before had. */
const total = { rounds: 0, events: 0, disturbances: 0, compared: 0 };

async function run(servers: Servers, rounds: number, events: number, seed: number): Promise<void> {
  const cards = cardsOf(servers, rounds * DISTURBANCES, seed);
  for (let number = 1; number <= rounds; number++) {
    const disturbances = cards.slice((number - 1) * DISTURBANCES, number * DISTURBANCES);
    const round = new Round(servers, everyView, { name: `${seed}/${number}`, events, disturbances }, say);
    try {
      const report = await round.run();
      total.compared += report.compared;
      say(lineOf(number, report));
    } catch (error) {
      process.stderr.write(`${round.lastWords}\n`);
      throw error;
    } finally {
      total.rounds += 1;
      total.events += round.ledger.events;
      total.disturbances += disturbances.length;
      await round.tearDown().catch((error: unknown) => process.stderr.write(`Something of the round is left behind: ${String(error)}\n`));
    }
  }
}

/** Pack after pack, each shuffled. */
function cardsOf(servers: Servers, count: number, seed: number): readonly Disturbance[] {
  const chance = chanceOf(seed, 'cards');
  const cards: Disturbance[] = [];
  while (cards.length < count) {
    const pack = [...deckOf(servers)];
    while (pack.length > 0) cards.push(...pack.splice(chance.between(0, pack.length - 1), 1));
  }
  return cards;
}

function lineOf(number: number, { acknowledged, carried, fired, compared, seconds }: RoundReport): string {
  const times = `${seconds.load.toFixed(0)} s under load, ${seconds.settling.toFixed(0)} s until it settled, ${seconds.looking.toFixed(0)} s to look`;
  return `round ${number}: ${acknowledged} events acknowledged, ${carried.events} carried, ${carried.repeats} of them again, ${carried.marks} marks; ${fired} timers fired; ${compared} documents and entries equal to the fold (${times})`;
}

function summary(fault: FaultFound['kind'] | null): string {
  const one = (kind: FaultFound['kind']): number => (fault === kind ? 1 : 0);
  const shelves = fault === null ? `shelves equal (${total.compared} documents and entries compared)` : 'NOT PASSED';
  return `${total.rounds} rounds, ${total.events} events acknowledged, ${total.disturbances} disturbances, ${one('lost')} lost, ${one('doubled')} doubled, ${one('order')} out of order, ${shelves}`;
}

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}

function wholeNumber(text: string | undefined, otherwise: number): number {
  const number = text === undefined ? otherwise : Number(text);
  if (!Number.isSafeInteger(number) || number < 1) throw new TypeError(`${text} is not a whole number above 0`);
  return number;
}

async function main(): Promise<void> {
  const { values } = parseArgs({ options: { rounds: { type: 'string' }, events: { type: 'string' }, seed: { type: 'string' }, help: { type: 'boolean', short: 'h' } } });
  if (values.help === true) return say(HELP);
  const [seed, rounds, events] = [wholeNumber(values.seed, randomInt(1, 2 ** 31)), wholeNumber(values.rounds, 20), wholeNumber(values.events, 10_000)];
  // By `exit`, which takes along whatever was started.
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(1));
  const servers = givenServers(process.env) ?? (await OwnServers.start());
  say(servers.own.length > 0 ? `On ${servers.own.map(({ program }) => program.name).join(', ')}; --seed ${seed}` : `On the servers that were given; --seed ${seed}\nSKIPPED: no server is taken away and no connection is cut, because these belong to somebody`);
  try {
    await run(servers, rounds, events, seed);
    say(summary(null));
  } catch (error) {
    process.stderr.write(`Round ${total.rounds} with --seed ${seed} failed: ${error instanceof FaultFound ? error.message : String((error as Error).stack ?? error)}\n`);
    say(summary(error instanceof FaultFound ? error.kind : 'other'));
    process.exitCode = 1;
  } finally {
    await servers.stop();
  }
}

main()
  .catch((error: unknown) => {
    process.stderr.write(`${String(error)}\n`);
    process.exitCode = 1;
  })
  // At once: connections that were cut while they were being made keep a process busy for ever where it ends by itself.
  .finally(() => process.exit());
