// Real: a SQLite file and the store in memory. Chance writes to both, kills the first now and then, and compares every answer.
import { copyFileSync, existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { MemoryEventStore, type EventStore, type ExpectedRevision } from '@throughline/event-store';
import type { NewEvent } from '@throughline/kernel';
import { SqliteEventStore } from './sqlite-event-store';

interface Append {
  readonly kind: 'append';
  readonly stream: string;
  readonly expected: ExpectedRevision;
  readonly events: readonly NewEvent[];
}
/** Appends of one turn of the event loop; or the store is closed, or killed, and opened again. */
type Step = readonly Append[] | 'reopen' | 'kill';

/** Few ids, streams and contents, so that repeats, reused ids and conflicts are frequent. */
const event = fc.record({ number: fc.nat(25), content: fc.nat(9) }).map(({ number, content }): NewEvent => {
  const id = `0198c2d4-0000-7000-8000-${String(number).padStart(12, '0')}`;
  return { id, type: 'test.happened', schemaVersion: 1, source: 'test', subject: 's', parties: [], occurredAt: `2026-01-15T09:00:0${content}.000Z`, actor: 'process:test', correlationId: id, causationId: null, data: content === 9 ? 'other' : 'usual' };
});
const append = fc.record({
  kind: fc.constant('append' as const),
  stream: fc.constantFrom('a', 'b', 'ü-🙂'),
  expected: fc.oneof({ weight: 2, arbitrary: fc.constant('no-stream' as const) }, { weight: 5, arbitrary: fc.nat(8) }),
  events: fc.oneof({ weight: 4, arbitrary: fc.array(event, { minLength: 1, maxLength: 1 }) }, { weight: 1, arbitrary: fc.uniqueArray(event, { minLength: 1, maxLength: 20, selector: ({ id }) => id }) }),
});
const step: fc.Arbitrary<Step> = fc.oneof({ weight: 12, arbitrary: fc.array(append, { minLength: 1, maxLength: 6 }) }, { weight: 1, arbitrary: fc.constantFrom('reopen' as const, 'kill' as const) });

async function answers(store: EventStore, appends: readonly Append[]): Promise<readonly unknown[]> {
  const settled = await Promise.allSettled(appends.map(({ stream, expected, events }) => store.append(stream, expected, events)));
  return settled.map((result) => (result.status === 'fulfilled' ? result.value : (result.reason as { code: string }).code));
}

async function contents(store: EventStore): Promise<readonly unknown[]> {
  const events: unknown[] = [];
  for await (const stored of store.readAll()) events.push(stored);
  return events;
}

it('answers as the store in memory does, whatever is appended, and through closing and killing', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'throughline-same-'));
  let files = 0;

  /** What a killed process leaves is a copy of its files as they are now. */
  async function again(store: SqliteEventStore, path: string, how: 'reopen' | 'kill'): Promise<readonly [SqliteEventStore, string]> {
    const next = how === 'kill' ? join(folder, `${++files}.sqlite`) : path;
    if (how === 'kill') for (const suffix of ['', '-wal', '.head']) if (existsSync(path + suffix)) copyFileSync(path + suffix, next + suffix);
    await store.close();
    return [await SqliteEventStore.open({ path: next, clock: () => 1_000, maxGroup: 4 }), next];
  }

  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 25 }), async (steps) => {
      const model = new MemoryEventStore(() => 1_000);
      let path = join(folder, `${++files}.sqlite`);
      let store = await SqliteEventStore.open({ path, clock: () => 1_000, maxGroup: 4 });
      for (const next of steps) {
        if (typeof next === 'string') [store, path] = await again(store, path, next);
        else expect(await answers(store, next)).toEqual(await answers(model, next));
      }
      expect(await contents(store)).toEqual(await contents(model));
      await store.close();
    }),
    { numRuns: 40, seed: 20_260_115 },
  );
  rmSync(folder, { recursive: true });
});
