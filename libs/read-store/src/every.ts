import type { EntryCursor, EntryQuery, Shelf, StoredDocument, StoredEntry, Where } from './read-store';

const PAGE = 1_000;

/** All documents of a shelf that meet the conditions, in order of key, read page by page. */
export async function* everyDocument(shelf: Shelf, where: Where = {}): AsyncGenerator<StoredDocument> {
  let after: string | undefined;
  for (;;) {
    const page = await shelf.find({ where, limit: PAGE, ...(after === undefined ? {} : { after: { value: null, key: after } }) });
    yield* page;
    after = page.at(-1)?.key;
    if (page.length < PAGE) return;
  }
}

/** All entries under these keys, merged, oldest first, read page by page. */
export async function* everyEntry(shelf: Shelf, query: Omit<EntryQuery, 'limit' | 'after' | 'oldestFirst'>): AsyncGenerator<StoredEntry> {
  let after: EntryCursor | undefined;
  for (;;) {
    const page = await shelf.entries({ ...query, oldestFirst: true, limit: PAGE, ...(after === undefined ? {} : { after }) });
    yield* page;
    after = page.at(-1);
    if (page.length < PAGE) return;
  }
}
