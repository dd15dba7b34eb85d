import type { ReplyOutcome } from '@throughline/contracts';
import type { NodeId } from '@throughline/kernel';
import { asked, containing, everyDocument, wordsIn, type Shelf, type Where } from '@throughline/read-store';
import { campaignResult, type CampaignResult } from './campaign-result';
import type { CampaignDocument } from './campaign.view';
import type { LeadDocument } from './lead.view';
import { documentOf, documentPage, type DocumentPage } from './documents';
import type { TouchDocument, TouchKind } from './touch.view';

export interface CampaignsQuery {
  readonly status?: string;
  readonly channel?: string;
  /** Words that stand in its name, its target group or its offer. */
  readonly search?: string;
  readonly limit: number;
  readonly after?: string;
}

const LIVING: Where = { status: { in: ['planned', 'running', 'paused', 'closed'] } };

type ShownCampaign = Omit<CampaignDocument, 'searchable'>;

/** Newest first. */
export async function campaignPage(shelf: Shelf, { status, channel, search, ...page }: CampaignsQuery): Promise<DocumentPage<ShownCampaign>> {
  const { where, accept } = containing('searchable', wordsIn(search));
  const anyOf = [{ ...LIVING, ...asked({ status, channel }), ...where }];
  const { documents, after } = await documentPage<CampaignDocument>(shelf, { anyOf, accept, orderBy: { path: 'plannedAt', descending: true }, ...page });
  return { documents: documents.map(shown), after };
}

export async function campaignById(shelf: Shelf, campaignId: string): Promise<ShownCampaign | null> {
  const found = await documentOf<CampaignDocument>(shelf, campaignId);
  return found === null ? null : shown(found);
}

export interface PeopleQuery {
  /** Only whom this happened to. */
  readonly kind?: TouchKind;
  readonly outcome?: ReplyOutcome;
  readonly limit: number;
  readonly after?: string;
}

/** Whom a campaign touched, in a stable order: that of its index, so that no page sorts all the others. */
export function peopleOf(touches: Shelf, campaignId: string, { kind, outcome, ...page }: PeopleQuery): Promise<DocumentPage<TouchDocument>> {
  const anyOf = [{ campaignId, ...asked({ outcome }), ...(kind === undefined ? {} : { [kind]: { gte: 1 } }) }];
  return documentPage<TouchDocument>(touches, { anyOf, orderBy: { path: 'campaignId' }, ...page });
}

/** Which campaigns touched these nodes, the last one first. */
export async function touchesOf(touches: Shelf, nodes: readonly NodeId[]): Promise<readonly TouchDocument[]> {
  const found: TouchDocument[] = [];
  for await (const document of everyDocument(touches, { node: { in: nodes } })) found.push(document.body as unknown as TouchDocument);
  return found.toSorted((a, b) => (b.lastAt ?? 0) - (a.lastAt ?? 0));
}

export interface ResultShelves {
  readonly campaigns: Shelf;
  readonly touches: Shelf;
  readonly leads: Shelf;
}

/** `null` = there is no such campaign. `earlier`: another campaign whose answers this one is compared by. */
export async function resultOf({ campaigns, touches, leads }: ResultShelves, campaignId: string, earlier?: string): Promise<CampaignResult | null> {
  const campaign = await documentOf<CampaignDocument>(campaigns, campaignId);
  if (campaign === null) return null;
  return campaignResult({
    campaign,
    touches: touchesIn(touches, campaignId),
    leads: leadsOf(leads, campaign),
    ...(earlier === undefined ? {} : { earlier: await answersTo(touches, earlier) }),
  });
}

async function answersTo(touches: Shelf, campaignId: string): Promise<ReadonlyMap<string, ReplyOutcome>> {
  const answers = new Map<string, ReplyOutcome>();
  for await (const { node, outcome } of touchesIn(touches, campaignId)) if (node !== null && outcome !== null) answers.set(node, outcome);
  return answers;
}

async function* touchesIn(touches: Shelf, campaignId: string): AsyncGenerator<TouchDocument> {
  for await (const document of everyDocument(touches, { campaignId })) yield document.body as unknown as TouchDocument;
}

/** A lead that names no campaign by its id counts for the one whose id or present name it says. */
async function* leadsOf(leads: Shelf, { campaignId, name }: CampaignDocument): AsyncGenerator<LeadDocument> {
  const said = name === null ? [campaignId] : [campaignId, name];
  const ways: readonly Where[] = [{ campaignId }, { campaignId: null, campaign: { in: said } }];
  for (const where of ways) {
    for await (const document of everyDocument(leads, where)) {
      const lead = document.body as unknown as LeadDocument;
      if (lead.status !== 'none') yield lead;
    }
  }
}

function shown({ searchable: _searchable, ...campaign }: CampaignDocument): ShownCampaign {
  return campaign;
}
