import type { Journal } from '@throughline/event-store';
import { candidateIdentifiers } from '@throughline/identity';
import { everyDocument, type Shelf, type StoredDocument } from '@throughline/read-store';
import { plain } from './spelling.rules';
import { behindPartsOf, combine, EMPTY_SUMMARY, type SummaryPart } from './summary.view';

export interface FoundCustomer {
  readonly node: string;
  readonly identifier: { readonly type: string; readonly value: string };
  readonly name: string | null;
  readonly lastSeen: string | null;
}

const DEFAULT_LIMIT = 20;
/** Parts read at once. */
const PAGE = 200;
/** Before every node. */
const FIRST = '!';

interface SearchPage {
  readonly customers: readonly FoundCustomer[];
  /** Where the next page begins, with the same search and limit; `null` = these were all. */
  readonly after: string | null;
}

/**
 * Nodes whose identifier or name contains the words, however umlauts are written, in order of key; those called exactly so come first, on the first page.
 * One row a node: what belongs together is shown by the customer's page. Reads past all parts of a node at once, so somebody
 * who did much with many costs no more than anybody else.
 */
export async function searchCustomers(shelf: Shelf, journal: Journal, request: { readonly search: string; readonly limit?: number; readonly after?: string }): Promise<SearchPage> {
  const limit = request.limit ?? DEFAULT_LIMIT;
  const text = plain(request.search.trim());
  if (text === '') return { customers: [], after: null };
  const exact = await exactly(shelf, journal, request.search, limit);
  const found = new Map(request.after === undefined ? exact : []);
  let after = request.after ?? FIRST;
  for (;;) {
    const parts = await shelf.find({ where: { searchable: { contains: text } }, limit: PAGE, after: { value: null, key: behindPartsOf(after) } });
    for (const part of parts) {
      const customer = present(part);
      if (customer === null || found.has(customer.node) || exact.has(customer.node)) continue;
      if (found.size === limit) return { customers: await whole(shelf, found), after };
      found.set(customer.node, customer);
      after = customer.node;
    }
    const last = parts.at(-1);
    if (last === undefined || parts.length < PAGE) return { customers: await whole(shelf, found), after: null };
    after = nodeOf(last);
  }
}

/** At most as many as fit on the first page. */
async function exactly(shelf: Shelf, journal: Journal, text: string, limit: number): Promise<ReadonlyMap<string, FoundCustomer>> {
  const found = new Map<string, FoundCustomer>();
  for (const node of candidateIdentifiers(text).map(journal.node)) {
    const [customer] = (await shelf.find({ where: { node }, limit: PAGE })).map(present).filter((one) => one !== null);
    if (customer !== undefined && found.size < limit) found.set(node, customer);
  }
  return found;
}

/** With name and last contact from all parts of each node, not only from the one in which the words were found. */
async function whole(shelf: Shelf, found: ReadonlyMap<string, FoundCustomer>): Promise<readonly FoundCustomer[]> {
  return Promise.all(
    [...found.values()].map(async (customer) => {
      let summary = EMPTY_SUMMARY;
      for await (const { body } of everyDocument(shelf, { node: customer.node })) summary = combine(summary, (body as unknown as SummaryPart).summary);
      return { ...customer, name: summary.names[customer.node]?.value ?? null, lastSeen: shownTime(summary.lastSeen) };
    }),
  );
}

function shownTime(time: number | null): string | null {
  return time === null ? null : new Date(time).toISOString();
}

function nodeOf({ body }: StoredDocument): string {
  return (body as unknown as SummaryPart).node;
}

function present(document: StoredDocument): FoundCustomer | null {
  const { node, summary } = document.body as unknown as SummaryPart;
  const identifier = summary.identifiers[node];
  if (identifier === undefined) return null;
  return { node, identifier, name: summary.names[node]?.value ?? null, lastSeen: shownTime(summary.lastSeen) };
}
