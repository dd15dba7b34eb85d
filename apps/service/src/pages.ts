import { Problem } from '@throughline/platform';
import { compareScalars, compareText, scalarAt, type Scalar, type Shelf, type StoredDocument, type Where } from '@throughline/read-store';

export interface PageQuery {
  /** A document that meets any of them is in the list, once. */
  readonly anyOf: readonly Where[];
  readonly orderBy: { readonly path: string; readonly descending?: boolean };
  /** What the shelf cannot ask. */
  readonly accept?: (document: StoredDocument) => boolean;
  readonly limit: number;
  /** `after` of the page before. */
  readonly after?: string;
}

export interface Page {
  readonly documents: readonly StoredDocument[];
  /** Where the next page begins; `null` = these were all. */
  readonly after: string | null;
}

type Place = { readonly value: Scalar; readonly key: string };

/** Documents read at once, at most; where few of them are accepted it soon comes to that. */
const LARGEST_CHUNK = 1_000;

/** One list out of several conditions, in one order, page by page. Reads on until the page is full. */
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
  return `${value === null ? '' : String(value)}~${key}`;
}

/** Lists are ordered by numbers: times. */
function readPlace(after: string): Place {
  const [, value, key] = /^(-?\d*(?:\.\d+)?)~([^]*)$/.exec(after) ?? [];
  if (value === undefined || key === undefined) throw new Problem(400, 'CURSOR_INVALID', '`after` is the one of an earlier page');
  return { value: value === '' ? null : Number(value), key };
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
