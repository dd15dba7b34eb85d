import type { Shelf } from '@throughline/read-store';
import type { LeadDocument } from './lead.view';
import { asked, pageOf, type Page } from './pages';

export interface LeadsQuery {
  readonly status?: string;
  readonly campaignId?: string;
  readonly channel?: string;
  readonly limit: number;
  readonly after?: string;
}

/** Newest first. */
export function leadPage(shelf: Shelf, { limit, after, ...filters }: LeadsQuery): Promise<Page<LeadDocument>> {
  const living = { status: { in: ['captured', 'qualified', 'disqualified', 'converted'] } };
  return pageOf<LeadDocument>(shelf, { where: { ...living, ...asked(filters) }, newestBy: 'capturedAt', limit, ...(after === undefined ? {} : { after }) });
}
