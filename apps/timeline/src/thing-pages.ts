import type { JsonObject } from '@throughline/kernel';
import { Problem } from '@throughline/platform';
import { compareScalars, compareText, scalarAt, type Shelf, type StoredDocument, type Where } from '@throughline/read-store';

export interface PageQuery {
  /** A thing that meets any of them is in the list, once. */
  readonly anyOf: readonly Where[];
  /** A path of text, such as a time of ISO 8601. Equal ones are ordered by their id. */
  readonly orderBy: string;
  readonly descending?: boolean;
  readonly limit: number;
  /** `after` of the page before. */
  readonly after?: string;
}

export interface Page<Doc> {
  readonly things: readonly Doc[];
  /** Where the next page begins; `null` = these were all. */
  readonly after: string | null;
}

/** One list out of several conditions, in one order, page by page. */
export async function pageOf<Doc extends JsonObject>(shelf: Shelf, { anyOf, orderBy, descending = false, limit, after }: PageQuery): Promise<Page<Doc>> {
  const from = after === undefined ? {} : { after: placeIn(after) };
  const lists = await Promise.all(anyOf.map((where) => shelf.find({ where, orderBy: { path: orderBy, descending }, limit, ...from })));
  const once = [...new Map(lists.flat().map((document) => [document.key, document])).values()];
  const things = once.toSorted((a, b) => (descending ? -1 : 1) * (compareScalars(scalarAt(a.body, orderBy), scalarAt(b.body, orderBy)) || compareText(a.key, b.key))).slice(0, limit);
  const last = things.at(-1);
  return { things: things.map(({ body }) => body as Doc), after: last !== undefined && things.length === limit ? placeOf(last, orderBy) : null };
}

function placeOf({ body, key }: StoredDocument, orderBy: string): string {
  return `${String(scalarAt(body, orderBy) ?? '')}~${key}`;
}

function placeIn(after: string): { readonly value: string | null; readonly key: string } {
  const separator = after.indexOf('~');
  if (separator < 0) throw new Problem(400, 'CURSOR_INVALID', 'a cursor is taken as it is from an earlier page');
  return { value: after.slice(0, separator) || null, key: after.slice(separator + 1) };
}
