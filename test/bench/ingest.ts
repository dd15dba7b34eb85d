import type { Journal } from '@throughline/event-store';
import type { NewEvent } from '@throughline/kernel';
import { closeSync, fdatasyncSync, openSync, writeSync } from 'node:fs';
import path from 'node:path';
import { BareTable, type Placed } from './bare-table';
import { interleaved, ratio, type Measured } from './harness';
import { addressed, openWorld } from './world';

const GROUP = 1_000;

/** Durable ingest in groups of 1,000 against bare tables, with and without sealing, and against what no store can beat. */
export async function ingest(rounds: number): Promise<readonly Measured[]> {
  const world = await openWorld([]);
  const { journal } = world;
  const bare = new BareTable(path.join(world.folder, 'bare.sqlite'));
  const log = openSync(path.join(world.folder, 'ideal.log'), 'a');
  let number = 0;
  const group = (): readonly Placed[] => Array.from({ length: GROUP }, () => addressed(journal, (number += 1)));
  const rates = await interleaved(rounds, {
    ours: () => ((events) => async () => commit(journal, await seal(journal, events)))(group()),
    bare: () => ((events) => async () => bare.write(await seal(journal, events)))(group()),
    oursSealed: async () => ((sealed) => () => commit(journal, sealed))(await seal(journal, group())),
    bareSealed: async () => ((sealed) => () => bare.write(sealed))(await seal(journal, group())),
    ideal: () => ((events) => () => writeLog(log, events))(group()),
  });
  closeSync(log);
  bare.close();
  await world.end();
  return [
    ratio('durable ingest, groups of 1,000, sealing included', rates.ours, rates.bare, 'bare table, sealing included', 0.8),
    ratio('the same, sealed before', rates.oursSealed, rates.bareSealed, 'bare table, sealed before', null),
    ratio('durable ingest, groups of 1,000, sealing included', rates.ours, rates.ideal, 'ideal: stringify + raw log + fdatasync, nothing sealed', null),
  ];
}

async function seal(journal: Journal, places: readonly Placed[]): Promise<readonly Placed[]> {
  const sealed = await journal.seal(places);
  return places.map(({ stream }, i) => ({ stream, event: sealed[i] as NewEvent }));
}

async function commit(journal: Journal, places: readonly Placed[]): Promise<number> {
  const results = await Promise.all(places.map(({ stream, event }) => journal.commit(stream, 'no-stream', [event])));
  if (results.some((result) => result.kind !== 'done' || result.repeated)) throw new Error('an event was there already');
  return places.length;
}

function writeLog(log: number, places: readonly Placed[]): number {
  writeSync(log, `${places.map(({ event }) => JSON.stringify(event)).join('\n')}\n`);
  fdatasyncSync(log);
  return places.length;
}
