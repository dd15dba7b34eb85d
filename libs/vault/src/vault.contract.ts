import type { Credential, Vault, VaultRow } from './vault';

/** One place a vault can be kept in, opened again and again by the suite, never twice at a time. Fresh for every case. */
export interface VaultPlace {
  open(): Promise<Vault>;
  clear(): Promise<void>;
}

const jen = 'email:1.jen';
const tom = 'email:1.tom';

const credential: Credential = {
  hash: 'a'.repeat(64),
  id: '0199f0a0-0000-7000-8000-000000000001',
  kind: 'staff',
  actor: 'staff:0199f0a0-0000-7000-8000-000000000002',
  source: 'desk',
  createdAt: '2026-01-15T09:00:00.000Z',
  disabled: false,
};

/** A place whose keys are wrapped by a master key. */
export interface WrappedVaultPlace extends VaultPlace {
  openWithOtherMasterKey(): Promise<Vault>;
}

/** What every vault must do. Adapters run it over real files or servers, and `wrappedVaultContract` too. */
export function vaultContract(name: string, makePlace: () => Promise<VaultPlace>): void {
  describe(`${name}: the vault's contract`, () => {
    let place: VaultPlace;
    let vault: Vault;
    const key = async (owner: string): Promise<Buffer | null> => (await vault.keys([owner])).get(owner) as Buffer | null;
    const reopen = async (): Promise<void> => {
      await vault.close();
      vault = await place.open();
    };

    beforeEach(async () => {
      place = await makePlace();
      vault = await place.open();
    });

    afterEach(async () => {
      await vault.close();
      await place.clear();
    });

    describe('a secret', () => {
      it('has 32 bytes', async () => {
        expect(await vault.secret('nodes')).toHaveLength(32);
      });

      it('is the same every time', async () => {
        expect(await vault.secret('nodes')).toEqual(await vault.secret('nodes'));
      });

      it('is the same after reopening', async () => {
        const first = await vault.secret('nodes');
        await reopen();
        expect(await vault.secret('nodes')).toEqual(first);
      });

      it('is another under another name, and no key', async () => {
        const secrets = [await vault.secret('nodes'), await vault.secret('commands'), await key('nodes')];
        expect(new Set(secrets.map((secret) => secret?.toString('hex'))).size).toBe(3);
      });

      it('is one for all who ask at once', async () => {
        const secrets = await Promise.all(Array.from({ length: 20 }, async () => vault.secret('nodes')));
        expect(new Set(secrets.map((secret) => secret.toString('hex'))).size).toBe(1);
      });

      it('cannot be changed by whoever was given it', async () => {
        const first = await vault.secret('nodes');
        const copy = Buffer.from(first);
        first.fill(0);
        expect(await vault.secret('nodes')).toEqual(copy);
      });
    });

    describe('a key', () => {
      it('has 32 bytes, another for every owner', async () => {
        const keys = await vault.keys([jen, tom]);
        expect([...keys.keys()]).toEqual([jen, tom]);
        expect(keys.get(jen)).toHaveLength(32);
        expect(keys.get(jen)).not.toEqual(keys.get(tom));
      });

      it('is made once', async () => {
        expect(await key(jen)).toEqual(await key(jen));
      });

      it('is the same after reopening', async () => {
        const first = await key(jen);
        await reopen();
        expect(await key(jen)).toEqual(first);
      });

      it('is one for all who ask at once', async () => {
        const all = await Promise.all(Array.from({ length: 50 }, async () => vault.keys([jen, tom])));
        expect(new Set(all.map((keys) => keys.get(jen)?.toString('hex'))).size).toBe(1);
        expect(new Set(all.map((keys) => keys.get(tom)?.toString('hex'))).size).toBe(1);
        await reopen();
        expect(await key(jen)).toEqual(all[0]?.get(jen));
      });

      it('is made for those who have none beside those who have', async () => {
        const first = await key(jen);
        const keys = await vault.keys([tom, jen]);
        expect(keys.get(jen)).toEqual(first);
        expect(keys.get(tom)).toHaveLength(32);
      });

      it('of an owner named twice is one', async () => {
        expect((await vault.keys([jen, jen])).size).toBe(1);
      });

      it('of nobody is none', async () => {
        expect((await vault.keys([])).size).toBe(0);
        expect((await vault.knownKeys([])).size).toBe(0);
      });

      it('is told apart by every character of its owner', async () => {
        const owners = ['company:Acme', 'company:acme', 'company:Acme ', 'company:Zo\u00eb', 'company:Zoe\u0308', "company:O'Neill", 'company:\u{1f600}', 'stream:x', `stream:${'x'.repeat(500)}`];
        const keys = await vault.keys(owners);
        expect(new Set([...keys.values()].map((made) => made?.toString('hex'))).size).toBe(owners.length);
        await reopen();
        expect([...(await vault.knownKeys(owners))]).toEqual([...keys]);
      });

      it('is made for thousands at once', async () => {
        const owners = Array.from({ length: 5000 }, (_, index) => `user:1.${index}`);
        const keys = await vault.keys(owners);
        expect(new Set([...keys.values()].map((made) => made?.toString('hex'))).size).toBe(5000);
        await reopen();
        expect([...(await vault.knownKeys(owners))]).toEqual([...keys]);
      });
    });

    describe('known keys', () => {
      it('are not made', async () => {
        expect((await vault.knownKeys([jen])).has(jen)).toBe(false);
        expect((await vault.knownKeys([jen])).size).toBe(0);
      });

      it('are those that were made', async () => {
        const made = await key(jen);
        const known = await vault.knownKeys([jen, tom]);
        expect([...known]).toEqual([[jen, made]]);
      });

      it('are found after reopening', async () => {
        const made = await key(jen);
        await reopen();
        expect((await vault.knownKeys([jen])).get(jen)).toEqual(made);
      });
    });

    describe('a destroyed key', () => {
      it('is null and is never made again', async () => {
        await key(jen);
        await vault.destroyKey(jen);
        expect(await key(jen)).toBeNull();
        expect((await vault.knownKeys([jen])).get(jen)).toBeNull();
      });

      it('stays destroyed after reopening', async () => {
        await key(jen);
        await vault.destroyKey(jen);
        await reopen();
        expect(await key(jen)).toBeNull();
        expect((await vault.knownKeys([jen])).get(jen)).toBeNull();
      });

      it('leaves the others as they were', async () => {
        const toms = await key(tom);
        await key(jen);
        await vault.destroyKey(jen);
        await reopen();
        expect(await key(tom)).toEqual(toms);
      });

      it('may be destroyed twice', async () => {
        await key(jen);
        await vault.destroyKey(jen);
        await vault.destroyKey(jen);
        expect(await key(jen)).toBeNull();
      });

      it('may be one that nobody had: it is never made', async () => {
        await vault.destroyKey(jen);
        await reopen();
        expect(await key(jen)).toBeNull();
      });

      it('stays destroyed if it was being made at that moment', async () => {
        const asked = vault.keys([jen, tom]);
        await vault.destroyKey(jen);
        await asked;
        expect(await key(jen)).toBeNull();
        await reopen();
        expect(await key(jen)).toBeNull();
        expect(await key(tom)).toHaveLength(32);
      });
    });

    describe('a credential', () => {
      it('is found by its hash, as it was put', async () => {
        await vault.putCredential(credential);
        expect(await vault.credential(credential.hash)).toEqual(credential);
      });

      it('that nobody put is null', async () => {
        expect(await vault.credential(credential.hash)).toBeNull();
      });

      it('is there after reopening', async () => {
        await vault.putCredential(credential);
        await reopen();
        expect(await vault.credential(credential.hash)).toEqual(credential);
      });

      it('is replaced by one of the same hash: so it is disabled', async () => {
        await vault.putCredential(credential);
        await vault.putCredential({ ...credential, disabled: true });
        expect(await vault.credential(credential.hash)).toEqual({ ...credential, disabled: true });
        expect(await vault.credentials()).toHaveLength(1);
      });

      it('is one of several of the same source: keys rotate', async () => {
        const next: Credential = { ...credential, hash: 'b'.repeat(64), kind: 'source', createdAt: '2026-01-16T09:00:00.000Z' };
        await vault.putCredential(credential);
        await vault.putCredential(next);
        const all = await vault.credentials();
        expect(all).toHaveLength(2);
        expect(all).toEqual(expect.arrayContaining([credential, next]));
      });
    });

    describe('brought over', () => {
      let other: Vault;
      let otherPlace: VaultPlace;
      const rowsOf = async (from: Vault): Promise<readonly VaultRow[]> => {
        const rows: VaultRow[] = [];
        for await (const row of from.rows()) rows.push(row);
        return rows;
      };
      const sorted = (rows: readonly VaultRow[]): readonly VaultRow[] => rows.toSorted((a, b) => (`${a.kind} ${a.name}` < `${b.kind} ${b.name}` ? -1 : 1));

      beforeEach(async () => {
        otherPlace = await makePlace();
        other = await otherPlace.open();
        await vault.secret('nodes');
        await vault.secret('digests');
        await vault.keys([...Array.from({ length: 2_500 }, (_, index) => `user:1.${index}`), jen, tom, 'company:Zoë']);
        await vault.destroyKey(tom);
        await vault.putCredential(credential);
      });
      afterEach(async () => {
        await other.close();
        await otherPlace.clear();
      });

      it('it is the same vault: secrets, keys, what is destroyed, credentials', async () => {
        const rows = await rowsOf(vault);
        expect(rows.slice(0, 2).map(({ kind }) => kind)).toEqual(['secret', 'secret']);
        expect(rows.filter(({ kind }) => kind === 'key')).toHaveLength(2_503);
        await other.restore(rows.slice(0, 1_500));
        await other.restore(rows.slice(1_500));
        expect(sorted(await rowsOf(other))).toEqual(sorted(rows));
        await other.close();
        other = await otherPlace.open();
        expect(await other.secret('nodes')).toEqual(await vault.secret('nodes'));
        expect([...(await other.keys([jen, tom]))]).toEqual([...(await vault.keys([jen, tom]))]);
        expect((await other.keys([tom])).get(tom)).toBeNull();
        expect(await other.credential(credential.hash)).toEqual(credential);
      });

      it('twice is the same as once, and goes on where it ended', async () => {
        const rows = await rowsOf(vault);
        await other.restore(rows.slice(0, 100));
        await other.restore(rows);
        await other.restore(rows);
        expect(sorted(await rowsOf(other))).toEqual(sorted(rows));
      });

      it.each<[string, (there: Vault) => Promise<unknown>]>([
        ['another secret', (there) => there.secret('nodes')],
        ['another key', (there) => there.keys([jen])],
        ['a key that is destroyed here', (there) => there.destroyKey(jen)],
        ['a key in the place of a destroyed one', (there) => there.keys([tom])],
        ['another credential', (there) => there.putCredential({ ...credential, disabled: true })],
      ])('is refused where there is %s, and nothing is taken over', async (_name, before) => {
        await before(other);
        const there = sorted(await rowsOf(other));
        await expect(other.restore(await rowsOf(vault))).rejects.toMatchObject({ name: 'VaultError', code: 'VAULT_NOT_EMPTY' });
        expect(sorted(await rowsOf(other))).toEqual(there);
        expect((await other.keys(['user:1.later'])).get('user:1.later')).toHaveLength(32);
      });
    });

    describe('closing', () => {
      it('refuses everything afterwards', async () => {
        await vault.close();
        const closed = expect.objectContaining({ name: 'VaultError', code: 'VAULT_CLOSED' }) as Error;
        await expect(vault.secret('nodes')).rejects.toEqual(closed);
        await expect(vault.keys([jen])).rejects.toEqual(closed);
        await expect(vault.knownKeys([jen])).rejects.toEqual(closed);
        await expect(vault.destroyKey(jen)).rejects.toEqual(closed);
        await expect(vault.putCredential(credential)).rejects.toEqual(closed);
        await expect(vault.credential(credential.hash)).rejects.toEqual(closed);
        await expect(vault.credentials()).rejects.toEqual(closed);
        await expect(vault.rows()[Symbol.asyncIterator]().next()).rejects.toEqual(closed);
        await expect(vault.restore([])).rejects.toEqual(closed);
      });

      it('twice is the same as once', async () => {
        await vault.close();
        await expect(vault.close()).resolves.toBeUndefined();
      });

      it('keeps what was asked for before', async () => {
        const asked = vault.keys([jen]);
        await vault.close();
        const made = (await asked).get(jen);
        vault = await place.open();
        expect(await key(jen)).toEqual(made);
      });
    });
  });
}

/** What a vault with a master key must do besides. */
export function wrappedVaultContract(name: string, makePlace: () => Promise<WrappedVaultPlace>): void {
  describe(`${name}: the contract of a vault with a master key`, () => {
    it('refuses another master key, and nothing is lost by it', async () => {
      const place = await makePlace();
      const first = await place.open();
      const made = await first.keys([jen]);
      await first.close();
      const refused = expect.objectContaining({ name: 'VaultError', code: 'VAULT_WRONG_MASTER_KEY' }) as Error;
      await expect(place.openWithOtherMasterKey()).rejects.toEqual(refused);
      const again = await place.open();
      expect([...(await again.keys([jen]))]).toEqual([...made]);
      await again.close();
      await place.clear();
    });
  });
}
