import { all, anEvent, appended, fill, reopened, withStore, type EventStoreFactory } from './contract-fixture';

/** For stores that outlive their process. */
export function survivingContract(factory: EventStoreFactory): void {
  const held = withStore(factory);

  describe('opened again', () => {
    it('is the same store with the same events', async () => {
      await fill(held.store, 3, 2);
      const { storeId } = held.store;
      const [head, before] = [await held.store.head(), await all(held.store.readAll())];
      const again = await reopened(held);
      expect(again.storeId).toBe(storeId);
      expect(await again.head()).toBe(head);
      expect(await all(again.readAll())).toEqual(before);
    });

    it('knows its streams, their revisions and what a repeat is', async () => {
      const event = anEvent();
      const first = await appended(held.store, 'a', 'no-stream', [event]);
      const again = await reopened(held);
      expect(await again.append('a', 'no-stream', [anEvent()])).toEqual({ kind: 'conflict', actual: 0 });
      expect(await again.append('a', 'no-stream', [event])).toEqual({ kind: 'done', repeated: true, events: first });
      const [next] = await appended(again, 'a', 0, [anEvent()]);
      expect(next?.revision).toBe(1);
      expect(next?.position).toBeGreaterThan(first[0]?.position ?? 0n);
    });

    it('can be opened when it is empty', async () => {
      const { storeId } = held.store;
      expect((await reopened(held)).storeId).toBe(storeId);
      expect(await held.store.head()).toBeNull();
    });
  });
}
