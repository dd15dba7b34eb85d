import { setTimeout as pause } from 'node:timers/promises';
import { FaultFound } from '../faults/fault-found';
import type { Copy } from './copy';
import type { Scene } from './disturbances';

/** Milliseconds; generous, because a slow machine is no fault. */
const SETTLES_WITHIN = 240_000;
const BETWEEN = 250;

interface Projection {
  readonly view: string;
  readonly lagEvents: number;
  readonly lags: readonly number[];
  readonly active: unknown;
  readonly state: unknown;
  readonly trouble: string | null;
}

interface Process {
  readonly process: string;
  readonly lagEvents: number;
  readonly nextDue: string | null;
  readonly trouble: string | null;
}

/** Resolves when nothing is underway any more and nothing will fall due soon: processes, relay and shelves have everything, and have had it for a moment. */
export async function untilSettled(scene: Scene): Promise<void> {
  const end = Date.now() + SETTLES_WITHIN;
  for (let missing = await whatIsMissing(scene); missing !== null; missing = await whatIsMissing(scene)) {
    if (Date.now() > end) throw new FaultFound(`it does not settle within ${SETTLES_WITHIN / 1_000} s: ${missing}\n${(await Promise.all(scene.copies.slice(0, 2).map(situation))).join('\n')}`);
    for (const copy of scene.copies) copy.check();
    await pause(BETWEEN);
  }
}

/** `null` = nothing. */
async function whatIsMissing({ inside, copies: [copy] }: Scene): Promise<string | null> {
  const head = await inside.store.head();
  if (!(await inside.isRelayed())) return 'the relay is not at the end of the store';
  const asked = await Promise.all([processesOf(copy), projectionsOf(copy)]).catch((error: unknown) => String(error));
  if (typeof asked === 'string') return `${copy.settings.name} does not answer: ${asked}`;
  const [processes, projections] = asked;
  const waiting = processes.find(({ lagEvents, nextDue }) => lagEvents > 0 || (nextDue !== null && Date.parse(nextDue) < Date.now() + SETTLES_WITHIN));
  if (waiting !== undefined) return `the process ${waiting.process} is ${waiting.lagEvents} events behind, its next time is ${waiting.nextDue}, trouble ${waiting.trouble}`;
  const behind = projections.find(isBehind);
  if (behind !== undefined) return `${behind.view} is ${behind.lagEvents} events behind`;
  return (await inside.store.head()) === head ? null : 'something was recorded meanwhile';
}

async function processesOf(copy: Copy): Promise<readonly Process[]> {
  return ((await copy.ask('/ops/processes')) as { processes: readonly Process[] }).processes;
}

async function projectionsOf(copy: Copy): Promise<readonly Projection[]> {
  return ((await copy.ask('/ops/projections')) as { projections: readonly Projection[] }).projections;
}

function isBehind({ lagEvents, active }: Projection): boolean {
  return lagEvents > 0 || active === null;
}

/** For whoever looks for the cause: what one copy says of what is behind, and who is in its group. */
async function situation(copy: Copy): Promise<string> {
  try {
    const behind = (await projectionsOf(copy)).filter(isBehind);
    const { road } = (await copy.ask('/ops/road')) as { road: { groups: readonly { group: string }[] } };
    const members = road.groups.filter(({ group }) => behind.some(({ view }) => group.includes(`projection-${view}.`)));
    return `${copy.settings.name}: ${JSON.stringify(behind.map(({ view, lags, state, trouble }) => ({ view, lags, state, trouble })))}\n${JSON.stringify(members)}`;
  } catch (error) {
    return `${copy.settings.name}: ${String(error)}`;
  }
}
