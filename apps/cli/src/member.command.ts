import type { Command } from 'commander';
import { setTimeout as pause } from 'node:timers/promises';
import { cancellable, Progress } from './progress';
import { Failure, Refused } from './refused';
import type { Server } from './server';
import { table } from './table';

interface Member {
  readonly staffId: string;
  readonly name: string | null;
  readonly active: boolean;
  readonly office: string | null;
  readonly teams: readonly { readonly name: string | null }[];
}

interface OpenWork {
  readonly total: number;
  readonly items: readonly { readonly stream: string; readonly handOver: { readonly method: string; readonly route: string; readonly body: unknown } }[];
  readonly after: string | null;
}

interface HandedOver {
  readonly done: number;
  /** What was refused, and why. */
  readonly refused: readonly (readonly [stream: string, why: string])[];
}

const PAGE = 200;
/** Lists follow what was done a moment later: so many milliseconds at most, looked at so often. */
const PATIENCE = 30_000;
const LOOK_EVERY = 200;

export function addMember(program: Command, server: () => Server): void {
  const member = program.command('member').description('who works here, and the work of whoever leaves');

  member
    .command('list')
    .description('by name')
    .option('--search <name>', 'part of the name')
    .addHelpText('after', '\nExample:\n  $ throughline member list --search ann')
    .action(async (options: { search?: string }) => void process.stdout.write(memberTable(await everyMember(server(), options.search))));

  member
    .command('hand-over')
    .description('give everything somebody looks after to a colleague, then deactivate him')
    .argument('<id>', 'who leaves, as "member list" shows it')
    .requiredOption('--to <id>', 'who takes it over')
    .option('--stay', 'only hand over; he stays active')
    .option('--reason <reason>', 'why he leaves, for whoever asks later')
    .addHelpText('after', '\nCtrl-C stops; what was handed over until then stays so, and running it again goes on.\nExample:\n  $ throughline member hand-over 0199c0de-… --to 0199c0df-…')
    .action((id: string, options: { to: string; stay?: boolean; reason?: string }) => handOver(server(), id, options));
}

async function handOver(server: Server, id: string, { to, stay, reason }: { to: string; stay?: boolean; reason?: string }): Promise<void> {
  const path = `/team/members/${encodeURIComponent(id)}`;
  const query = { to: to.startsWith('staff:') ? to : `staff:${to}`, limit: PAGE };
  const { total } = await server.read<OpenWork>('GET', `${path}/open-work`, { query });
  const progress = new Progress('Handing over', total);
  const { done, refused } = await cancellable((signal) => giveAll(server, path, { query, total, progress, signal })).finally(() => progress.end());
  if (refused.length > 0) {
    process.stdout.write(table(['WHAT', 'WHY NOT'], refused));
    throw new Failure(`${done} handed over, ${refused.length} not; he stays active`);
  }
  process.stdout.write(`${done} handed over\n`);
  if (stay === true) return;
  await emptied(server, path);
  await server.ask('POST', `${path}/deactivate`, { body: reason === undefined ? {} : { reason } });
  process.stdout.write('deactivated\n');
}

interface Giving {
  readonly query: Readonly<Record<string, string | number>>;
  readonly total: number;
  readonly progress: Progress;
  readonly signal: AbortSignal;
}

/** Page by page: what was given away falls out of the list behind the place where we are. */
async function giveAll(server: Server, path: string, { query, total, progress, signal }: Giving): Promise<HandedOver> {
  const refused: (readonly [string, string])[] = [];
  let done = 0;
  for (let after: string | null | undefined; after !== null; ) {
    const page: OpenWork = await server.read<OpenWork>('GET', `${path}/open-work`, { query: { ...query, ...(after === undefined ? {} : { after }) } });
    for (const { stream, handOver: request } of page.items) {
      if (signal.aborted) throw new Failure(`stopped; ${done} were handed over`, 130);
      const why = await refusalOf(server.ask(request.method, request.route, { body: request.body }));
      if (why === null) done += 1;
      else refused.push([stream, why]);
      progress.show({ done: done + refused.length, total, saying: `${done} handed over` });
    }
    after = page.after;
  }
  return { done, refused };
}

/** One thing that cannot be given away does not keep the others; a server that is gone does. */
async function refusalOf(answer: Promise<unknown>): Promise<string | null> {
  try {
    await answer;
    return null;
  } catch (error) {
    if (error instanceof Refused) return `${error.message} (${error.code})`;
    throw error;
  }
}

async function emptied(server: Server, path: string): Promise<void> {
  for (const until = Date.now() + PATIENCE; Date.now() < until; await pause(LOOK_EVERY)) {
    if ((await server.read<OpenWork>('GET', `${path}/open-work`, { query: { limit: 1 } })).total === 0) return;
  }
  throw new Failure('everything was handed over, but there is open work again: somebody gives him more. Run it once more');
}

async function everyMember(server: Server, search: string | undefined): Promise<readonly Member[]> {
  const members: Member[] = [];
  for (let after: string | null | undefined; after !== null; ) {
    const page: { members: readonly Member[]; after: string | null } = await server.read('GET', '/team/members', { query: { limit: PAGE, search, ...(after === undefined ? {} : { after }) } });
    members.push(...page.members);
    after = page.after;
  }
  return members;
}

function memberTable(members: readonly Member[]): string {
  return table(['ID', 'NAME', 'OFFICE', 'TEAMS', 'STATE'], members.map(({ staffId, name, office, teams, active }) => [staffId, name, office, teams.map((team) => team.name ?? '').join(', '), active ? 'active' : 'inactive']));
}
