import { asked, type Shelf } from '@throughline/read-store';
import { documentPage, type DocumentPage } from './documents';
import type { LeadDocument } from './lead.view';

export interface LeadsQuery {
  readonly status?: string;
  readonly campaignId?: string;
  readonly channel?: string;
  readonly limit: number;
  readonly after?: string;
}

/** Newest first. */
export function leadPage(shelf: Shelf, { limit, after, ...filters }: LeadsQuery): Promise<DocumentPage<LeadDocument>> {
  const living = { status: { in: ['captured', 'qualified', 'disqualified', 'converted'] } };
  return documentPage<LeadDocument>(shelf, { anyOf: [{ ...living, ...asked(filters) }], orderBy: { path: 'capturedAt', descending: true }, limit, after });
}
