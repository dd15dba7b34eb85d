import { median } from '@throughline/kernel';
import { everyDocument, type Shelf, type StoredDocument, type Where } from '@throughline/read-store';
import { isLater, type TicketDocument } from './ticket.view';

export interface TicketQuery {
  readonly status?: string;
  readonly queue?: string;
  readonly assignee?: string;
  readonly priority?: string;
  readonly limit: number;
  /** `after` of the page before. */
  readonly after?: string;
}

export interface TicketPage {
  readonly tickets: readonly TicketDocument[];
  readonly after: string | null;
}

/** Oldest first: who waited longest stands on top. */
export async function ticketPage(shelf: Shelf, { limit, after, ...filters }: TicketQuery): Promise<TicketPage> {
  const where = Object.fromEntries(Object.entries(filters).filter((filter): filter is [string, string] => filter[1] !== undefined)) satisfies Where;
  const separator = after?.indexOf('~') ?? -1;
  const found = await shelf.find({ where, orderBy: { path: 'openedAt' }, limit, ...(after === undefined || separator < 0 ? {} : { after: { value: Number(after.slice(0, separator)), key: after.slice(separator + 1) } }) });
  const tickets = found.map(ticketIn);
  const last = tickets.at(-1);
  return { tickets, after: last !== undefined && found.length === limit ? `${last.openedAt ?? 0}~${last.ticketId}` : null };
}

export async function ticketById(shelf: Shelf, ticketId: string): Promise<TicketDocument | null> {
  const document = (await shelf.documents([ticketId])).get(ticketId);
  return document === undefined ? null : ticketIn(document);
}

export interface TicketReport {
  readonly tickets: number;
  readonly byStatus: Readonly<Record<Exclude<TicketDocument['status'], 'none'>, number>>;
  readonly lastActivity: Readonly<Record<string, number>>;
  /** Somebody did something with it after it was first closed. */
  readonly withEventsAfterClosed: number;
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
  for await (const document of everyDocument(shelf)) {
    const ticket = ticketIn(document);
    if (ticket.status === 'none') continue;
    tickets += 1;
    byStatus[ticket.status] += 1;
    if (ticket.last !== null) lastActivity.set(ticket.last.activity, (lastActivity.get(ticket.last.activity) ?? 0) + 1);
    if (ticket.firstClosed !== null && ticket.last !== null && isLater(ticket.last, ticket.firstClosed)) withEventsAfterClosed += 1;
    if (ticket.firstResolvedAt !== null && ticket.openedAt !== null) days.push((ticket.firstResolvedAt - ticket.openedAt) / DAY);
  }
  const within = (limit: number): number => days.filter((value) => value <= limit).length;
  return {
    tickets,
    byStatus,
    lastActivity: Object.fromEntries([...lastActivity].toSorted(([a, x], [b, y]) => y - x || (a < b ? -1 : 1))),
    withEventsAfterClosed,
    firstResolved: { reached: days.length, medianDays: rounded(median(days)), within7Days: within(7), within30Days: within(30) },
  };
}

function ticketIn(document: StoredDocument): TicketDocument {
  return document.body as unknown as TicketDocument;
}

function rounded(value: number | null): number | null {
  return value === null ? null : Math.round(value * 1e6) / 1e6;
}
