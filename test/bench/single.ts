import { closeSync, fdatasyncSync, openSync, writeSync } from 'node:fs';
import path from 'node:path';
import { interleaved, ratio, type Measured } from './harness';
import { addressed, openWorld, PEOPLE } from './world';

/** One acknowledged event after the other, sealing included, of people whose keys are there already. */
export async function single(appends: number, rounds: number): Promise<readonly Measured[]> {
  const world = await openWorld([]);
  const { journal } = world;
  const log = openSync(path.join(world.folder, 'raw.log'), 'a');
  let number = 0;
  await journal.seal(Array.from({ length: PEOPLE }, (_, i) => addressed(journal, i)));
  const bytes = Buffer.from(JSON.stringify((await journal.seal([addressed(journal, 1)]))[0]));
  const rates = await interleaved(rounds, {
    ours: () => {
      const places = Array.from({ length: appends }, () => addressed(journal, (number += 1)));
      return async () => {
        for (const { stream, event } of places) await journal.append(stream, 'no-stream', [event]);
        return appends;
      };
    },
    raw: () => () => {
      for (let i = 0; i < appends; i += 1) {
        writeSync(log, bytes);
        fdatasyncSync(log);
      }
      return appends;
    },
  });
  closeSync(log);
  await world.end();
  return [ratio('one durable append after the other, known person, sealing included', rates.ours, 'raw write + fdatasync of the same bytes', rates.raw, 0.3)];
}
