// Real: archives in folders, the stores in memory. An interruption is a signal, or a store that fails in mid-work.
import { MemoryEventStore } from '@throughline/event-store';
import { readdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Company, Step } from './archive';
import { asSeen, companyThat, emptyCompany, everything, freshFolder, MASTER_KEY, quiet, type Act } from './archive-fixture';
import { exportCompany } from './export-company';
import { openArchive } from './open-archive';
import { restoreCompany } from './restore-company';

const folders: string[] = [];
const folderOfItsOwn = (): string => {
  folders.push(freshFolder());
  return folders.at(-1) as string;
};
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(dirname(folder), { recursive: true });
});

const acts = Array.from({ length: 60 }, (_, n): Act => ({ kind: (['order', 'seen', 'lead', 'inbox', 'file'] as const)[n % 5] ?? 'order', who: n % 3, far: n % 5 }));

/** Many events, so that there are several segments. */
async function largeCompany(events = 25_000): Promise<Company> {
  const company = await companyThat(acts);
  for (let n = 0; n < events; n += 500) {
    const group = Array.from({ length: 500 }, (_, index) => ({ id: `0198c2d4-0000-7000-8000-${String(n + index).padStart(12, '0')}`, type: 'test.happened', schemaVersion: 1, source: 'test', subject: 's', parties: [], occurredAt: '2026-01-15T09:00:00.000Z', actor: 'process:test' as const, correlationId: 'c', causationId: null, data: n + index }));
    await company.store.append(`s-${n}`, 'no-stream', group);
  }
  return company;
}

/** Stops at the first step of a kind, from the `after`th on. */
function stoppingAt(stage: Step['stage'], after = 1): { readonly tell: (step: Step) => void; readonly signal: AbortSignal } {
  const stop = new AbortController();
  let seen = 0;
  return { tell: (step) => step.stage === stage && ++seen >= after && stop.abort(new Error('stopped')), signal: stop.signal };
}

describe('an interrupted export', () => {
  it.each([['events', 1], ['events', 2], ['attachments', 2]] as const)('goes on where it ended, and is as if it had not been interrupted (%s, step %i)', async (stage, step) => {
    const [company, folder, other] = [await largeCompany(), folderOfItsOwn(), folderOfItsOwn()];
    await expect(exportCompany(company, MASTER_KEY, folder, stoppingAt(stage, step))).rejects.toThrow('stopped');
    await expect(openArchive(folder, MASTER_KEY)).rejects.toMatchObject({ code: 'ARCHIVE_UNFINISHED' });
    const { events, vault, blobs } = await exportCompany(company, MASTER_KEY, folder, quiet);
    const whole = await exportCompany(company, MASTER_KEY, other, quiet);
    expect([events.count, events.digest, vault.digest, blobs]).toEqual([whole.events.count, whole.events.digest, whole.vault.digest, whole.blobs]);
    expect(readdirSync(folder).toSorted()).toEqual(['blobs', 'events', 'manifest.json', 'vault']);
    expect((await restoreCompany(await openArchive(folder, MASTER_KEY), emptyCompany(), quiet)).map(({ difference }) => difference)).toEqual([null, null, null]);
  }, 60_000);

  it('is not gone on with by another company, with another master key, nor into a folder that holds something else', async () => {
    const [company, folder] = [await companyThat(acts), folderOfItsOwn()];
    await expect(exportCompany(company, MASTER_KEY, folder, stoppingAt('attachments'))).rejects.toThrow('stopped');
    await expect(exportCompany(await companyThat(acts), MASTER_KEY, folder, quiet)).rejects.toMatchObject({ code: 'ARCHIVE_TAKEN' });
    await expect(exportCompany(company, Buffer.alloc(32, 1), folder, quiet)).rejects.toMatchObject({ code: 'WRONG_MASTER_KEY' });
    await exportCompany(company, MASTER_KEY, folder, quiet);
    await expect(exportCompany(company, MASTER_KEY, folder, quiet)).rejects.toMatchObject({ code: 'ARCHIVE_TAKEN', message: expect.stringContaining('finished archive') as string });
    writeFileSync(join(dirname(folder), 'letter.txt'), 'mine');
    await expect(exportCompany(company, MASTER_KEY, dirname(folder), quiet)).rejects.toMatchObject({ code: 'ARCHIVE_TAKEN', message: expect.stringContaining('is not empty') as string });
  });
});

describe('an interrupted restore', () => {
  it.each(['vault', 'attachments', 'events', 'comparing'] as const)('goes on where it ended (%s)', async (stage) => {
    const [company, folder, target] = [await largeCompany(2_500), folderOfItsOwn(), emptyCompany()];
    await exportCompany(company, MASTER_KEY, folder, quiet);
    const archive = await openArchive(folder, MASTER_KEY);
    await expect(restoreCompany(archive, target, stoppingAt(stage, stage === 'events' ? 2 : 1))).rejects.toThrow('stopped');
    expect((await restoreCompany(archive, target, quiet)).map(({ difference }) => difference)).toEqual([null, null, null]);
    expect((await restoreCompany(archive, target, quiet)).map(({ difference }) => difference)).toEqual([null, null, null]);
    expect(await asSeen(target)).toEqual(await asSeen(company));
  }, 60_000);

  it('goes on also where positions are others, and what the events name of them is right', async () => {
    const [company, folder] = [await companyThat([...acts, ...acts]), folderOfItsOwn()];
    await exportCompany(company, MASTER_KEY, folder, quiet);
    const archive = await openArchive(folder, MASTER_KEY);
    for (const dies of [0, 1, 2, 5, 40, 70]) {
      const store = new ElsewhereStore();
      const target = emptyCompany(store);
      store.dieAfter = dies;
      await expect(restoreCompany(archive, target, quiet)).rejects.toThrow('died');
      store.dieAfter = Infinity;
      expect((await restoreCompany(archive, target, quiet)).map(({ difference }) => difference)).toEqual([null, null, null]);
      expect(await asSeen(target)).toEqual(await asSeen(company));
    }
  });
});

describe('a target that is not empty', () => {
  it.each<[string, (target: Company) => Promise<unknown>, string]>([
    ['has another history', (target) => companyThat(acts.slice(0, 3), target), 'TARGET_NOT_EMPTY'],
    ['was started once', async ({ vault }) => vault.secret('nodes'), 'VAULT_NOT_EMPTY'],
  ])('is refused: it %s', async (_name, before, code) => {
    const [folder, target] = [folderOfItsOwn(), emptyCompany()];
    await exportCompany(await companyThat(acts), MASTER_KEY, folder, quiet);
    await before(target);
    const there = [await everything(target.store.readAll()), await everything(target.vault.rows())];
    await expect(restoreCompany(await openArchive(folder, MASTER_KEY), target, quiet)).rejects.toMatchObject({ code });
    expect([await everything(target.store.readAll()), await everything(target.vault.rows())]).toEqual(there);
  });

  it('is refused where it has gone on by itself: the first event that is its own is named', async () => {
    const [company, folder, target] = [await companyThat(acts), folderOfItsOwn(), emptyCompany()];
    await exportCompany(company, MASTER_KEY, folder, quiet);
    const archive = await openArchive(folder, MASTER_KEY);
    await restoreCompany(archive, target, quiet);
    await companyThat([{ kind: 'order', who: 1, far: 1 }], target);
    const last = (await everything(target.store.readAll())).at(-1);
    await expect(restoreCompany(archive, target, quiet)).rejects.toMatchObject({ code: 'TARGET_NOT_EMPTY', message: expect.stringContaining(last?.id ?? '') as string });
  });
});

describe('a store that is not true', () => {
  it.each<[string, (store: MemoryEventStore) => AsyncGenerator<never>, RegExp]>([
    ['leaves one out', (store) => changed(store, (event, index) => (index === 4 ? [] : [event])), /^event 5 differs in .*stream/],
    ['loses the end', (store) => changed(store, (event, index) => (index > 9 ? [] : [event])), /^event 11 of the archive is missing$/],
    ['changes a time', (store) => changed(store, (event, index) => [index === 6 ? { ...event, recordedAt: '2031-01-01T00:00:00.000Z' } : event]), /^event 7 differs in recordedAt:/],
    ['changes content', (store) => changed(store, (event, index) => [index === 2 ? { ...event, data: { changed: true } } : event]), /^event 3 differs in data:/],
    ['has one more', (store) => changed(store, (event, index) => (index === 0 ? [event, event] : [event])), /^event 2 differs/],
  ])('is found out: it %s', async (_name, reading, saying) => {
    const [folder, store] = [folderOfItsOwn(), new MemoryEventStore()];
    await exportCompany(await companyThat(acts), MASTER_KEY, folder, quiet);
    const archive = await openArchive(folder, MASTER_KEY);
    const target = emptyCompany(store);
    await restoreCompany(archive, target, quiet);
    const [events] = await restoreCompany(archive, { ...target, store: falseWhenComparing(store, reading) }, quiet);
    expect(events?.difference).toMatch(saying);
    expect(events?.found).not.toEqual(events?.exported);
  });
});

type Stored = Awaited<ReturnType<ReturnType<MemoryEventStore['readAll']>['next']>>['value'];

async function* changed(store: MemoryEventStore, change: (event: Stored, index: number) => readonly Stored[]): AsyncGenerator<never> {
  let index = 0;
  for await (const event of store.readAll()) yield* change(event, index++) as readonly never[];
}

/** The first two readings, which recognise what is there, are true. */
function falseWhenComparing(store: MemoryEventStore, reading: (store: MemoryEventStore) => AsyncGenerator<never>): MemoryEventStore {
  let readings = 0;
  return new Proxy(store, { get: (target, name) => (name === 'readAll' && ++readings > 2 ? () => reading(target) : (Reflect.get(target, name) as () => unknown).bind?.(target)) });
}

/** Chooses positions of its own, as an EventStoreDB does, and dies when it is told. */
class ElsewhereStore extends MemoryEventStore {
  dieAfter = Infinity;

  override async restore(events: Parameters<MemoryEventStore['restore']>[0]): Promise<readonly bigint[]> {
    const positions: bigint[] = [];
    for (const event of events) {
      if (this.dieAfter-- <= 0) throw new Error('died');
      positions.push(...(await super.restore([{ ...event, position: event.position * 1_000n + 77n }])));
    }
    return positions;
  }
}
