import type { QuoteContent } from '@throughline/contracts';
import { everyDocument, type Shelf } from '@throughline/read-store';
import { ofCustomer } from './find-any';
import type { Offer } from './products.rules';
import type { QuoteDocument } from './quote.view';

/** What a customer was sent, each quote once and as he has it. */
export async function* offersTo(shelf: Shelf, nodes: readonly string[]): AsyncGenerator<Offer> {
  const seen = new Set<string>();
  for (const where of ofCustomer({}, nodes))
    for await (const { key, body } of everyDocument(shelf, where)) {
      const newest = (body as unknown as QuoteDocument).sent.at(-1);
      if (seen.has(key) || newest === undefined || newest.content === null) continue;
      seen.add(key);
      const { currency, lines } = newest.content as unknown as QuoteContent;
      yield { currency, lines, at: newest.at };
    }
}
