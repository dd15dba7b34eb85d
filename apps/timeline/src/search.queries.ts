import type { Journal } from '@throughline/event-store';
import { candidateIdentifiers } from '@throughline/identity';
import type { Shelf, StoredDocument } from '@throughline/read-store';
import type { SummaryPart } from './summary.view';

export interface FoundCustomer {
  readonly node: string;
  readonly identifier: { readonly type: string; readonly value: string };
  readonly name: string | null;
  readonly lastSeen: string | null;
}

const DEFAULT_LIMIT = 20;

/**
 * Nodes whose identifier or name contains the words, in order of key; an identifier that is known exactly comes first.
 * One row a node: what belongs together is shown by the customer's page.
 */
export async function searchCustomers(shelf: Shelf, journal: Journal, request: { readonly search: string; readonly limit?: number; readonly after?: string }): Promise<{ customers: readonly FoundCustomer[]; after: string | null }> {
  const limit = request.limit ?? DEFAULT_LIMIT;
  const text = request.search.trim().toLowerCase();
  if (text === '') return { customers: [], after: null };
  const exact = request.after === undefined ? await exactly(shelf, journal, request.search) : [];
  const page = await shelf.find({ where: { searchable: { contains: text } }, limit: limit * 4, ...(request.after === undefined ? {} : { after: { value: null, key: request.after } }) });
  const found = new Map<string, FoundCustomer>();
  let last: string | null = null;
  for (const document of [...exact, ...page]) {
    const customer = present(document);
    if (customer === null || found.has(customer.node)) continue;
    if (found.size === limit) break;
    found.set(customer.node, customer);
    last = exact.includes(document) ? last : document.key;
  }
  return { customers: [...found.values()], after: page.length === limit * 4 ? last : null };
}

async function exactly(shelf: Shelf, journal: Journal, text: string): Promise<readonly StoredDocument[]> {
  const nodes = candidateIdentifiers(text).map(journal.node);
  return nodes.length === 0 ? [] : shelf.find({ where: { node: { in: nodes } }, limit: nodes.length * 4 });
}

function present(document: StoredDocument): FoundCustomer | null {
  const { node, summary } = document.body as unknown as SummaryPart;
  const identifier = summary.identifiers[node];
  if (identifier === undefined) return null;
  return { node, identifier, name: summary.names[node]?.value ?? null, lastSeen: summary.lastSeen === null ? null : new Date(summary.lastSeen).toISOString() };
}
