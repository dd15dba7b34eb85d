// Real: the writer and a shelf in memory.
import { MemoryEventStore } from '@throughline/event-store';
import { MemoryReadStore, type Shelf } from '@throughline/read-store';
import { anEvent, append, expected, noTrouble, opening, shown, storedEvents, streamsView } from './engine-fixture';
import { ShelfWriter } from './shelf-writer';

describe('ShelfWriter', () => {
  const view = streamsView(noTrouble());

  async function setUp(count: number) {
    const store = new MemoryEventStore();
    for (let n = 0; n < count; n++) await append(store, 's', [{ ...anEvent('user:1.a'), data: { n } }]);
    const shelf = await new MemoryReadStore().open({ view: view.name, version: 1, generation: 1, kind: 'document', indexes: [] });
    return { shelf, events: await storedEvents(store), writer: (on: Shelf = shelf) => new ShelfWriter(view, on, { store, open: opening(noTrouble()) }) };
  }

  it('reads again when a document it remembers was changed by another', async () => {
    const { shelf, events, writer } = await setUp(4);
    const [first, second] = [writer(), writer()];
    await first.apply(events.slice(0, 2), null);
    await second.apply(events.slice(2, 3), null);
    await first.apply(events.slice(1, 4), null);
    expect(await shown(shelf)).toEqual(expected(view, events));
  });

  it('gives up when documents never stand still: the batch comes again', async () => {
    const { shelf, events, writer } = await setUp(2);
    const contended: Shelf = { ...shelf, definition: shelf.definition, parked: async () => [], documents: async () => new Map(), write: async () => ({ conflicts: ['s'] }) };
    await expect(writer(contended).apply(events, null)).rejects.toMatchObject({ code: 'SHELF_CONTENDED' });
  });

  it('forgets what it remembered when a write fails', async () => {
    const { shelf, events, writer } = await setUp(3);
    let failing = false;
    const unsure: Shelf = {
      ...shelf,
      definition: shelf.definition,
      parked: (query) => shelf.parked(query),
      documents: (keys) => shelf.documents(keys),
      write: async (batch) => {
        const result = await shelf.write(batch);
        if (failing) throw new Error('the answer was lost');
        return result;
      },
    };
    const one = writer(unsure);
    await one.apply(events.slice(0, 1), null);
    failing = true;
    await expect(one.apply(events.slice(1, 2), null)).rejects.toThrow('lost');
    failing = false;
    await one.apply(events.slice(1, 3), null);
    expect(await shown(shelf)).toEqual(expected(view, events));
  });

  it('folds an event once, however often it comes', async () => {
    const { shelf, events, writer } = await setUp(3);
    const one = writer();
    for (let round = 0; round < 3; round++) await one.apply(events, null);
    await writer().apply(events.slice(0, 1), null);
    expect(await shown(shelf)).toEqual(expected(view, events));
  });
});
