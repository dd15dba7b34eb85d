import type { QuoteContent, QuoteEvent, QuoteRejectionReason, QuoteTerms } from '@throughline/contracts';
import { canonicalJson, reject, type Command, type Decider, type Identifier, type Rejection } from '@throughline/kernel';
import { expiryOf } from './quote-expiry.rules';
import { quoteTotals, whyNotCalculable } from './quote-totals.rules';

/**
 *   none ──draft──► draft ──send──► sent ──accept──► accepted
 *                    ▲ └revise┘      │ ├───reject───► rejected ─┐
 *                    │               │ ├───(its time)─► expired ─┤
 *                    │               │ └──withdraw──► withdrawn ─┤  (a draft too)
 *                    └────revise─────┴───────────────────────────┘  (the next version)
 */
export type QuoteState =
  | { readonly status: 'none' }
  | { readonly status: 'draft' | 'sent' | 'accepted' | 'rejected' | 'expired' | 'withdrawn'; readonly version: number; readonly content: QuoteContent | null; readonly drafted: Drafted | null };

type Existing = Exclude<QuoteState, { status: 'none' }>;
type Drafted = Extract<QuoteEvent, { type: 'sales.quote-drafted' }>['data'];

export function evolve(before: QuoteState, event: QuoteEvent): QuoteState {
  const state: Existing = before.status === 'none' ? { status: 'draft', version: event.data.version, content: null, drafted: null } : before;
  const { version } = event.data;
  switch (event.type) {
    case 'sales.quote-drafted':
      return { ...state, content: state.content ?? contentOf(event.data), drafted: state.drafted ?? event.data };
    case 'sales.quote-revised':
      return { ...state, status: 'draft', version, content: contentOf(event.data) };
    case 'sales.quote-sent':
      return { ...state, status: 'sent', version };
    case 'sales.quote-accepted':
      return { ...state, status: 'accepted', version };
    case 'sales.quote-rejected':
      return { ...state, status: 'rejected', version };
    case 'sales.quote-expired':
      return { ...state, status: 'expired', version };
    case 'sales.quote-withdrawn':
      return { ...state, status: 'withdrawn', version };
  }
}

function contentOf({ title, currency, lines, adjustments, prepaid, rounding, validUntil, zone, notes, totals }: QuoteContent): QuoteContent {
  return given({ title, currency, lines, adjustments, prepaid, rounding, validUntil, zone, notes, totals });
}

type Of<More = unknown> = { readonly quoteId: string } & More;
/** Which version is meant; absent = the one there is. */
type OfVersion<More = unknown> = Of<{ readonly version?: number } & More>;

export type QuoteCommand =
  | Command<'draft-quote', Of<{ readonly number?: string; readonly customer?: Identifier; readonly company?: Identifier; readonly opportunityId?: string } & QuoteTerms>>
  | Command<'revise-quote', Of<QuoteTerms>>
  | Command<'send-quote', OfVersion<{ readonly channel?: string }>>
  | Command<'accept-quote', OfVersion<{ readonly acceptedBy?: string; readonly reference?: string }>>
  | Command<'reject-quote', OfVersion<{ readonly reason?: QuoteRejectionReason; readonly explanation?: string }>>
  | Command<'withdraw-quote', OfVersion<{ readonly reason: string }>>
  | Command<'expire-quote', OfVersion>;

type Wish<Type extends QuoteCommand['type']> = Extract<QuoteCommand, { type: Type }>['data'];
type Answer = readonly QuoteEvent[] | Rejection;

export function decide(state: QuoteState, command: QuoteCommand): Answer {
  if (command.type === 'draft-quote') return draft(state, command.data);
  if (state.status === 'none') return reject('QUOTE_NOT_FOUND', 'there is no quote with this id');
  if (command.type === 'revise-quote') return revise(state, command.data);
  const { version = state.version } = command.data;
  if (version !== state.version) return reject('QUOTE_VERSION_OUTDATED', `this quote has come to version ${state.version}; read it again`);
  switch (command.type) {
    case 'send-quote':
      return send(state, { ...command.data, version }, command.at);
    case 'accept-quote':
      return accept(state, { ...command.data, version }, command.at);
    case 'reject-quote':
      return end(state, { type: 'sales.quote-rejected', data: { ...command.data, version } }, 'rejected');
    case 'withdraw-quote':
      return withdraw(state, { type: 'sales.quote-withdrawn', data: { ...command.data, version } });
    case 'expire-quote':
      return expire(state, { quoteId: command.data.quoteId, version }, command.at);
  }
}

export const quote: Decider<QuoteState, QuoteCommand, QuoteEvent> = { category: 'quote', initial: { status: 'none' }, evolve, decide };

function draft(state: QuoteState, { number, customer, company, opportunityId, quoteId, ...terms }: Wish<'draft-quote'>): Answer {
  if (state.status !== 'none') return repeats(state, { customer, company, opportunityId, terms }) ? [] : reject('QUOTE_EXISTS', 'a quote with this id was drafted before, with other content');
  const content = priced(terms);
  if ('rejected' in content) return content;
  return [{ type: 'sales.quote-drafted', data: given({ quoteId, version: 1, number, customer, company, opportunityId, ...content }) }];
}

/** The number is left out: it was made for the first attempt. */
function repeats(state: Existing, { terms, ...asked }: { terms: QuoteTerms; customer: unknown; company: unknown; opportunityId: unknown }): boolean {
  const content = priced(terms);
  if ('rejected' in content || state.drafted === null) return false;
  const { customer, company, opportunityId, ...drafted } = state.drafted;
  return canonicalJson([asked, content]) === canonicalJson([{ customer, company, opportunityId }, contentOf(drafted)]);
}

/** What was sent stays as it was: from there on it is the next version. What was turned down or taken back may be offered again as it was. */
function revise(state: Existing, { quoteId, ...terms }: Wish<'revise-quote'>): Answer {
  if (state.status === 'accepted') return reject('QUOTE_ACCEPTED', 'this quote was accepted; draft a new one');
  const content = priced(terms);
  if ('rejected' in content) return content;
  const stands = state.status === 'draft' || state.status === 'sent';
  if (stands && state.content !== null && canonicalJson(content) === canonicalJson(state.content)) return [];
  return [{ type: 'sales.quote-revised', data: { quoteId, version: state.status === 'draft' ? state.version : state.version + 1, ...content } }];
}

function send(state: Existing, data: { quoteId: string; version: number; channel?: string }, at: string): Answer {
  if (state.status === 'sent') return [];
  if (state.status !== 'draft') return reject('QUOTE_NOT_DRAFT', `this quote is ${state.status}; revise it to send another version`);
  if (state.content === null || state.content.lines.length === 0) return reject('QUOTE_EMPTY', 'a quote without lines cannot be sent');
  if (isOver(state, at)) return reject('QUOTE_ALREADY_OVER', 'its last day is over; revise it with a later one');
  return [{ type: 'sales.quote-sent', data }];
}

/** Late is late, also while nobody has recorded yet that it expired. */
function accept(state: Existing, data: { quoteId: string; version: number; acceptedBy?: string; reference?: string }, at: string): Answer {
  if (state.status === 'accepted') return [];
  if (state.status === 'expired' || (state.status === 'sent' && isOver(state, at))) return reject('QUOTE_EXPIRED', 'this quote was valid until a day that is over; revise and send it again');
  return end(state, { type: 'sales.quote-accepted', data }, 'accepted');
}

function end(state: Existing, event: QuoteEvent, status: Existing['status']): Answer {
  if (state.status === status) return [];
  return state.status === 'sent' ? [event] : reject('QUOTE_NOT_SENT', `this quote is ${state.status}; only one that was sent and not answered yet can be answered or taken back`);
}

/** A draft too: it may take the place of a version the customer has. */
function withdraw(state: Existing, event: QuoteEvent): Answer {
  return state.status === 'draft' ? [event] : end(state, event, 'withdrawn');
}

function expire(state: Existing, data: { quoteId: string; version: number }, at: string): Answer {
  if (state.status !== 'sent' || !isOver(state, at)) return [];
  return [{ type: 'sales.quote-expired', data: given({ ...data, validUntil: state.content?.validUntil }) }];
}

function isOver({ content }: Existing, at: string): boolean {
  const over = content === null ? null : expiryOf(content);
  return over !== null && Date.parse(at) >= over;
}

function priced(terms: QuoteTerms): QuoteContent | Rejection {
  const wrong = whyNotCalculable(terms);
  if (wrong !== null) return reject('QUOTE_NOT_CALCULABLE', `${wrong.field} must ${wrong.must}`, wrong.field);
  if (terms.validUntil !== undefined && expiryOf(terms) === null) return reject('QUOTE_ZONE_UNKNOWN', 'zone must be a time zone of the IANA list, such as Europe/Berlin');
  if (new Set(terms.lines.map(({ lineId }) => lineId)).size < terms.lines.length) return reject('QUOTE_LINE_TWICE', 'two lines have the same lineId');
  return given({ ...terms, ...quoteTotals(terms) });
}

/** Members without a value are no members: what is stored is what is compared. */
function given<T extends object>(data: T): { [Key in keyof T]: Exclude<T[Key], undefined> } {
  return Object.fromEntries(Object.entries(data).filter(([, value]) => value !== undefined)) as { [Key in keyof T]: Exclude<T[Key], undefined> };
}
