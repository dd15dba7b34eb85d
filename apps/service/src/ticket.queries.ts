import { median, type NodeId } from '@throughline/kernel';
import { containing, everyDocument, pageOf, type Shelf, type StoredDocument, type Where, wordsIn } from '@throughline/read-store';
import { isLater, type TicketDocument } from './ticket.view';

export interface TicketQuery {
  readonly status?: TicketDocument['status'] | 'any';
  readonly queue?: string;
  readonly assignee?: string;
  readonly priority?: string;
  readonly category?: string;
  readonly product?: string;
  readonly kind?: string;
  /** Nodes of a customer, person or company. */
  readonly customer?: readonly NodeId[];
  /** A number, or words of number and subject; all of them must be there. */
  readonly search?: string;
  /** Only those that wait for the customer, or only the others. */
  readonly waiting?: boolean;
  /** Only those that somebody has, or only the others. */
  readonly assigned?: boolean;
  readonly limit: number;
  /** `after` of the page before. */
  readonly after?: string;
}

export interface TicketPage {
  readonly tickets: readonly TicketDocument[];
  readonly after: string | null;
}

/** Oldest first: who waited longest stands on top. A customer has few tickets: they are found by him, and the rest is looked at here. */
export async function ticketPage(shelf: Shelf, query: TicketQuery): Promise<TicketPage> {
  const { status = 'any', customer, search, waiting, assigned, limit, after, ...filters } = query;
  const numbered = after === undefined && search !== undefined ? await numberedSo(shelf, search) : [];
  if (numbered.length > 0) return { tickets: numbered, after: null };
  const words = containing('searchable', wordsIn(search));
  const asked = Object.fromEntries(Object.entries(filters).filter((filter): filter is [string, string] => filter[1] !== undefined));
  const where: Where = { ...asked, ...words.where };
  const accept = (document: StoredDocument): boolean => {
    const ticket = ticketIn(document);
    if (!isThere(ticket) || !words.accept(document)) return false;
    return (status === 'any' || ticket.status === status) && (waiting === undefined || waiting === (ticket.waitingSince !== null)) && (assigned === undefined || assigned === (ticket.assignee !== null));
  };
  const ofCustomer = customer && [{ ...where, customer: { in: customer } }, { ...where, company: { in: customer } }];
  const page = await pageOf(shelf, { anyOf: ofCustomer ?? [status === 'any' ? where : { ...where, status }], orderBy: { path: 'openedAt' }, accept, limit, ...(after === undefined ? {} : { after }) });
  return { tickets: page.documents.map(ticketIn), after: page.after };
}

/** What people say on the phone is found at once, among a million. */
async function numberedSo(shelf: Shelf, search: string): Promise<readonly TicketDocument[]> {
  const number = search.trim();
  return (await shelf.find({ where: { number: { in: [number, number.toUpperCase()] } }, limit: 10 })).map(ticketIn).filter(isThere);
}

function isThere({ status }: TicketDocument): boolean {
  return status !== 'none';
}

export async function ticketById(shelf: Shelf, ticketId: string): Promise<TicketDocument | null> {
  const document = (await shelf.documents([ticketId])).get(ticketId);
  return document === undefined || !isThere(ticketIn(document)) ? null : ticketIn(document);
}

/** All that were merged into it, also through each other; oldest first. */
export async function duplicatesOf(shelf: Shelf, ticketId: string): Promise<readonly TicketDocument[]> {
  const found = new Map<string, TicketDocument>();
  let ring: readonly string[] = [ticketId];
  while (ring.length > 0) {
    const next: TicketDocument[] = [];
    for await (const document of everyDocument(shelf, { mergedInto: { in: ring } })) if (!found.has(document.key) && document.key !== ticketId) next.push(ticketIn(document));
    for (const duplicate of next) found.set(duplicate.ticketId, duplicate);
    ring = next.map((duplicate) => duplicate.ticketId);
  }
  return [...found.values()].toSorted((a, b) => (a.openedAt ?? 0) - (b.openedAt ?? 0));
}

export interface TicketReport {
  readonly tickets: number;
  readonly byStatus: Readonly<Record<Exclude<TicketDocument['status'], 'none'>, number>>;
  readonly lastActivity: Readonly<Record<string, number>>;
  /** Somebody did something with it after it was first closed. */
  readonly withEventsAfterClosed: number;
  /** Tickets with a deadline of another system, and those that somebody still did something with after it. */
  readonly deadlines: { readonly tickets: number; readonly withEventsAfter: number };
  /** From the ticket's first event to its first resolution. Days, six decimals. */
  readonly firstResolved: { readonly reached: number; readonly medianDays: number | null; readonly within7Days: number; readonly within30Days: number };
}

const DAY = 86_400_000;

/** Reads page by page; what is kept is one number per ticket. */
export async function ticketReport(shelf: Shelf): Promise<TicketReport> {
  const byStatus = { open: 0, resolved: 0, closed: 0, merged: 0 };
  const lastActivity = new Map<string, number>();
  const days: number[] = [];
  let tickets = 0;
  let withEventsAfterClosed = 0;
  const deadlines = { tickets: 0, withEventsAfter: 0 };
  for await (const document of everyDocument(shelf)) {
    const ticket = ticketIn(document);
    if (ticket.status === 'none') continue;
    tickets += 1;
    byStatus[ticket.status] += 1;
    if (ticket.last !== null) lastActivity.set(ticket.last.activity, (lastActivity.get(ticket.last.activity) ?? 0) + 1);
    if (ticket.firstClosed !== null && ticket.last !== null && isLater(ticket.last, ticket.firstClosed)) withEventsAfterClosed += 1;
    if (ticket.deadline !== null) {
      deadlines.tickets += 1;
      if (ticket.last !== null && ticket.last.at > ticket.deadline) deadlines.withEventsAfter += 1;
    }
    if (ticket.firstResolvedAt !== null && ticket.openedAt !== null) days.push((ticket.firstResolvedAt - ticket.openedAt) / DAY);
  }
  const within = (limit: number): number => days.filter((value) => value <= limit).length;
  return {
    tickets,
    byStatus,
    lastActivity: Object.fromEntries([...lastActivity].toSorted(([a, x], [b, y]) => y - x || (a < b ? -1 : 1))),
    withEventsAfterClosed,
    deadlines,
    firstResolved: { reached: days.length, medianDays: rounded(median(days)), within7Days: within(7), within30Days: within(30) },
  };
}

export function ticketIn(document: StoredDocument): TicketDocument {
  return document.body as unknown as TicketDocument;
}

function rounded(value: number | null): number | null {
  return value === null ? null : Math.round(value * 1e6) / 1e6;
}
