import type { LeaseBook, LeaseRow } from './lease-book';

/** A book that is empty and for one test alone. */
export interface LeaseBookFixture {
  readonly book: LeaseBook;
  /** The same one, as another process opens it. */
  readonly again: () => Promise<LeaseBook>;
  readonly dispose?: () => Promise<void>;
}

function row(version: number, change: Partial<LeaseRow> = {}): LeaseRow {
  return { name: 'build timeline', version, fence: 1, holder: 'somebody', ...change };
}

/** What every book of leases must do. */
export function leaseBookContract(name: string, factory: () => Promise<LeaseBookFixture>): void {
  describe(`lease book contract: ${name}`, () => {
    let fixture: LeaseBookFixture;

    beforeEach(async () => {
      fixture = await factory();
    });

    afterEach(async () => fixture.dispose?.());

    it('has nothing at first', async () => {
      expect(await fixture.book.read('relay')).toBeNull();
      expect(await fixture.book.all()).toEqual([]);
    });

    it('gives back what was stored, to another process as well', async () => {
      expect(await fixture.book.replace(row(1, { holder: null, fence: 7 }))).toBe(true);
      expect(await fixture.book.read('build timeline')).toEqual(row(1, { holder: null, fence: 7 }));
      expect(await (await fixture.again()).read('build timeline')).toEqual(row(1, { holder: null, fence: 7 }));
    });

    it('keeps names apart and lists them in order', async () => {
      for (const each of ['relay', 'Build', 'process expiry: quotes.$x']) expect(await fixture.book.replace(row(1, { name: each }))).toBe(true);
      expect((await fixture.book.all()).map((one) => one.name)).toEqual(['Build', 'process expiry: quotes.$x', 'relay']);
    });

    it.each([1, 2, 4])('refuses version %d behind version 2 and keeps what it has', async (version) => {
      await fixture.book.replace(row(1));
      await fixture.book.replace(row(2));
      expect(await fixture.book.replace(row(version, { holder: 'another' }))).toBe(false);
      expect(await fixture.book.read('build timeline')).toEqual(row(2));
    });

    it('does not begin in the middle', async () => {
      expect(await fixture.book.replace(row(2))).toBe(false);
      expect(await fixture.book.read('build timeline')).toBeNull();
    });

    it('lets exactly one of many win, each time', async () => {
      for (let version = 1; version <= 5; version++) {
        const writers = await Promise.all(Array.from({ length: 8 }, () => fixture.again()));
        const won = await Promise.all(writers.map((writer, holder) => writer.replace(row(version, { holder: String(holder) }))));
        expect(won.filter(Boolean)).toHaveLength(1);
        expect((await fixture.book.read('build timeline'))?.holder).toBe(String(won.indexOf(true)));
      }
    });
  });
}
