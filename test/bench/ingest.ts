import type { Journal } from '@throughline/event-store';
import type { NewEvent } from '@throughline/kernel';
import { closeSync, fdatasyncSync, openSync, writeSync } from 'node:fs';
import path from 'node:path';
import { BareTable, type Placed } from './bare-table';
import { interleaved, ratio, type Measured, type Slice } from './harness';
import { addressed, openWorld } from './world';

const GROUP = 1_000;
/** So many that SQLite moves its log into the file within every slice: that is part of the price. */
const GROUPS = 8;

/** Durable ingest in groups of 1,000 against bare tables, with and without sealing, and against what no store can beat. */
export async function ingest(rounds: number): Promise<readonly Measured[]> {
  const world = await openWorld([]);
  const { journal } = world;
  const bare = new BareTable(path.join(world.folder, 'bare.sqlite'));
  const log = openSync(path.join(world.folder, 'ideal.log'), 'a');
  let number = 0;
  const groups = (): Groups => Array.from({ length: GROUPS }, () => Array.from({ length: GROUP }, () => addressed(journal, (number += 1))));
  const sealedGroups = (): Promise<Groups> => Promise.all(groups().map((group) => seal(journal, group)));
  const rates = await interleaved(rounds, {
    ours: () => each(groups(), async (group) => commit(journal, await seal(journal, group))),
    bare: () => each(groups(), async (group) => bare.write(await seal(journal, group))),
    oursSealed: async () => each(await sealedGroups(), (group) => commit(journal, group)),
    bareSealed: async () => each(await sealedGroups(), (group) => bare.write(group)),
    ideal: () => each(groups(), (group) => writeLog(log, group)),
  });
  closeSync(log);
  bare.close();
  await world.end();
  return [
    ratio('durable ingest, groups of 1,000, sealing included', rates.ours, 'bare table, sealing included', rates.bare, 0.8),
    ratio('the same, sealed before', rates.oursSealed, 'bare table, sealed before', rates.bareSealed, null),
    ratio('durable ingest, groups of 1,000, sealing included', rates.ours, 'ideal: stringify + raw log + fdatasync, nothing sealed', rates.ideal, null),
  ];
}

type Groups = readonly (readonly Placed[])[];

/** A slice: one group after the other. */
function each(groups: Groups, write: (group: readonly Placed[]) => Promise<number> | number): Slice {
  return async () => {
    let written = 0;
    for (const group of groups) written += await write(group);
    return written;
  };
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
