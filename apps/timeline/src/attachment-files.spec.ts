// Real: the files of customers over a blob store and a vault in memory. Files are made up.
import { MemoryBlobStore, type BlobContents } from '@throughline/blob-store';
import { Journal, MemoryEventStore } from '@throughline/event-store';
import { MemoryVault } from '@throughline/vault';
import { AttachmentFiles, MOST_BYTES } from './attachment-files';
import { attachmentView } from './attachment.view';

const customer = { type: 'email', value: 'simulated@example.com' };
const text = 'Simulated letter';

async function* sent(...parts: readonly string[]): AsyncGenerator<Buffer> {
  for (const part of parts) yield Buffer.from(part);
}
const file = (...parts: readonly string[]) => ({ content: sent(...parts), contentType: undefined, announced: undefined });

async function setUp() {
  const vault = new MemoryVault();
  const contents: BlobContents = new Map();
  const journal = await Journal.open(new MemoryEventStore(), vault);
  const owner = journal.node(customer);
  const files = new AttachmentFiles(new MemoryBlobStore(contents), vault, journal);
  const read = async (blob: { readonly address: string; readonly bytes: number }) => {
    const content = await files.open({ ...attachmentView.initial('1'), owner, blob: blob.address, bytes: blob.bytes }, { from: 0, to: blob.bytes });
    if (content === null) return null;
    let all = '';
    for await (const piece of content) all += piece.toString();
    return all;
  };
  return { vault, contents, owner, files, read };
}

it('are kept for whoever they belong to', async () => {
  const { files, read } = await setUp();
  expect(await read(await files.keep(customer, file('Simulated ', 'letter')))).toBe(text);
});

it('of an erased customer open no more, whoever has a copy, and nothing is kept for them again', async () => {
  const { vault, contents, owner, files, read } = await setUp();
  const blob = await files.keep(customer, file(text));
  await vault.destroyKey(owner);
  expect([await read(blob), contents.size]).toEqual([null, 1]);
  await expect(files.keep(customer, file(text))).rejects.toMatchObject({ code: 'CUSTOMER_ERASED' });
});

it('said to be too long are refused before they come', async () => {
  const { files } = await setUp();
  let asked = false;
  const content = (async function* () {
    asked = true;
    yield Buffer.from(text);
  })();
  await expect(files.keep(customer, { content, contentType: undefined, announced: MOST_BYTES + 1 })).rejects.toMatchObject({ code: 'BLOB_TOO_LARGE' });
  expect(asked).toBe(false);
});

it('are not taken without end: the twenty-first at once is told to come back, and may when one is done', async () => {
  const { files } = await setUp();
  let finish: () => void = () => undefined;
  const finished = new Promise<void>((resolve) => (finish = resolve));
  const slow = () =>
    (async function* () {
      yield Buffer.from(text);
      await finished;
    })();
  const underway = Array.from({ length: 20 }, () => files.keep(customer, { content: slow(), contentType: undefined, announced: undefined }));
  await expect(files.keep(customer, file(text))).rejects.toMatchObject({ status: 429, code: 'TOO_MANY_FILES' });
  finish();
  await Promise.all(underway);
  expect((await files.keep(customer, file(text))).repeated).toBe(true);
});
