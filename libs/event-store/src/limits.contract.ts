import { withoutPlace } from './content';
import { all, anEvent, appended, withStore, type EventStoreFactory } from './contract-fixture';
import { MAX_EVENT_BYTES, MAX_STREAM_NAME } from './event-store';

/** An event of exactly this many bytes of UTF-8 as JSON, filled up with `filler`. */
function eventOf(bytes: number, filler: string) {
  const empty = anEvent({ data: '' });
  const missing = bytes - Buffer.byteLength(JSON.stringify(empty));
  const width = Buffer.byteLength(filler);
  return { ...empty, data: filler.repeat(Math.floor(missing / width)) + 'x'.repeat(missing % width) };
}

export function limitsContract(factory: EventStoreFactory): void {
  const held = withStore(factory);

  describe('sizes', () => {
    it.each([
      ['letters', 'x'],
      ['letters of two bytes', 'ä'],
      ['letters of three bytes', '€'],
      ['letters of four bytes', '🙂'],
    ])('takes 256 KiB of %s and gives them back', async (_name, filler) => {
      const event = eventOf(MAX_EVENT_BYTES, filler);
      await appended(held.store, 's', 'no-stream', [event]);
      expect((await all(held.store.readAll())).map(withoutPlace)).toEqual([event]);
    });

    it.each([
      ['letters', 'x'],
      ['letters of four bytes', '🙂'],
    ])('refuses one byte more of %s', async (_name, filler) => {
      await expect(held.store.append('s', 'no-stream', [eventOf(MAX_EVENT_BYTES + 1, filler)])).rejects.toMatchObject({ code: 'EVENT_TOO_LARGE' });
      expect(await all(held.store.readAll())).toEqual([]);
    });
  });

  describe('stream names', () => {
    it.each([
      ['one letter', 's'],
      ['the longest', 'n'.repeat(MAX_STREAM_NAME)],
      ['a $ inside', 'a$b'],
      ['blanks and quotes', ` it's "quoted" `],
      ['like SQL', "'; DROP TABLE event; --"],
      ['wild cards', '100%_*'],
      ['like a system name', '__proto__'],
      ['a slash', 'a/b/../c'],
      ['an emoji', 'ticket-🙂'],
      ['letters beyond Latin', 'тикет-Ω-票'],
      ['a line separator', 'a\u2028b'],
    ])('takes %s', async (_name, stream) => {
      await appended(held.store, stream, 'no-stream', [anEvent()]);
      await appended(held.store, stream, 0, [anEvent()]);
      expect((await all(held.store.readStream(stream))).map((event) => event.stream)).toEqual([stream, stream]);
      expect((await all(held.store.readAll())).map((event) => event.stream)).toEqual([stream, stream]);
    });

    it.each([
      ['none', ''],
      ['one letter too many', 'n'.repeat(MAX_STREAM_NAME + 1)],
      ['a leading $', '$all'],
      ['a NUL', 'a\0b'],
      ['half an emoji', 'a\ud83d'],
    ])('refuses %s', async (_name, stream) => {
      await expect(held.store.append(stream, 'no-stream', [anEvent()])).rejects.toMatchObject({ code: 'STREAM_NAME_INVALID' });
      expect(await all(held.store.readAll())).toEqual([]);
    });

    it.each([
      ['case', 'Ada', 'ada'],
      ['composed letters', '\u00e9', 'e\u0301'],
      ['a blank at the end', 'a', 'a '],
      ['digits as text', '1', '01'],
    ])('keeps two streams apart that differ in %s only', async (_name, one, other) => {
      await appended(held.store, one, 'no-stream', [anEvent()]);
      await appended(held.store, other, 'no-stream', [anEvent()]);
      expect(await all(held.store.readStream(one))).toHaveLength(1);
    });
  });

  describe('what is no append', () => {
    const event = anEvent();
    it.each([
      ['no events', []],
      ['an id twice', [event, event]],
      ['an id twice with other content', [event, { ...event, data: 'other' }]],
      ['an id that is no UUID', [{ ...event, id: 'order-1' }]],
      ['an id in capitals', [{ ...event, id: '0198C2D4-0000-7000-8000-00000000000A' }]],
      ['an id with something behind it', [{ ...event, id: `${event.id}\n` }]],
    ])('is refused: %s', async (_name, group) => {
      await expect(held.store.append('s', 'no-stream', group)).rejects.toMatchObject({ code: 'EVENTS_INVALID' });
      expect(await all(held.store.readAll())).toEqual([]);
    });
  });

  describe('what JSON can carry comes back equal', () => {
    it.each<[string, unknown]>([
      ['null', null],
      ['nothing in it', {}],
      ['an empty list', { list: [], in: [[], [[]]] }],
      ['an empty text', { text: '', '': 'an empty key' }],
      ['emoji, also joined ones', '🙂👩‍👩‍👧🏳️‍🌈'],
      ['separators that JavaScript once took for line ends', 'a\u2028b\u2029c'],
      ['control characters', Array.from({ length: 32 }, (_, code) => String.fromCharCode(code)).join('')],
      ['NUL in a key and a value', { 'a\0b': 'c\0d' }],
      ['half of a surrogate pair', ['\ud83d', '\ude42', 'x\ud800y']],
      ['what Unicode calls no character', '\ufffe\uffff\u{10ffff}'],
      ['a byte order mark', '\ufeffx'],
      ['right to left', 'שלום \u202e abc'],
      ['large numbers', [2 ** 53 - 1, -(2 ** 53 - 1), 2 ** 53, 1e21, 1.7976931348623157e308]],
      ['small numbers', [5e-324, 0.1 + 0.2, 1e-7, -0.5]],
      ['keys that JavaScript knows', { constructor: 1, toString: 2, hasOwnProperty: 3, length: 4 }],
      ['the key __proto__', JSON.parse('{"__proto__": {"admin": true}, "a": {"__proto__": 1}}')],
      ['keys with dots and dollars', { 'a.b': 1, a: { b: 2 }, $set: { x: 1 }, 'x.$': 3, $sealed: { v: 1 } }],
      ['keys like numbers, in their order', { 10: 'ten', 9: 'nine', b: 1, a: 2 }],
      ['keys of the store itself', { stream: 'x', revision: -1, position: 'y', recordedAt: 'z', id: 1 }],
      ['fifty levels', Array.from({ length: 50 }).reduce<unknown>((inner) => ({ inner: [inner] }), 'deep')],
      ['two thousand keys', Object.fromEntries(Array.from({ length: 2_000 }, (_, n) => [`key-${n}`, n]))],
      ['text that looks like JSON and SQL', `{"a": 1}'); --`],
    ])('%s', async (_name, data) => {
      const event = anEvent({ data, sender: { source: 's', id: 'i', attributes: { data } } });
      await appended(held.store, 's', 'no-stream', [event]);
      for (const read of [held.store.readStream('s'), held.store.readAll()]) {
        const [stored] = await all(read);
        expect(stored === undefined ? undefined : withoutPlace(stored)).toEqual(event);
        expect(JSON.stringify(stored?.data)).toBe(JSON.stringify(data));
      }
      expect(await held.store.append('s', 0, [event])).toMatchObject({ kind: 'done', repeated: true });
    });

    it('makes 0 of -0, as JSON does, and takes both for the same', async () => {
      const event = anEvent({ data: [-0] });
      await appended(held.store, 's', 'no-stream', [event]);
      expect((await all(held.store.readAll()))[0]?.data).toEqual([0]);
      expect(await held.store.append('s', 0, [{ ...event, data: [0] }])).toMatchObject({ kind: 'done', repeated: true });
    });

    it('leaves out what is undefined, as JSON does', async () => {
      await appended(held.store, 's', 'no-stream', [anEvent({ data: { a: undefined, b: [undefined] } })]);
      expect((await all(held.store.readAll()))[0]?.data).toEqual({ b: [null] });
    });
  });
}
