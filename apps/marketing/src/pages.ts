import type { JsonObject, NodeId } from '@throughline/kernel';
import { Problem } from '@throughline/platform';
import { scalarAt, type Scalar, type Shelf, type StoredDocument, type Where } from '@throughline/read-store';

export interface PageQuery {
  readonly where: Where;
  /** A path of numbers: times. Newest first; without it in order of key. */
  readonly newestBy?: string;
  readonly limit: number;
  /** `after` of the page before. */
  readonly after?: string;
}

export interface Page<Doc> {
  readonly documents: readonly Doc[];
  /** Where the next page begins; `null` = these were all. */
  readonly after: string | null;
}

export async function pageOf<Doc extends JsonObject>(shelf: Shelf, { where, newestBy, limit, after }: PageQuery): Promise<Page<Doc>> {
  const found = await shelf.find({
    where,
    limit,
    ...(newestBy === undefined ? {} : { orderBy: { path: newestBy, descending: true } }),
    ...(after === undefined ? {} : { after: readPlace(after) }),
  });
  const last = found.at(-1);
  const isFull = last !== undefined && found.length === limit;
  return { documents: found.map(({ body }) => body as Doc), after: isFull ? writePlace(newestBy === undefined ? null : scalarAt(last.body, newestBy), last.key) : null };
}

/** At most so many of one customer are shown. */
const OF_A_CUSTOMER = 200;

/** What concerns any of these nodes as customer or as company, newest first. */
export async function ofCustomer<Doc extends JsonObject>(shelf: Shelf, nodes: readonly NodeId[], newestBy: string): Promise<readonly Doc[]> {
  const lists = await Promise.all(['customerNode', 'companyNode'].map((path) => shelf.find({ where: { [path]: { in: nodes } }, orderBy: { path: newestBy, descending: true }, limit: OF_A_CUSTOMER })));
  const once = new Map(lists.flat().map((document) => [document.key, document]));
  const at = ({ body }: StoredDocument): number => Number(scalarAt(body, newestBy) ?? 0);
  return [...once.values()].toSorted((a, b) => at(b) - at(a) || (a.key < b.key ? -1 : 1)).slice(0, OF_A_CUSTOMER).map(({ body }) => body as Doc);
}

/** `null` = there is none, or nothing of it is left. */
export async function documentOf<Doc extends JsonObject & { readonly status: string }>(shelf: Shelf, key: string): Promise<Doc | null> {
  const document = (await shelf.documents([key])).get(key);
  if (document === undefined) return null;
  const body = document.body as Doc;
  return body.status === 'none' ? null : body;
}

/** What was asked for, without what was left open. */
export function asked(filters: Readonly<Record<string, Scalar | undefined>>): Where {
  return Object.fromEntries(Object.entries(filters).filter((filter): filter is [string, Scalar] => filter[1] !== undefined));
}

function writePlace(value: Scalar, key: string): string {
  return `${value === null ? '' : String(value)}~${key}`;
}

function readPlace(after: string): { readonly value: Scalar; readonly key: string } {
  const [, value, key] = /^(-?\d*(?:\.\d+)?)~([^]*)$/.exec(after) ?? [];
  if (value === undefined || key === undefined) throw new Problem(400, 'CURSOR_INVALID', '`after` is the one of an earlier page');
  return { value: value === '' ? null : Number(value), key };
}
