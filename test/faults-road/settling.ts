import { setTimeout as pause } from 'node:timers/promises';
import { FaultFound } from '../faults/fault-found';
import type { Scene } from './disturbances';

/** Milliseconds. */
const SETTLES_WITHIN = 120_000;
const BETWEEN = 250;

/** Resolves when nothing is underway any more: processes, relay and shelves have everything, and have had it for a moment. */
export async function untilSettled(scene: Scene): Promise<void> {
  let missing = await whatIsMissing(scene);
  for (const end = Date.now() + SETTLES_WITHIN; missing !== null; missing = await whatIsMissing(scene)) {
    if (Date.now() > end) throw new FaultFound(`it does not settle within ${SETTLES_WITHIN / 1_000} s: ${missing}`);
    for (const copy of scene.copies) copy.check();
    await pause(BETWEEN);
  }
}

/** `null` = nothing. */
async function whatIsMissing({ inside, copies: [copy] }: Scene): Promise<string | null> {
  const head = await inside.store.head();
  if (!(await inside.isRelayed())) return 'the relay is not at the end of the store';
  if (copy.door === null) return `${copy.settings.name} is not there`;
  const { processes } = (await copy.door.ask('/ops/processes')) as { processes: readonly { process: string; lagEvents: number; nextDue: string | null; trouble: string | null }[] };
  for (const { process, lagEvents, nextDue, trouble } of processes) if (lagEvents > 0 || (nextDue !== null && Date.parse(nextDue) < Date.now() + BETWEEN)) return `the process ${process} is ${lagEvents} events behind, its next time is ${nextDue}, trouble ${trouble}`;
  const { projections } = (await copy.door.ask('/ops/projections')) as { projections: readonly { view: string; lagEvents: number; active: unknown; trouble: string | null }[] };
  for (const { view, lagEvents, active, trouble } of projections) if (lagEvents > 0 || active === null) return `${view} is ${lagEvents} events behind, trouble ${trouble}`;
  return (await inside.store.head()) === head ? null : 'something was recorded meanwhile';
}
