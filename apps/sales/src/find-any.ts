import { compareScalars, compareText, scalarAt, type Scalar, type Shelf, type StoredDocument, type Where } from '@throughline/read-store';

export interface PageRequest {
  /** A path of the indexes; newest or highest first. */
  readonly orderBy: string;
  readonly limit: number;
  /** `after` of the page before. */
  readonly after?: string | undefined;
}

export interface FoundPage {
  readonly documents: readonly StoredDocument[];
  readonly after: string | null;
}

/** One page of the documents that meet any of these conditions, each once: a customer is found as a person or as a company. */
export async function findAny(shelf: Shelf, anyOf: readonly Where[], { orderBy, limit, after }: PageRequest): Promise<FoundPage> {
  const place = after === undefined ? {} : { after: placeIn(after) };
  const pages = await Promise.all(anyOf.map((where) => shelf.find({ where, orderBy: { path: orderBy, descending: true }, limit, ...place })));
  const found = new Map(pages.flat().map((document) => [document.key, document]));
  const valueOf = ({ body }: StoredDocument): Scalar => scalarAt(body, orderBy);
  const documents = [...found.values()].toSorted((a, b) => compareScalars(valueOf(b), valueOf(a)) || compareText(b.key, a.key)).slice(0, limit);
  const last = documents.at(-1);
  return { documents, after: last !== undefined && documents.length === limit ? placeOf(valueOf(last), last.key) : null };
}

/** Fields that were left out are no conditions. */
export function asked(filters: Readonly<Record<string, Scalar | undefined>>): Where {
  return Object.fromEntries(Object.entries(filters).filter((filter): filter is [string, Scalar] => filter[1] !== undefined));
}

/** Where customer or company is one of these nodes; without nodes there is nothing to narrow. */
export function ofCustomer(where: Where, nodes: readonly string[] | undefined): readonly Where[] {
  return nodes === undefined ? [where] : ['customerNode', 'companyNode'].map((path) => ({ ...where, [path]: { in: nodes } }));
}

function placeOf(value: Scalar, key: string): string {
  return `${value ?? ''}~${key}`;
}

/** What is no place of ours stands behind everything. */
function placeIn(after: string): { readonly value: Scalar; readonly key: string } {
  const separator = after.indexOf('~');
  const value = after.slice(0, Math.max(separator, 0));
  return { value: /^\d{1,15}$/.test(value) ? Number(value) : null, key: after.slice(separator + 1) };
}
