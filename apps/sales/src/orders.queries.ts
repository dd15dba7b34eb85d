import { everyDocument, type Shelf, type StoredDocument, type Where } from '@throughline/read-store';
import { asked, findAny, ofCustomer } from './find-any';
import { ORDER_STATUSES, type OrderDocument } from './order.view';

export interface OrderQuery {
  readonly status?: string;
  readonly payment?: string;
  readonly opportunityId?: string;
  readonly quoteId?: string;
  readonly shop?: string;
  readonly search?: string;
  /** Of the customer, person or company. */
  readonly nodes?: readonly string[];
  readonly limit: number;
  /** `after` of the page before. */
  readonly after?: string;
}

export interface OrderPage {
  readonly orders: readonly OrderDocument[];
  readonly after: string | null;
}

const LIVING: Where = { status: { in: ORDER_STATUSES } };

/** Newest first. */
export async function orderPage(shelf: Shelf, { limit, after, nodes, search, ...filters }: OrderQuery): Promise<OrderPage> {
  const where: Where = { ...LIVING, ...asked({ ...filters }), ...(search === undefined ? {} : { words: { contains: search } }) };
  const page = await findAny(shelf, ofCustomer(where, nodes), { orderBy: 'placedAt', limit, after });
  return { orders: page.documents.map(orderIn), after: page.after };
}

export async function orderById(shelf: Shelf, orderId: string): Promise<OrderDocument | null> {
  const document = (await shelf.documents([orderId])).get(orderId);
  const found = document === undefined ? null : orderIn(document);
  return found?.status === 'none' ? null : found;
}

/** All orders of a customer, each once. */
export async function* ordersOf(shelf: Shelf, nodes: readonly string[]): AsyncGenerator<OrderDocument> {
  const seen = new Set<string>();
  for (const where of ofCustomer(LIVING, nodes))
    for await (const document of everyDocument(shelf, where)) {
      if (seen.has(document.key)) continue;
      seen.add(document.key);
      yield orderIn(document);
    }
}

/** All orders, those of one node together: of people first, then of companies, then of nobody. Page by page. */
export async function* ordersByBuyer(shelf: Shelf): AsyncGenerator<OrderDocument> {
  yield* inOrderOf(shelf, 'customerNode', { ...LIVING, customerNode: { gte: '' } });
  yield* inOrderOf(shelf, 'companyNode', { ...LIVING, customerNode: null });
}

const PAGE = 1_000;

async function* inOrderOf(shelf: Shelf, path: 'customerNode' | 'companyNode', where: Where): AsyncGenerator<OrderDocument> {
  let last: StoredDocument | undefined;
  for (;;) {
    const after = last === undefined ? {} : { after: { value: orderIn(last)[path], key: last.key } };
    const page = await shelf.find({ where, orderBy: { path }, limit: PAGE, ...after });
    yield* page.map(orderIn);
    last = page.at(-1);
    if (page.length < PAGE) return;
  }
}

function orderIn(document: StoredDocument): OrderDocument {
  return document.body as unknown as OrderDocument;
}
