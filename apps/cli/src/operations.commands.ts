import { readFileSync } from 'node:fs';
import type { Command } from 'commander';
import { table } from './table';
import type { Server } from './server';

interface Projection {
  readonly view: string;
  readonly version: number;
  readonly lagEvents: number;
  readonly lagSeconds: number;
  readonly parked: number;
  readonly state: { readonly kind: string };
  readonly trouble: string | null;
  readonly rebuild: { readonly state: string; readonly outcome: string | null; readonly progress: { readonly position: string; readonly head: string } | null } | null;
}

const POLL = 500;

/** What operations do at a terminal: the same routes as the page will use. */
export function operations(program: Command, server: () => Server, print: (text: string) => void): void {
  const projections = async (): Promise<readonly Projection[]> => (await server().get<{ projections: readonly Projection[] }>('/ops/projections')).projections;

  program.command('status').description('projections: how far they are, what is parked').action(async () => {
    print(table(['projection', 'version', 'state', 'behind (events)', 'behind (s)', 'parked', 'trouble'], (await projections()).map((one) => [one.view, one.version, one.state.kind, one.lagEvents, Math.round(one.lagSeconds), one.parked, one.trouble ?? ''])));
  });

  program.command('rebuild').argument('<view>').description('builds a projection anew beside the running one; Ctrl-C cancels it').action(async (view: string) => {
    await server().post(`/ops/projections/${encodeURIComponent(view)}/rebuild`);
    const cancel = (): void => void server().delete(`/ops/projections/${encodeURIComponent(view)}/rebuild`);
    process.once('SIGINT', cancel);
    for (;;) {
      const rebuild = (await projections()).find((one) => one.view === view)?.rebuild;
      if (rebuild?.state !== 'running') {
        process.off('SIGINT', cancel);
        print(`${view}: ${rebuild?.outcome ?? 'nothing to tell'}`);
        if (rebuild?.outcome !== 'flipped') process.exitCode = 1;
        return;
      }
      if (process.stderr.isTTY && rebuild.progress !== null) process.stderr.write(`\r${view}: ${rebuild.progress.position} of ${rebuild.progress.head} `);
      await new Promise((resolve) => setTimeout(resolve, POLL));
    }
  });

  program.command('retry').argument('<view>').argument('<lane>').description('folds the parked events of a lane, in order').action(async (view: string, lane: string) => {
    print(JSON.stringify(await server().post(`/ops/projections/${encodeURIComponent(view)}/retry`, { lane })));
  });

  const quarantine = program.command('quarantine').description('what came in and could not be taken');
  quarantine.command('list').option('--status <status>', 'waiting, accepted or discarded', 'waiting').action(async ({ status }: { status: string }) => {
    const { items } = await server().get<{ items: readonly { itemId: string; recordedAt: string; door: string; line: number | null; code: string; message: string | null }[] }>(`/ops/quarantine?limit=200&status=${encodeURIComponent(status)}`);
    print(items.length === 0 ? `nothing is ${status}` : table(['item', 'since (UTC)', 'door', 'line', 'code', 'message'], items.map((item) => [item.itemId, item.recordedAt, item.door, item.line ?? '', item.code, item.message ?? ''])));
  });
  quarantine.command('show').argument('<item>').action(async (item: string) => print(JSON.stringify(await server().get(`/ops/quarantine/${encodeURIComponent(item)}`), null, 2)));
  quarantine.command('resubmit').argument('<item>').option('--file <json>', 'the event as it should have been').action(async (item: string, { file }: { file?: string }) => {
    const body = file === undefined ? {} : { event: JSON.parse(readFileSync(file, 'utf8')) as unknown };
    print(JSON.stringify(await server().post(`/ops/quarantine/${encodeURIComponent(item)}/resubmit`, body)));
  });
  quarantine.command('discard').argument('<item>').option('--reason <text>').action(async (item: string, options: { reason?: string }) => {
    await server().post(`/ops/quarantine/${encodeURIComponent(item)}/discard`, options);
    print('discarded');
  });
}
