import { containing, everyDocument, pageOf, type Shelf, type StoredDocument, type Where, wordsIn } from '@throughline/read-store';
import { likest, significantWords, type Likeness } from './solution-match.rules';
import type { SolutionDocument } from './solution.view';
import type { SolutionUse } from './solution-use.view';
import { ticketById, ticketIn } from './ticket.queries';
import type { TicketDocument } from './ticket.view';

export interface SolutionQuery {
  readonly status?: 'current' | 'retired' | 'any';
  readonly product?: string;
  readonly category?: string;
  readonly language?: string;
  /** Words of title and symptom; all of them must be there. */
  readonly search?: string;
  readonly limit: number;
  /** `after` of the page before. */
  readonly after?: string;
}

export interface SolutionShelves {
  readonly solutions: Shelf;
  readonly uses: Shelf;
  readonly tickets: Shelf;
}

/** `uses` = tickets that name it, `helped` = those of them that it resolved. */
export type CountedSolution = SolutionDocument & { readonly uses: number; readonly helped: number };

/** Newest first. */
export async function solutionPage(shelves: SolutionShelves, { status = 'current', product, category, language, search, limit, after }: SolutionQuery): Promise<{ readonly solutions: readonly CountedSolution[]; readonly after: string | null }> {
  const words = containing('searchable', wordsIn(search));
  const accept = (document: StoredDocument): boolean => {
    const { products, categories } = solutionIn(document);
    return words.accept(document) && (product === undefined || products.includes(product)) && (category === undefined || categories.includes(category));
  };
  const where: Where = { status: status === 'any' ? { in: ['current', 'retired'] } : status, ...(language === undefined ? {} : { language }), ...words.where };
  const page = await pageOf(shelves.solutions, { anyOf: [where], orderBy: { path: 'writtenAt', descending: true }, accept, limit, ...(after === undefined ? {} : { after }) });
  return { solutions: await Promise.all(page.documents.map((document) => counted(shelves, solutionIn(document)))), after: page.after };
}

/** A ticket that names a solution. `helped`: it was resolved by it, or in another way; null while it is open. */
export interface UseOfSolution {
  readonly ticketId: string;
  readonly number: string | null;
  readonly status: TicketDocument['status'];
  readonly helped: boolean | null;
}

const SHOWN_USES = 50;

export async function solutionById(shelves: SolutionShelves, solutionId: string): Promise<(CountedSolution & { readonly tickets: readonly UseOfSolution[] }) | null> {
  const document = (await shelves.solutions.documents([solutionId])).get(solutionId);
  if (document === undefined || solutionIn(document).status === 'none') return null;
  const uses = (await shelves.uses.find({ where: { solutionId }, limit: SHOWN_USES })).map(({ body }) => (body as unknown as SolutionUse).ticketId);
  const tickets = [...(await shelves.tickets.documents(uses)).values()].map(ticketIn).filter(({ status }) => status !== 'none');
  return { ...(await counted(shelves, solutionIn(document))), tickets: tickets.map((ticket) => useOf(ticket, solutionId)) };
}

function useOf({ ticketId, number, status, solvedBy }: TicketDocument, solutionId: string): UseOfSolution {
  return { ticketId, number, status, helped: solvedBy === solutionId ? true : status === 'open' ? null : false };
}

async function counted({ uses, tickets }: SolutionShelves, solution: SolutionDocument): Promise<CountedSolution> {
  const { solutionId } = solution;
  return { ...solution, uses: await uses.count({ solutionId }), helped: await tickets.count({ solvedBy: solutionId }) };
}

/** Those of a ticket, in the order they were linked. */
export async function linkedSolutions(solutions: Shelf, { solutions: linked }: TicketDocument): Promise<readonly SolutionDocument[]> {
  const found = await solutions.documents(linked);
  return linked.flatMap((solutionId) => {
    const document = found.get(solutionId);
    return document === undefined || solutionIn(document).status === 'none' ? [] : [solutionIn(document)];
  });
}

export interface Suggestions {
  readonly solutions: readonly CountedSolution[];
  /** Tickets that were resolved, with how. */
  readonly tickets: readonly Pick<TicketDocument, 'ticketId' | 'number' | 'subject' | 'product' | 'category' | 'status' | 'solution' | 'solvedBy'>[];
}

/** The latest that were resolved, of its category or product where it has one, are compared; no more. */
const COMPARED = 500;

/** What may help with this ticket, likest first; `null` = there is no such ticket. */
export async function suggestionsFor(shelves: SolutionShelves, ticketId: string, limit: number): Promise<Suggestions | null> {
  const ticket = await ticketById(shelves.tickets, ticketId);
  if (ticket === null) return null;
  const asked = likenessOf(ticket);
  const solutions: (Likeness & { readonly solution: SolutionDocument })[] = [];
  for await (const document of everyDocument(shelves.solutions, { status: 'current' })) {
    const solution = solutionIn(document);
    solutions.push({ solution, words: significantWords(solution.searchable), products: solution.products, categories: solution.categories });
  }
  const best = likest(asked, solutions, limit);
  return { solutions: await Promise.all(best.map(({ solution }) => counted(shelves, solution))), tickets: await similarTickets(shelves.tickets, ticket, limit) };
}

async function similarTickets(tickets: Shelf, ticket: TicketDocument, limit: number): Promise<Suggestions['tickets']> {
  const { category, product } = ticket;
  const alike: readonly Where[] = [...(category === null ? [] : [{ category }]), ...(product === null ? [] : [{ product }])];
  const accept = (document: StoredDocument): boolean => {
    const { ticketId, status, solution, solvedBy } = ticketIn(document);
    return ticketId !== ticket.ticketId && (status === 'resolved' || status === 'closed') && (solution !== null || solvedBy !== null);
  };
  const { documents } = await pageOf(tickets, { anyOf: alike.length === 0 ? [{}] : alike, orderBy: { path: 'openedAt', descending: true }, accept, limit: COMPARED });
  const candidates = documents.map(ticketIn);
  return likest(likenessOf(ticket), candidates.map((other) => ({ ...likenessOf(other), other })), limit).map(({ other }) => ({
    ticketId: other.ticketId, number: other.number, subject: other.subject, product: other.product, category: other.category, status: other.status, solution: other.solution, solvedBy: other.solvedBy,
  }));
}

function likenessOf({ subject, product, category }: TicketDocument): Likeness {
  return { words: significantWords(subject), products: product === null ? [] : [product], categories: category === null ? [] : [category] };
}

function solutionIn(document: StoredDocument): SolutionDocument {
  return document.body as unknown as SolutionDocument;
}
