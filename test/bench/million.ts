import { statSync } from 'node:fs';
import path from 'node:path';
import { performance } from 'node:perf_hooks';
import { receive } from '../../apps/intake/src/receive';
import type { Measured } from './harness';
import { BEARER, cloudEvent, openWorld } from './world';

const CHUNK = 1_000;
const MEGABYTE = 1024 * 1024;

/** A million events through the door's own code, and what is left in memory afterwards. */
export async function million(events: number): Promise<readonly Measured[]> {
  const world = await openWorld([]);
  const rates: number[] = [];
  let begun = performance.now();
  for (let from = 0; from < events; from += CHUNK) {
    await receive(world.journal, Array.from({ length: CHUNK }, (_, i) => cloudEvent(from + i)), BEARER);
    if ((from + CHUNK) % (events / 10) !== 0) continue;
    rates.push((events * 100) / (performance.now() - begun));
    begun = performance.now();
  }
  globalThis.gc?.();
  const { heapUsed, rss } = process.memoryUsage();
  const size = statSync(path.join(world.folder, 'events.sqlite')).size;
  await world.end();
  return [
    { what: `${events.toLocaleString('en')} events through the import's code`, result: `first tenth ${shown(rates[0])}, last tenth ${shown(rates.at(-1))}`, reference: 'reading, addressing, sealing, storing', floor: null, met: null },
    { what: 'memory at the end', result: `heap ${Math.round(heapUsed / MEGABYTE)} MB, resident ${Math.round(rss / MEGABYTE)} MB`, reference: `file ${Math.round(size / MEGABYTE)} MB`, floor: null, met: null },
  ];
}

function shown(rate: number | undefined): string {
  return `${Math.round(rate ?? 0).toLocaleString('en')}/s`;
}
