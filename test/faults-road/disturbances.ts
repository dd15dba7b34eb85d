import type { View } from '@throughline/kernel';
import { setTimeout as pause } from 'node:timers/promises';
import type { Chance } from '../faults/chance';
import { FaultFound } from '../faults/fault-found';
import type { BackingServer } from './backing-server';
import type { Copy } from './copy';
import type { Inside } from './inside';
import { expire, guestOf, relayBeside } from './intruders';
import type { Load } from './load';
import type { Recorder } from './recorder';
import type { Servers, Way } from './servers';

/** All that can be disturbed in a round. */
export interface Scene {
  readonly servers: Servers;
  /** The last one takes events in and keeps no views but its own. */
  readonly copies: readonly [Copy, Copy, Copy];
  readonly views: readonly View[];
  readonly inside: Inside;
  readonly load: Load;
  readonly recorder: Recorder;
  /** Resolves when it is there again. */
  readonly start: (copy: Copy) => Promise<void>;
}

/** Answers with what was done, for people. */
export type Disturbance = (scene: Scene, chance: Chance) => Promise<string>;

/** Milliseconds: a member that is silent for longer has lost its partitions. */
const SESSION = 10_000;
const RELAYED_WITHIN = 60_000;

/** `whole`: also what needs servers of one's own. */
export function deckOf({ own }: Servers): readonly [Disturbance, ...Disturbance[]] {
  const processes: readonly [Disturbance, ...Disturbance[]] = [killCopy, stopCopy, sleep, rebalances, twoRelays, expiry];
  return own.length === 0 ? processes : [...processes, ...own.map((server) => takeAway(server)), cut, delay, stopUp];
}

function takeAway(server: BackingServer): Disturbance {
  return async ({ servers }, chance) => {
    const how = await server.takeAway();
    const away = chance.between(300, 3_000);
    await pause(away);
    await servers.bringBack(server);
    return `${server.program.name} was ${how} and came back after ${seconds(away)}`;
  };
}

async function killCopy(scene: Scene, chance: Chance): Promise<string> {
  const copy = chance.pick(scene.copies);
  await copy.kill();
  await pause(chance.between(0, 2_000));
  await scene.start(copy);
  return `${copy.settings.name} was killed and started again`;
}

async function stopCopy(scene: Scene, chance: Chance): Promise<string> {
  const copy = chance.pick(scene.copies);
  const began = Date.now();
  await copy.stop();
  const took = Date.now() - began;
  await scene.start(copy);
  return `${copy.settings.name} was asked to stop, took ${seconds(took)}, and was started again`;
}

async function sleep({ copies }: Scene, chance: Chance): Promise<string> {
  const copy = chance.pick(copies);
  const asleep = SESSION + chance.between(500, 3_000);
  copy.sleep();
  await pause(asleep);
  copy.wake();
  await pause(1_000);
  return `${copy.settings.name} slept for ${seconds(asleep)}, which is beyond its session`;
}

async function rebalances({ inside, views }: Scene, chance: Chance): Promise<string> {
  const some = views.filter(() => chance.happens(0.3));
  const times = chance.between(2, 4);
  for (let time = 0; time < times; time++) await guestOf(inside, some, chance.between(200, 1_500));
  return `a guest joined the groups of ${some.length} projections and left them, ${times} times`;
}

async function twoRelays({ inside }: Scene, chance: Chance): Promise<string> {
  const during = chance.between(3_000, 8_000);
  const fenced = await relayBeside(inside, during);
  return `a second relay worked for ${seconds(during)}${fenced > 0 ? `, and was fenced off ${fenced} times` : ''}`;
}

async function cut({ copies }: Scene, chance: Chance): Promise<string> {
  const { copy, way } = wayOf(copies, chance);
  const times = chance.between(1, 3);
  for (let time = 0; time < times; time++) {
    way.proxy.cutAfter(chance.pick(['requests', 'answers']), chance.between(1, 20_000));
    await pause(chance.between(200, 1_500));
    way.proxy.cut();
  }
  const refused = chance.between(0, 2_000);
  way.proxy.refuse();
  way.proxy.cut();
  await pause(refused);
  way.proxy.accept();
  return `the way of ${copy} to ${way.to} was cut ${times + 1} times and closed for ${seconds(refused)}`;
}

async function delay({ copies }: Scene, chance: Chance): Promise<string> {
  const { copy, way } = wayOf(copies, chance);
  const [ms, during] = [chance.between(20, 400), chance.between(2_000, 5_000)];
  way.proxy.delay(ms);
  await pause(during);
  way.proxy.delay(0);
  return `the way of ${copy} to ${way.to} took ${ms} ms for ${seconds(during)}`;
}

async function stopUp({ copies }: Scene, chance: Chance): Promise<string> {
  const { copy, way } = wayOf(copies, chance);
  const [which, during] = [chance.pick(['answers', 'requests', 'both'] as const), chance.between(1_000, 7_000)];
  way.proxy.pause(which);
  await pause(during);
  way.proxy.resume();
  return `on the way of ${copy} to ${way.to} no ${which === 'both' ? 'requests and answers' : which} passed for ${seconds(during)}`;
}

/** Everybody who keeps shelves is away while the topic fills and its messages expire: what they missed is only in the store. */
async function expiry(scene: Scene): Promise<string> {
  const { copies, load, inside, recorder, servers, start } = scene;
  const readers = copies.slice(0, 2);
  await Promise.all(readers.map((copy) => copy.kill()));
  await pause(3_000);
  load.hold();
  for (const end = Date.now() + RELAYED_WITHIN; !(await inside.isRelayed()); await pause(200)) if (Date.now() > end) throw new FaultFound(`the relay has not come to the end of the store within ${seconds(RELAYED_WITHIN)}`);
  await recorder.caughtUp();
  await expire(inside, servers.own.length > 0);
  load.release();
  await Promise.all(readers.map((copy) => start(copy)));
  return `${readers.map(({ settings }) => settings.name).join(' and ')} were away until all messages of the topic had expired`;
}

function wayOf(copies: Scene['copies'], chance: Chance): { readonly copy: string; readonly way: Way } {
  const copy = chance.pick(copies);
  const way = chance.pick(copy.ways as readonly [Way, ...Way[]]);
  return { copy: way.to === 'Kafka' ? 'all' : copy.settings.name, way };
}

function seconds(ms: number): string {
  return `${(ms / 1_000).toFixed(1)} s`;
}
