import type { QuoteEvent } from '@throughline/contracts';
import type { Process } from '@throughline/kernel';
import { expiryOf } from './quote-expiry.rules';
import { quote, type QuoteCommand, type QuoteState } from './quote.decider';

const EXPIRY = 'expiry';

interface Waiting {
  readonly quoteId: string;
  readonly quote: QuoteState;
}

/** An offer that nobody answered ends with its last day. */
export const quoteExpiryProcess: Process<Waiting, QuoteCommand> = {
  name: 'quote-expiry',
  instance: (event) => (event.type.startsWith('sales.quote-') ? (event.data as { quoteId: string }).quoteId : null),
  sources: (quoteId) => [`quote-${quoteId}`],
  initial: { quoteId: '', quote: quote.initial },
  evolve: (waiting, event) => ({ quoteId: (event.data as { quoteId: string }).quoteId, quote: quote.evolve(waiting.quote, event as unknown as QuoteEvent) }),
  timers: ({ quote: state }) => {
    const over = state.status === 'sent' && state.content !== null ? expiryOf(state.content) : null;
    return over === null ? [] : [{ name: EXPIRY, due: new Date(over).toISOString() }];
  },
  fire: ({ quoteId }) => ({ stream: `quote-${quoteId}`, command: { type: 'expire-quote', data: { quoteId } } }),
};
