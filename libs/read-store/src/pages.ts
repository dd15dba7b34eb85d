import { ReadStoreError, type Scalar, type Shelf, type StoredDocument, type Where } from './read-store';
import { compareScalars, compareText, scalarAt } from './where';

export interface PageQuery {
  /** A document that meets any of them is in the list, once. */
  readonly anyOf: readonly Where[];
  /** Of the indexes. Equal ones are ordered by their key. */
  readonly orderBy: { readonly path: string; readonly descending?: boolean };
  /** What the shelf cannot ask. */
  readonly accept?: (document: StoredDocument) => boolean;
  readonly limit: number;
  /** `after` of the page before. */
  readonly after?: string | undefined;
}

export interface Page {
  readonly documents: readonly StoredDocument[];
  /** Where the next page begins; `null` = these were all. */
  readonly after: string | null;
}

type Place = { readonly value: Scalar; readonly key: string };

/** Documents read at once, at most; where few of them are accepted it soon comes to that. */
const LARGEST_CHUNK = 1_000;

/** One list out of several conditions, in one order, page by page; reads on until the page is full. Throws `CURSOR_INVALID`. */
export async function pageOf(shelf: Shelf, query: PageQuery): Promise<Page> {
  const found: StoredDocument[] = [];
  let chunk = query.limit;
  let after = query.after === undefined ? undefined : readPlace(query.after);
  for (;;) {
    const documents = await merged(shelf, query, chunk, after);
    for (const document of documents) {
      if (query.accept?.(document) !== false) found.push(document);
      if (found.length === query.limit) return { documents: found, after: writePlace(placeOf(document, query.orderBy.path)) };
    }
    const last = documents.at(-1);
    if (last === undefined || documents.length < chunk) return { documents: found, after: null };
    after = placeOf(last, query.orderBy.path);
    chunk = Math.max(query.limit, Math.min(LARGEST_CHUNK, chunk * 4));
  }
}

/** The first `limit` of all lists together: behind them one of the lists may have been cut. */
async function merged(shelf: Shelf, { anyOf, orderBy }: PageQuery, limit: number, after: Place | undefined): Promise<readonly StoredDocument[]> {
  const lists = await Promise.all(anyOf.map((where) => shelf.find({ where, orderBy, limit, ...(after === undefined ? {} : { after }) })));
  const [only] = lists;
  if (only !== undefined && lists.length === 1) return only;
  const once = new Map(lists.flat().map((document) => [document.key, document]));
  const direction = orderBy.descending === true ? -1 : 1;
  const order = (a: StoredDocument, b: StoredDocument): number => direction * (compareScalars(scalarAt(a.body, orderBy.path), scalarAt(b.body, orderBy.path)) || compareText(a.key, b.key));
  return [...once.values()].toSorted(order).slice(0, limit);
}

function placeOf(document: StoredDocument, path: string): Place {
  return { value: scalarAt(document.body, path), key: document.key };
}

function writePlace({ value, key }: Place): string {
  return Buffer.from(JSON.stringify([value, key])).toString('base64url');
}

function readPlace(after: string): Place {
  try {
    const [value, key, ...more] = JSON.parse(Buffer.from(after, 'base64url').toString()) as readonly unknown[];
    if (typeof key === 'string' && more.length === 0 && (value === null || ['string', 'number', 'boolean'].includes(typeof value))) return { value: value as Scalar, key };
  } catch {
    // No JSON: said below.
  }
  throw new ReadStoreError('CURSOR_INVALID', '`after` is taken as it is from an earlier page');
}

/** The words of a search, in small letters. */
export function wordsIn(search: string | undefined): readonly string[] {
  return (search ?? '').toLowerCase().split(/\s+/u).filter((word) => word !== '');
}

/** The longest word is left to the shelf, the others are looked for in what it finds. */
export function containing(path: string, words: readonly string[]): { readonly where: Where; readonly accept: (document: StoredDocument) => boolean } {
  const [longest, ...others] = words.toSorted((a, b) => b.length - a.length);
  const accept = ({ body }: StoredDocument): boolean => others.every((word) => String(scalarAt(body, path)).includes(word));
  return { where: longest === undefined ? {} : { [path]: { contains: longest } }, accept };
}

/** What was asked for, without what was left open. */
export function asked(filters: Readonly<Record<string, Scalar | undefined>>): Where {
  return Object.fromEntries(Object.entries(filters).filter((filter): filter is [string, Scalar] => filter[1] !== undefined));
}
