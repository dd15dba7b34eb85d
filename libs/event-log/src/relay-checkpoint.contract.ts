import type { RelayCheckpoint, RelayState } from './relay-checkpoint';

/** A checkpoint that is empty and for one test alone. */
export interface RelayCheckpointFixture {
  readonly checkpoint: RelayCheckpoint;
  /** The same one, as another process opens it. */
  readonly again: () => Promise<RelayCheckpoint>;
  readonly dispose?: () => Promise<void>;
}

const LARGE = 9_007_199_254_740_993n;

function state(version: number, change: Partial<RelayState> = {}): RelayState {
  return { version, fence: 1, storeId: 'a store', position: 7n, partitions: [{ position: 7n, offset: 2n }, { position: -1n, offset: -1n }], ...change };
}

/** What every checkpoint of a relay must do. */
export function relayCheckpointContract(name: string, factory: () => Promise<RelayCheckpointFixture>): void {
  describe(`relay checkpoint contract: ${name}`, () => {
    let fixture: RelayCheckpointFixture;

    beforeEach(async () => {
      fixture = await factory();
    });

    afterEach(async () => fixture.dispose?.());

    it('is nothing at first', async () => {
      expect(await fixture.checkpoint.read()).toBeNull();
    });

    it('gives back what was stored, beyond 2^53 too, to another process as well', async () => {
      const stored = state(1, { position: LARGE, partitions: [{ position: LARGE, offset: LARGE + 2n }] });
      expect(await fixture.checkpoint.replace(stored)).toBe(true);
      expect(await fixture.checkpoint.read()).toEqual(stored);
      expect(await (await fixture.again()).read()).toEqual(stored);
    });

    it('moves from version to version', async () => {
      for (let version = 1; version <= 5; version++) expect(await fixture.checkpoint.replace(state(version, { position: BigInt(version) }))).toBe(true);
      expect(await fixture.checkpoint.read()).toEqual(state(5, { position: 5n }));
    });

    it.each([1, 2, 4])('refuses version %d behind version 2 and keeps what it has', async (version) => {
      await fixture.checkpoint.replace(state(1));
      await fixture.checkpoint.replace(state(2));
      expect(await fixture.checkpoint.replace(state(version, { position: 99n }))).toBe(false);
      expect(await fixture.checkpoint.read()).toEqual(state(2));
    });

    it('does not begin in the middle', async () => {
      expect(await fixture.checkpoint.replace(state(2))).toBe(false);
      expect(await fixture.checkpoint.read()).toBeNull();
    });

    it('lets exactly one of many win, each time', async () => {
      for (let version = 1; version <= 5; version++) {
        const writers = await Promise.all(Array.from({ length: 8 }, () => fixture.again()));
        const won = await Promise.all(writers.map((writer, fence) => writer.replace(state(version, { fence }))));
        expect(won.filter(Boolean)).toHaveLength(1);
        expect((await fixture.checkpoint.read())?.fence).toBe(won.indexOf(true));
      }
    });
  });
}
