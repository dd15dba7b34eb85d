import { DatabaseSync } from '@photostructure/sqlite';
import type { NewEvent } from '@throughline/kernel';
import { closeSync, fdatasyncSync, openSync, writeSync } from 'node:fs';
import path from 'node:path';
import { interleaved, ratio, type Measured } from './harness';
import { addressed, openWorld } from './world';

const GROUP = 1_000;

/** A table with the columns, ids and unique constraints of the store's own, and nothing else: no check, no chain, no witness. */
class BareTable {
  private readonly db: InstanceType<typeof DatabaseSync>;
  private readonly insert;
  private position = 0;

  constructor(file: string) {
    this.db = new DatabaseSync(file);
    this.db.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; CREATE TABLE event (position INTEGER PRIMARY KEY, stream TEXT NOT NULL, revision INTEGER NOT NULL, id BLOB NOT NULL, recorded_at INTEGER NOT NULL, body TEXT NOT NULL) STRICT; CREATE UNIQUE INDEX place ON event (stream, revision); CREATE UNIQUE INDEX id ON event (id)');
    this.insert = this.db.prepare('INSERT INTO event VALUES (?, ?, 0, ?, ?, ?)');
  }

  write(group: readonly { readonly stream: string; readonly event: NewEvent }[]): void {
    this.db.exec('BEGIN');
    for (const { stream, event } of group) this.insert.run((this.position += 1), stream, Buffer.from(event.id.replaceAll('-', ''), 'hex'), 0, JSON.stringify(event));
    this.db.exec('COMMIT');
  }
}

/** Durable ingest in groups of 1,000 against the bare table, and against what no store can beat. */
export async function ingest(groups: number): Promise<readonly Measured[]> {
  const world = await openWorld([]);
  const { journal } = world;
  const bare = new BareTable(path.join(world.folder, 'bare.sqlite'));
  const log = openSync(path.join(world.folder, 'ideal.log'), 'a');
  let number = 0;
  const next = () => Array.from({ length: GROUP }, () => addressed(journal, (number += 1)));
  const sealedGroup = async () => {
    const places = next();
    const sealed = await journal.seal(places);
    return places.map(({ stream }, i) => ({ stream, event: sealed[i] as NewEvent }));
  };
  const rates = await interleaved(groups, {
    ours: async () => {
      await Promise.all((await sealedGroup()).map(({ stream, event }) => journal.commit(stream, 'no-stream', [event])));
      return GROUP;
    },
    bare: async () => {
      bare.write(await sealedGroup());
      return GROUP;
    },
    ideal: () => {
      writeSync(log, `${next().map(({ event }) => JSON.stringify(event)).join('\n')}\n`);
      fdatasyncSync(log);
      return GROUP;
    },
  });
  closeSync(log);
  await world.end();
  return [
    ratio('durable ingest, groups of 1,000', rates.ours, rates.bare, 'bare table: same ids, sealing, group', 0.8),
    ratio('the same', rates.ours, rates.ideal, 'ideal: stringify + raw log + fdatasync, nothing sealed', null),
  ];
}

/** One acknowledged event after the other, of people whose keys are there already. */
export async function single(appends: number): Promise<readonly Measured[]> {
  const world = await openWorld([]);
  const { journal } = world;
  const log = openSync(path.join(world.folder, 'raw.log'), 'a');
  let number = 0;
  await journal.seal(Array.from({ length: 4_000 }, (_, i) => addressed(journal, i)));
  const bytes = Buffer.from(JSON.stringify((await journal.seal([addressed(journal, 1)]))[0]));
  const rates = await interleaved(9, {
    ours: async () => {
      for (let i = 0; i < appends; i += 1) {
        const { stream, event } = addressed(journal, (number += 1));
        await journal.append(stream, 'no-stream', [event]);
      }
      return appends;
    },
    raw: () => {
      for (let i = 0; i < appends; i += 1) {
        writeSync(log, bytes);
        fdatasyncSync(log);
      }
      return appends;
    },
  });
  closeSync(log);
  await world.end();
  return [ratio('one durable append after the other, known person, sealing included', rates.ours, rates.raw, 'raw write + fdatasync of the same bytes', 0.3)];
}
