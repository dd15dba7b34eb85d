// Real: archives in folders, the stores in memory. What is done to an archive is done to its files.
import { cpSync, readdirSync, readFileSync, renameSync, rmSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { gzipSync } from 'node:zlib';
import type { Manifest } from './archive';
import { companyThat, emptyCompany, everything, freshFolder, MASTER_KEY, quiet, type Act } from './archive-fixture';
import { exportCompany } from './export-company';
import { openArchive } from './open-archive';
import { restoreCompany } from './restore-company';

const acts = Array.from({ length: 30 }, (_, n): Act => ({ kind: (['order', 'seen', 'lead', 'file', 'key'] as const)[n % 5] ?? 'order', who: n % 3, far: n % 6 }));
const original = freshFolder();
let folder: string;

beforeAll(async () => {
  await exportCompany(await companyThat(acts), MASTER_KEY, original, quiet);
});
beforeEach(() => {
  folder = freshFolder();
  cpSync(original, folder, { recursive: true });
});
afterEach(() => rmSync(dirname(folder), { recursive: true }));
afterAll(() => rmSync(dirname(original), { recursive: true }));

const manifestOf = (): Manifest => JSON.parse(readFileSync(join(folder, 'manifest.json'), 'utf8')) as Manifest;
const blobs = (): readonly string[] => readdirSync(join(folder, 'blobs')).filter((name) => name.length === 2).flatMap((shard) => readdirSync(join(folder, 'blobs', shard)).map((name) => `blobs/${shard}/${name}`));
const flip = (file: string): void => {
  const bytes = readFileSync(join(folder, file));
  bytes[bytes.length - 20] = (bytes[bytes.length - 20] ?? 0) ^ 1;
  writeFileSync(join(folder, file), bytes);
};

/** It says what is wrong, and has written nothing. */
async function expectRefused(code: string, saying: string, masterKey = MASTER_KEY): Promise<void> {
  const target = emptyCompany();
  const restoring = openArchive(folder, masterKey).then((archive) => restoreCompany(archive, target, quiet));
  await expect(restoring).rejects.toMatchObject({ name: 'ArchiveError', code, message: expect.stringContaining(saying) as string });
  expect([await target.store.head(), await everything(target.vault.rows()), await everything(target.blobs.list())]).toEqual([null, [], []]);
}

it('as it was exported, it is restored', async () => {
  const comparison = await restoreCompany(await openArchive(folder, MASTER_KEY), emptyCompany(), quiet);
  expect(comparison.map(({ difference, exported }) => [difference, exported.count > 0])).toEqual([[null, true], [null, true], [null, true]]);
});

describe('an archive is refused, and which file is to blame is said,', () => {
  const segments = ['events/000001.ndjson.gz', 'vault/000001.ndjson.gz', 'blobs/000001.ndjson.gz'];

  it.each(segments)('where a byte of %s is another', async (file) => {
    flip(file);
    await expectRefused('ARCHIVE_DAMAGED', `${file} is not what was exported`);
  });

  it.each(segments)('where %s is cut short', async (file) => {
    truncateSync(join(folder, file), statSync(join(folder, file)).size - 1);
    await expectRefused('ARCHIVE_DAMAGED', `${file} has`);
  });

  it.each(segments)('where %s is missing', async (file) => {
    rmSync(join(folder, file));
    await expectRefused('ARCHIVE_DAMAGED', `${file} is missing`);
  });

  it('where an attachment is altered, cut short or missing', async () => {
    const [first = '', second = '', third = ''] = blobs();
    flip(first);
    await expectRefused('ARCHIVE_DAMAGED', `${first} is not what was exported`);
    cpSync(join(original, first), join(folder, first));
    truncateSync(join(folder, second), 50);
    await expectRefused('ARCHIVE_DAMAGED', `${second} is not what was exported`);
    cpSync(join(original, second), join(folder, second));
    rmSync(join(folder, third));
    await expectRefused('ARCHIVE_DAMAGED', `${third} is missing`);
  });

  it('where a segment was exchanged and the manifest made to fit', async () => {
    const [segment] = manifestOf().events.segments;
    const forged = gzipSync('{"id":"forged"}\n');
    writeFileSync(join(folder, segment?.file ?? ''), forged);
    const manifest = { ...manifestOf(), events: { ...manifestOf().events, count: 1, segments: [{ ...segment, lines: 1, bytes: forged.length }] } };
    writeFileSync(join(folder, 'manifest.json'), JSON.stringify(manifest));
    await expectRefused('ARCHIVE_DAMAGED', 'manifest.json is not what was exported');
  });

  it.each<[string, (text: string) => string, string, string]>([
    ['is no JSON', () => '{', 'ARCHIVE_DAMAGED', 'manifest.json cannot be read'],
    ['is of something else', () => '{"format":"zip"}', 'ARCHIVE_UNKNOWN', 'not that of an archive'],
    ['is of a newer version', (text) => text.replace('"version": 1', '"version": 2'), 'ARCHIVE_UNKNOWN', 'newer version'],
    ['lost its seal', (text) => JSON.stringify({ ...(JSON.parse(text) as object), seal: undefined }), 'ARCHIVE_DAMAGED', 'lacks its seal'],
    ['names another store', (text) => text.replace(/"storeId": "[^"]*"/, '"storeId": "other"'), 'ARCHIVE_DAMAGED', 'its seal does not fit'],
  ])('where the manifest %s', async (_name, change, code, saying) => {
    const file = join(folder, 'manifest.json');
    writeFileSync(file, change(readFileSync(file, 'utf8')));
    await expectRefused(code, saying);
  });

  it('where there is none, or one that is not finished', async () => {
    renameSync(join(folder, 'manifest.json'), join(folder, 'unfinished.json'));
    await expectRefused('ARCHIVE_UNFINISHED', 'was interrupted');
    rmSync(join(folder, 'unfinished.json'));
    await expectRefused('ARCHIVE_UNKNOWN', 'holds no archive');
    rmSync(folder, { recursive: true });
    await expectRefused('ARCHIVE_UNKNOWN', 'there is no folder');
  });
});

it('another master key is told at once', () => expectRefused('WRONG_MASTER_KEY', 'made with another master key', Buffer.alloc(32, 8)));

it('without the master key an archive opens nothing: no key, no secret, nobody’s name', async () => {
  const company = await companyThat(acts);
  const keys = (await everything(company.vault.rows())).flatMap((row) => (row.kind === 'credential' || row.bytes === null ? [] : [row.bytes]));
  const other = freshFolder();
  await exportCompany(company, MASTER_KEY, other, quiet);
  const { gunzipSync } = jest.requireActual<typeof import('node:zlib')>('node:zlib');
  const text = ['events', 'vault', 'blobs'].map((part) => gunzipSync(readFileSync(join(other, part, '000001.ndjson.gz'))).toString()).join('');
  for (const key of keys) for (const encoding of ['base64', 'base64url', 'hex'] as const) expect(text).not.toContain(key.toString(encoding));
  expect(text).not.toMatch(/person-\d@example|Jane/);
  rmSync(dirname(other), { recursive: true });
});
