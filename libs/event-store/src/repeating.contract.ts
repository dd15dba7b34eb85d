import type { NewEvent } from '@throughline/kernel';
import { withoutPlace } from './content';
import { all, anEvent, appended, events, fill, withStore, type EventStoreFactory } from './contract-fixture';
import type { ExpectedRevision } from './event-store';

const sender = { source: 'https://shop.example', id: 'order-1', time: '2026-01-15T09:00:00Z' };

export function repeatingContract(factory: EventStoreFactory): void {
  const held = withStore(factory);

  describe('the same id again', () => {
    it.each<[string, (event: NewEvent) => NewEvent]>([
      ['the very same object', (event) => event],
      ['an equal event', (event) => structuredClone(event)],
      ['its keys in another order', (event) => Object.fromEntries(Object.entries(event).toReversed()) as unknown as NewEvent],
      ['another time of the sender’s clock', (event) => ({ ...event, occurredAt: '2026-01-15T10:11:12.013Z' })],
      ['another word for the sender’s time', (event) => ({ ...event, sender: { ...sender, time: '2026-01-15T10:11:12Z' } })],
      ['no word for the sender’s time', (event) => ({ ...event, sender: { source: sender.source, id: sender.id } })],
      ['a key that is undefined', (event) => ({ ...event, command: undefined })],
    ])('is a repeat: %s', async (_name, again) => {
      const event = anEvent({ sender, data: { amount: '12.50', lines: [1, 2] } });
      const first = await appended(held.store, 's', 'no-stream', [event]);
      expect(await held.store.append('s', 'no-stream', [again(event)])).toEqual({ kind: 'done', repeated: true, events: first });
      expect((await all(held.store.readAll())).map(withoutPlace)).toEqual([event]);
    });

    it.each<[string, Partial<NewEvent>]>([
      ['data', { data: { amount: '12.51' } }],
      ['data by an element', { data: { amount: '12.50', lines: [1, 2, 3] } }],
      ['data by order in a list', { data: { amount: '12.50', lines: [2, 1] } }],
      ['type', { type: 'test.happened-otherwise' }],
      ['version', { schemaVersion: 2 }],
      ['source', { source: 'another' }],
      ['subject', { subject: 'company:other' }],
      ['parties', { parties: [] }],
      ['actor', { actor: 'process:another' }],
      ['correlation', { correlationId: 'another' }],
      ['cause', { causationId: 'another' }],
      ['sender’s id', { sender: { ...sender, id: 'order-2' } }],
      ['attributes', { sender: { ...sender, attributes: { region: 'eu' } } }],
      ['command', { command: { id: 'c', digest: 'd' } }],
    ])('is refused with another %s', async (_name, parts) => {
      const event = anEvent({ sender, data: { amount: '12.50', lines: [1, 2] } });
      await appended(held.store, 's', 'no-stream', [event]);
      await expect(held.store.append('s', 'no-stream', [{ ...event, ...parts }])).rejects.toMatchObject({ code: 'EVENT_ID_REUSED' });
      expect((await all(held.store.readAll())).map(withoutPlace)).toEqual([event]);
    });

    it.each<[string, ExpectedRevision]>([
      ['the revision it was first written at', 'no-stream'],
      ['the head', 4],
      ['a revision behind', 1],
      ['a revision ahead', 99],
    ])('is found after others wrote, whatever is expected: %s', async (_name, expected) => {
      const event = anEvent();
      const first = await appended(held.store, 's', 'no-stream', [event]);
      await appended(held.store, 's', 0, events(4));
      await fill(held.store, 3, 3);
      expect(await held.store.append('s', expected, [event])).toEqual({ kind: 'done', repeated: true, events: first });
      expect(await all(held.store.readStream('s'))).toHaveLength(5);
    });

    it('is refused with other content also when the expected revision is right', async () => {
      const event = anEvent();
      await appended(held.store, 's', 'no-stream', [event]);
      await expect(held.store.append('s', 0, [{ ...event, data: 'other' }])).rejects.toMatchObject({ code: 'EVENT_ID_REUSED' });
    });

    it('compares what is stored, not the objects it was given as', async () => {
      const event = anEvent({ data: { when: new Date(0), nothing: undefined, list: [undefined] } });
      await appended(held.store, 's', 'no-stream', [event]);
      expect(await held.store.append('s', 'no-stream', [event])).toMatchObject({ repeated: true });
      expect(await held.store.append('s', 'no-stream', [{ ...event, data: { when: '1970-01-01T00:00:00.000Z', list: [null] } }])).toMatchObject({ repeated: true });
    });

    it('is another event in another stream', async () => {
      const event = anEvent();
      const [first] = await appended(held.store, 's', 'no-stream', [event]);
      const other = await held.store.append('t', 'no-stream', [{ ...event, data: 'other' }]);
      expect(other).toMatchObject({ kind: 'done', repeated: false, events: [{ id: event.id, revision: 0 }] });
      expect(other.kind === 'done' && first !== undefined && (other.events[0]?.position ?? 0n) > first.position).toBe(true);
    });

    it('is written once when it is sent many times at once', async () => {
      const event = anEvent();
      const results = await Promise.all(Array.from({ length: 20 }, () => held.store.append('s', 'no-stream', [event])));
      expect(results.filter((result) => result.kind === 'done' && !result.repeated)).toHaveLength(1);
      expect(results.filter((result) => result.kind === 'done' && result.repeated)).toHaveLength(19);
      expect(await all(held.store.readAll())).toHaveLength(1);
    });
  });

  describe('a group again', () => {
    it('is a repeat when it is whole, also after others wrote', async () => {
      const group = events(4);
      await appended(held.store, 's', 'no-stream', events(2));
      const first = await appended(held.store, 's', 1, group);
      await appended(held.store, 's', 5, events(2));
      expect(await held.store.append('s', 1, group)).toEqual({ kind: 'done', repeated: true, events: first });
    });

    it.each<[string, (group: readonly NewEvent[]) => readonly NewEvent[]]>([
      ['a new one behind', (group) => [...group, anEvent()]],
      ['a new one before', (group) => [anEvent(), ...group]],
      ['a new one for a known one', (group) => [...group.slice(0, 2), anEvent()]],
      ['another order', (group) => group.toReversed()],
      ['a gap', (group) => [group[0], group[2]] as readonly NewEvent[]],
    ])('is refused with %s', async (_name, again) => {
      const group = events(3);
      await appended(held.store, 's', 'no-stream', group);
      await expect(held.store.append('s', 2, again(group))).rejects.toMatchObject({ code: 'PARTIAL_REPEAT' });
      expect((await all(held.store.readAll())).map(withoutPlace)).toEqual(group);
    });

    it('is refused with other content in one of its events', async () => {
      const group = events(3);
      await appended(held.store, 's', 'no-stream', group);
      await expect(held.store.append('s', 'no-stream', group.with(1, { ...(group[1] as NewEvent), data: 'other' }))).rejects.toMatchObject({ code: 'EVENT_ID_REUSED' });
    });

    it('may be a part of it that stands side by side', async () => {
      const group = events(3);
      const first = await appended(held.store, 's', 'no-stream', group);
      expect(await held.store.append('s', 'no-stream', group.slice(0, 2))).toEqual({ kind: 'done', repeated: true, events: first.slice(0, 2) });
    });
  });
}
