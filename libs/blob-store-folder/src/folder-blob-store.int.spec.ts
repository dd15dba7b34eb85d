// Real: files in a folder of their own, for each case a new one.
import { blobStoreContract } from '@throughline/blob-store';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { FolderBlobStore } from './folder-blob-store';

const newFolder = (): string => mkdtempSync(join(tmpdir(), 'throughline-blobs-'));
const fileOf = (folder: string, address: string): string => join(folder, address.slice(0, 2), address);
const filesIn = (folder: string): readonly string[] => readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile()).map(({ name }) => name);

blobStoreContract('FolderBlobStore', async () => {
  const folder = newFolder();
  return {
    open: () => FolderBlobStore.open({ folder }),
    tamper: async (address, change) => writeFileSync(fileOf(folder, address), change(readFileSync(fileOf(folder, address)))),
    leftovers: async () => filesIn(folder).filter((name) => !/^[0-9a-f]{64}$/.test(name)),
    clear: async () => rmSync(folder, { recursive: true }),
  };
});

describe('the folder', () => {
  const folder = newFolder();
  afterAll(() => rmSync(folder, { recursive: true }));
  const key = Buffer.alloc(32, 1);
  async function* content(...parts: readonly string[]): AsyncGenerator<Buffer> {
    for (const part of parts) yield Buffer.from(part);
  }

  it('is readable by its owner only', async () => {
    const store = await FolderBlobStore.open({ folder });
    const { address } = await store.put(key, content('a letter'), 100);
    expect([fileOf(folder, address), join(folder, address.slice(0, 2)), join(folder, 'unfinished')].map((path) => (statSync(path).mode & 0o777).toString(8))).toEqual(['600', '700', '700']);
  });

  it('lists nothing that is no blob', async () => {
    writeFileSync(join(folder, 'README'), 'put here by somebody');
    mkdirSync(join(folder, 'ff'), { recursive: true });
    writeFileSync(join(folder, 'ff', 'half'), 'put here by somebody');
    const store = await FolderBlobStore.open({ folder });
    const listed: string[] = [];
    for await (const { address } of store.list()) listed.push(address);
    expect(listed.every((address) => /^[0-9a-f]{64}$/.test(address))).toBe(true);
  });

  it('that cannot be written is a failure with a code, without its path', async () => {
    const place = newFolder();
    writeFileSync(join(place, 'file'), '');
    symlinkSync(join(place, 'file'), join(place, 'blobs'));
    const error = await FolderBlobStore.open({ folder: join(place, 'blobs') }).catch((reason: unknown) => reason as Error & { code: string });
    expect(error).toMatchObject({ code: 'BLOB_STORE_FAILED' });
    expect((error as Error).message).not.toContain(place);
    rmSync(place, { recursive: true });
  });
});
