import { duration } from './progress';
import type { Server } from './server';
import { table } from './table';

interface Process {
  readonly process: string;
  readonly lagEvents: number;
  readonly lagSeconds: number;
  readonly waiting: number;
  readonly nextDue: string | null;
  readonly failed: number;
  readonly trouble: string | null;
}

/** Empty where none runs. */
export async function processesTable(server: Server): Promise<string> {
  const { processes } = await server.read<{ processes: readonly Process[] }>('GET', '/ops/processes');
  if (processes.length === 0) return '';
  const rows = processes.map((one) => [one.process, one.lagEvents, one.lagEvents === 0 ? '–' : duration(one.lagSeconds), one.waiting, one.nextDue ?? '–', one.failed, one.trouble]);
  return `\n${table(['PROCESS', 'BEHIND', 'SINCE', 'WAITING', 'NEXT DUE', 'FAILED', 'TROUBLE'], rows)}`;
}
