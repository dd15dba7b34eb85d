// Real: the writer over a store and a shelf in memory.
import { MemoryEventStore } from '@throughline/event-store';
import type { View } from '@throughline/kernel';
import { MemoryReadStore } from '@throughline/read-store';
import { anAmendment, anEvent, append, expected, lanesView, noTrouble, opening, shown, storedEvents, streamsView, type Amending } from './engine-fixture';
import { ShelfWriter } from './shelf-writer';

const numbered = (n: number) => ({ ...anEvent('user:1.a'), data: { n } });

async function setUp(view: View) {
  const [store, trouble] = [new MemoryEventStore(), noTrouble()];
  const shelf = await new MemoryReadStore().open({ view: view.name, version: 1, generation: 1, kind: view.kind, indexes: [] });
  const writer = new ShelfWriter(view, shelf, { store, open: opening(trouble) });
  let seen = 0;
  const project = async () => {
    const events = await storedEvents(store);
    await writer.apply(events.slice(seen), null);
    seen = events.length;
    return shown(shelf);
  };
  const amend = async (how: Amending, of: number, n = 0) => {
    const event = (await storedEvents(store))[of]!;
    const made = anAmendment(how, event, 'user:1.b');
    await append(store, event.stream, [how === 'corrected' ? { ...made, data: { ...(made.data as object), data: { n } } } : made]);
  };
  await append(store, 's', [numbered(1), numbered(2)]);
  return { store, shelf, trouble, project, amend };
}

describe('a document whose view names its streams', () => {
  const view = streamsView(noTrouble());

  it('is folded anew when something of it is corrected or withdrawn, and goes on from there', async () => {
    const { store, project, amend } = await setUp(view);
    await project();
    await amend('corrected', 0, 10);
    expect(await project()).toEqual({ s: { seen: [10, 2], sum: 12 } });
    await append(store, 's', [numbered(3)]);
    await amend('withdrawn', 1);
    await append(store, 's', [numbered(4)]);
    expect(await project()).toEqual({ s: { seen: [10, 3, 4], sum: 17 } });
    expect(await project()).toEqual(expected(view, await storedEvents(store)));
  });

  it('is as in the beginning when the thing was withdrawn whole', async () => {
    const { project, amend } = await setUp(view);
    await amend('withdrawn-whole', 0);
    expect(await project()).toEqual({ s: { seen: [], sum: 0 } });
  });

  it('begins where a correction makes it', async () => {
    const { store, project, amend } = await setUp(view);
    await append(store, 'other', [numbered(6)]);
    expect(Object.keys(await project())).toEqual(['s']);
    await amend('corrected', 2, 7);
    expect(await project()).toMatchObject({ other: { seen: [7] } });
  });

  it('is not guessed at where something of its streams cannot be read: the amendment is parked', async () => {
    const { store, shelf, trouble, project, amend } = await setUp(view);
    const before = await project();
    trouble.unopenable.add((await storedEvents(store))[0]!.id);
    await amend('corrected', 1, 10);
    expect(await project()).toEqual(before);
    expect(await shelf.parked({ limit: 10 })).toMatchObject([{ type: 'record.corrected', reason: 'TYPE_UNKNOWN test.happened', failed: true }]);
  });
});

it('a view that names no streams gets amendments like any other event', async () => {
  const { store, project, amend } = await setUp(lanesView(noTrouble()));
  await amend('corrected', 0, 10);
  const events = await storedEvents(store);
  expect(await project()).toMatchObject({ 'user:1.a': { ids: events.map(({ id }) => id) } });
});
