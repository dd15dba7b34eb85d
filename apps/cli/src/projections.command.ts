import type { Command } from 'commander';
import { setTimeout as pause } from 'node:timers/promises';
import { processesTable } from './processes';
import { cancellable, duration, Progress } from './progress';
import { Failure } from './refused';
import type { Server } from './server';
import { table } from './table';

interface Difference {
  readonly lanesCompared: number;
  readonly lanesDiffering: number;
}

interface Projection {
  readonly view: string;
  readonly version: number;
  readonly active: { readonly version: number } | null;
  readonly position: string | null;
  readonly head: string | null;
  readonly lagEvents: number;
  readonly lagSeconds: number;
  readonly parked: number;
  readonly state: { readonly kind: string; readonly difference?: Difference; readonly code?: string | null };
  readonly trouble: string | null;
  readonly rebuild: { readonly state: 'running' | 'done' | 'failed'; readonly outcome: string | null; readonly progress: { readonly position: string; readonly head: string; readonly events: number } | null } | null;
}

/** Milliseconds between two looks at a running rebuild. */
const LOOK_EVERY = 400;

export function addProjections(program: Command, server: () => Server): void {
  program
    .command('status')
    .description('projections and processes: how far behind they are, what is parked, failed or waiting, what goes wrong')
    .addHelpText('after', '\nExample:\n  $ throughline status')
    .action(async () => void process.stdout.write(statusTable(await projections(server())) + (await processesTable(server()))));

  program
    .command('rebuild')
    .description('build a view anew beside the running one, compare both, then let readers see it')
    .argument('<view>', 'as "status" shows it')
    .addHelpText('after', '\nCtrl-C cancels; the running view is never touched before the new one is complete.\nExample:\n  $ throughline rebuild timeline')
    .action((view: string) => rebuild(server(), view));

  program
    .command('confirm')
    .description('answer a raised version that was built and waits, because it differs from the one before')
    .argument('<view>', 'as "status" shows it')
    .option('--no', 'readers stay with the version they see')
    .addHelpText('after', '\nExamples:\n  $ throughline confirm timeline\n  $ throughline confirm timeline --no')
    .action(async (view: string, { no }: { no?: boolean }) => {
      await server().ask('POST', `${pathOf(view)}/confirm`, { body: { yes: no !== true } });
      process.stdout.write(no === true ? 'the new version is dropped\n' : 'readers go over to the new version\n');
    });

  program
    .command('parked')
    .description('the events a view could not fold, and the later ones of their lanes that wait behind them')
    .argument('<view>', 'as "status" shows it')
    .addHelpText('after', '\nExample:\n  $ throughline parked timeline')
    .action(async (view: string) => {
      const { parked } = await server().read<{ parked: readonly { position: string; lane: string; type: string; recordedAt: string; reason: string; failed: boolean }[] }>('GET', `${pathOf(view)}/parked`);
      if (parked.length === 0) process.stderr.write('nothing is parked\n');
      else process.stdout.write(table(['POSITION', 'LANE', 'TYPE', 'RECORDED', 'WHY'], parked.map((event) => [event.position, event.lane, event.type, event.recordedAt, event.failed ? event.reason : 'waits behind another'])));
    });

  program
    .command('retry')
    .description('fold the parked events of a lane again, in order')
    .argument('<view>', 'as "status" shows it')
    .argument('<lane>', 'as "parked" shows it')
    .addHelpText('after', '\nExample:\n  $ throughline retry timeline company:Acme')
    .action(async (view: string, lane: string) => {
      const outcome = await server().read<{ kind: string; folded: number; position?: string; reason?: string }>('POST', `${pathOf(view)}/retry`, { body: { lane } });
      if (outcome.kind !== 'done') throw new Failure(`${outcome.folded} folded, then the event at position ${outcome.position} failed again: ${outcome.reason}`);
      process.stdout.write(`${outcome.folded} folded, nothing of this lane is parked any more\n`);
    });
}

async function rebuild(server: Server, view: string): Promise<void> {
  await server.ask('POST', `${pathOf(view)}/rebuild`);
  const started = Date.now();
  const progress = new Progress(`Rebuilding ${view}`, 1);
  const last = await cancellable((signal) => watched(server, view, progress, signal)).finally(() => progress.end());
  if (last === 'cancelled') throw new Failure('cancelled; readers see the view as it was', 130);
  if (last.outcome === 'digests-differ')
    throw new Failure('the new view differs from the running one although the version is the same: nothing was changed. The view is not pure, or its shelf is damaged; the log of the server has more');
  if (last.outcome !== 'flipped') throw new Failure(`not rebuilt: ${last.outcome ?? last.state}`);
  process.stdout.write(`rebuilt from ${(last.progress?.events ?? 0).toLocaleString('en')} events in ${duration((Date.now() - started) / 1000)}; readers see it now\n`);
}

type Watched = NonNullable<Projection['rebuild']> | 'cancelled';

async function watched(server: Server, view: string, progress: Progress, signal: AbortSignal): Promise<Watched> {
  for (;;) {
    const projection = (await projections(server)).find((one) => one.view === view);
    const run = projection?.rebuild ?? null;
    if (projection === undefined || run === null) throw new Failure('the server does not know of this rebuild any more; was it restarted? Begin again');
    if (run.state !== 'running') return signal.aborted ? 'cancelled' : run;
    show(progress, run.progress);
    if (projection.state.kind === 'awaiting-confirmation') throw new Failure(waiting(view, projection.state.difference));
    if (signal.aborted) await cancel(server, view);
    else await pause(LOOK_EVERY, undefined, { signal }).catch(() => undefined);
  }
}

function show(progress: Progress, at: NonNullable<Projection['rebuild']>['progress']): void {
  if (at === null) return;
  progress.show({ done: Math.max(0, Number(at.position)), total: Math.max(1, Number(at.head)), saying: `${at.events.toLocaleString('en')} events` });
}

/** It may have ended in the same moment; then there is nothing to cancel. */
async function cancel(server: Server, view: string): Promise<void> {
  await server.ask('DELETE', `${pathOf(view)}/rebuild`).catch((error: unknown) => {
    if ((error as { status?: number }).status !== 404) throw error;
  });
  await pause(LOOK_EVERY);
}

function waiting(view: string, difference: Difference | undefined): string {
  const much = difference === undefined ? '' : ` (${difference.lanesDiffering} of ${difference.lanesCompared} lanes)`;
  return `the new version is built and differs from what readers see${much}. Decide with: throughline confirm ${view}   or   throughline confirm ${view} --no`;
}

async function projections(server: Server): Promise<readonly Projection[]> {
  return (await server.read<{ projections: readonly Projection[] }>('GET', '/ops/projections')).projections;
}

function statusTable(all: readonly Projection[]): string {
  const rows = all.map((one) => [
    one.view,
    one.active === null ? `– (${one.version})` : one.active.version === one.version ? String(one.version) : `${one.active.version} (${one.version})`,
    one.state.code === undefined || one.state.code === null ? one.state.kind : `${one.state.kind} ${one.state.code}`,
    one.position,
    one.head,
    one.lagEvents,
    one.lagEvents === 0 ? '–' : duration(one.lagSeconds),
    one.parked,
    one.trouble,
  ]);
  return table(['VIEW', 'VERSION', 'STATE', 'POSITION', 'HEAD', 'BEHIND', 'SINCE', 'PARKED', 'TROUBLE'], rows);
}

function pathOf(view: string): string {
  return `/ops/projections/${encodeURIComponent(view)}`;
}
