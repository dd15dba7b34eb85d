import type { NodeId } from '@throughline/kernel';
import { pageOf, type Shelf } from '@throughline/read-store';
import type { InteractionDocument } from './interaction.view';

export interface InteractionQuery {
  /** Nodes of a customer, person or company. */
  readonly customer: readonly NodeId[];
  readonly kind?: string;
  readonly direction?: string;
  readonly about?: string;
  readonly limit: number;
  /** `after` of the page before. */
  readonly after?: string;
}

export interface InteractionPage {
  readonly interactions: readonly InteractionDocument[];
  readonly after: string | null;
}

/** Newest first. */
export async function interactionPage(shelf: Shelf, { customer, limit, after, ...filters }: InteractionQuery): Promise<InteractionPage> {
  const asked = Object.fromEntries(Object.entries(filters).filter((filter): filter is [string, string] => filter[1] !== undefined));
  const where = { status: 'recorded', ...asked };
  const page = await pageOf(shelf, {
    anyOf: [{ ...where, customer: { in: customer } }, { ...where, company: { in: customer } }],
    orderBy: { path: 'at', descending: true },
    limit,
    ...(after === undefined ? {} : { after }),
  });
  return { interactions: page.documents.map(({ body }) => body as unknown as InteractionDocument), after: page.after };
}
