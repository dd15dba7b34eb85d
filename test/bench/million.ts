import { statSync } from 'node:fs';
import path from 'node:path';
import { performance } from 'node:perf_hooks';
import { receive } from '../../apps/intake/src/receive';
import { perSecond, type Measured } from './harness';
import { BEARER, cloudEvent, openWorld } from './world';

const CHUNK = 1_000;
const TENTHS = 10;
const MEGABYTE = 1024 * 1024;

/** A million events through the door's own code, and what is left in memory afterwards. */
export async function million(events: number): Promise<readonly Measured[]> {
  const world = await openWorld([]);
  const rates: number[] = [];
  let begun = performance.now();
  for (let from = 0; from < events; from += CHUNK) {
    await receive(world.journal, Array.from({ length: CHUNK }, (_, i) => cloudEvent(from + i)), BEARER);
    if ((from + CHUNK) % (events / TENTHS) !== 0) continue;
    rates.push(((events / TENTHS) * 1000) / (performance.now() - begun));
    begun = performance.now();
  }
  globalThis.gc?.();
  const { heapUsed, rss } = process.memoryUsage();
  const size = (name: string): number => Math.round(statSync(path.join(world.folder, name)).size / MEGABYTE);
  const sizes = `events.sqlite ${size('events.sqlite')} MB, its log ${size('events.sqlite-wal')} MB, vault.sqlite ${size('vault.sqlite')} MB`;
  await world.end();
  const share = events / TENTHS;
  return [
    ...rates.map((rate, i) => reported(`event ${(i * share + 1).toLocaleString('en')} to ${((i + 1) * share).toLocaleString('en')}`, perSecond([rate]))),
    reported('memory at the end, after a collection', `heap ${Math.round(heapUsed / MEGABYTE)} MB, resident ${Math.round(rss / MEGABYTE)} MB`),
    reported('files at the end', sizes),
  ];
}

function reported(what: string, result: string): Measured {
  return { what, result, reference: '', floor: null, met: null };
}
