import { Journal } from '@throughline/event-store';
import type { StoredEvent } from '@throughline/kernel';
import { sealedOwners, unsealFields } from '@throughline/vault';
import { performance } from 'node:perf_hooks';
import { interleaved, percentile, ratio, type Measured } from './harness';
import { openWorld, projected, recordedIn } from './world';

const CHUNK = 1_000;

/** Catching up and rebuilding against the least that must be done to read an event: parse and unseal. */
export async function reading(events: number): Promise<readonly Measured[]> {
  const world = await openWorld();
  const { store, engine, vault } = world;
  await recordedIn(world, events);
  const bodies: string[] = [];
  const owners = new Set<string>();
  for await (const event of store.readAll()) {
    for (const owner of [...sealedOwners(event.data), ...sealedOwners(event.sender)]) owners.add(owner);
    bodies.push(JSON.stringify({ ...event, position: Number(event.position) }));
  }
  const keys = await vault.knownKeys([...owners]);
  const parseAndUnseal = (): number => {
    for (const body of bodies) {
      const event = JSON.parse(body) as StoredEvent;
      unsealFields(event.data, event.id, (owner) => keys.get(owner));
      unsealFields(event.sender?.subject, `${event.id}/sender/subject`, (owner) => keys.get(owner));
    }
    return bodies.length;
  };
  const begun = performance.now();
  await projected(world);
  const firstBuild = (events * 1000) / (performance.now() - begun);
  const rates = await interleaved(7, {
    reference: () => parseAndUnseal,
    scan: async () => {
      // One that has opened nothing yet: a journal keeps the last events it opened.
      const cold = await Journal.open(store, vault);
      return () => scan(cold);
    },
    rebuild: () => async () => {
      const outcome = await engine.rebuild('timeline');
      if (outcome.kind !== 'flipped') throw new Error(`the rebuild came to ${outcome.kind}`);
      return events;
    },
  });
  await world.end();
  return [
    ratio(`catch-up scan of ${events.toLocaleString('en')} events, unsealed and upcast`, rates.scan, 'JSON.parse + unsealing only', rates.reference, null),
    ratio('rebuild of the timeline entries, digests compared', rates.rebuild, 'JSON.parse + unsealing only', rates.reference, 0.15),
    ratio('first build of timeline and links, side by side', [firstBuild], 'JSON.parse + unsealing only', [percentile(rates.reference, 0.5)], null),
  ];
}

async function scan(journal: Journal): Promise<number> {
  let [opened, chunk]: [number, StoredEvent[]] = [0, []];
  const open = async (): Promise<void> => {
    opened += (await journal.openEvents(chunk)).length;
    chunk = [];
  };
  for await (const event of journal.store.readAll()) if (chunk.push(event) === CHUNK) await open();
  await open();
  return opened;
}
