import type { JsonObject, NodeId } from '@throughline/kernel';
import { pageOf, type PageQuery, type Shelf, type Where } from '@throughline/read-store';

/** A page of documents as their view wrote them. */
export interface DocumentPage<Doc> {
  readonly documents: readonly Doc[];
  /** Where the next page begins; `null` = these were all. */
  readonly after: string | null;
}

export async function documentPage<Doc extends JsonObject>(shelf: Shelf, query: PageQuery): Promise<DocumentPage<Doc>> {
  const { documents, after } = await pageOf(shelf, query);
  return { documents: documents.map(({ body }) => body as Doc), after };
}

/** `null` = there is none, or nothing of it is left. */
export async function documentOf<Doc extends JsonObject & { readonly status: string }>(shelf: Shelf, key: string): Promise<Doc | null> {
  const document = (await shelf.documents([key])).get(key);
  if (document === undefined) return null;
  const body = document.body as Doc;
  return body.status === 'none' ? null : body;
}

/** At most so many of one customer are shown. */
const OF_A_CUSTOMER = 200;

/** What concerns any of these nodes as customer or as company, newest first. `newestBy`: a path of times. */
export async function ofCustomer<Doc extends JsonObject & { readonly status: string }>(shelf: Shelf, nodes: readonly NodeId[], newestBy: string): Promise<readonly Doc[]> {
  const anyOf: readonly Where[] = [{ customerNode: { in: nodes } }, { companyNode: { in: nodes } }];
  const { documents } = await documentPage<Doc>(shelf, { anyOf, orderBy: { path: newestBy, descending: true }, accept: ({ body }) => body['status'] !== 'none', limit: OF_A_CUSTOMER });
  return documents;
}
