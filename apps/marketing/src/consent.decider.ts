import { consentsAfter, isElectronicMail, isLater, NO_CONSENTS, statusOf, wordsOn, type ConsentEvent, type ConsentStanding, type ConsentStatus, type ConsentWords, type SaidAt } from '@throughline/contracts';
import { effectiveTime, reject, type Command, type Decider, type Rejection, type StoredEvent } from '@throughline/kernel';

/**
 * Per purpose and channel at one address; an answer counts when it was said, not when it arrived:
 *
 *   none ──request──► requested ──confirm (double opt-in)──► confirmed ──withdraw, object──► withdrawn, objected ──request──► …
 *     └──────confirm (written, oral; existing customer)──────────┘
 */
export type ConsentState = { readonly status: 'none' } | { readonly status: 'known'; readonly events: number; readonly standing: ConsentStanding };

export function evolve(state: ConsentState, event: ConsentEvent & Partial<StoredEvent>): ConsentState {
  const { events, standing } = state.status === 'none' ? { events: 0, standing: NO_CONSENTS } : state;
  return { status: 'known', events: events + 1, standing: consentsAfter(standing, event, saidAt(event, events)) };
}

/** A fact that was never stored has neither times nor position: then its place among the others tells. */
function saidAt({ occurredAt, recordedAt, position }: Partial<StoredEvent>, place: number): SaidAt {
  if (occurredAt === undefined || recordedAt === undefined || position === undefined) return { time: 0, position: String(place) };
  return { time: effectiveTime({ occurredAt, recordedAt }), position: String(position) };
}

type Of<Type extends ConsentEvent['type']> = Extract<ConsentEvent, { type: Type }>['data'];

export type ConsentCommand =
  | Command<'request-consent', Of<'marketing.consent-requested'>>
  | Command<'confirm-consent', Of<'marketing.consent-confirmed'>>
  | Command<'withdraw-consent', Of<'marketing.consent-withdrawn'>>
  | Command<'object', Of<'marketing.consent-objected'>>;

type Answer = readonly ConsentEvent[] | Rejection;

export function decide(state: ConsentState, { type, data, at }: ConsentCommand): Answer {
  const standing = state.status === 'none' ? NO_CONSENTS : state.standing;
  switch (type) {
    case 'request-consent':
      return request(standing, data);
    case 'confirm-consent':
      return confirm(standing, data, at);
    case 'withdraw-consent':
      return isWithdrawn(standing, data) ? [] : [{ type: 'marketing.consent-withdrawn', data }];
    case 'object':
      return isObjected(standing, data) ? [] : [{ type: 'marketing.consent-objected', data }];
  }
}

export const consent: Decider<ConsentState, ConsentCommand, ConsentEvent> = { category: 'consent', initial: { status: 'none' }, evolve, decide };

/** Asked again with the same words, it is the same question. */
function request(standing: ConsentStanding, data: Of<'marketing.consent-requested'>): Answer {
  const words = wordsOn(standing, data.purpose, data.channel);
  const status = statusOf(words);
  if (status === 'confirmed' || (status === 'requested' && words.requested?.wordingId === data.wording.wordingId)) return [];
  return unfit(data) ?? [{ type: 'marketing.consent-requested', data }];
}

function confirm(standing: ConsentStanding, data: Of<'marketing.consent-confirmed'>, at: string): Answer {
  const words = wordsOn(standing, data.purpose, data.channel);
  const status = statusOf(words);
  if (data.method === 'existing-customer') return except(words, data);
  if (status === 'confirmed' && words.consented?.method === data.method) return [];
  const fault = unfit(data) ?? unproven(status, data) ?? refusedSince(words, at);
  if (fault !== undefined) return fault;
  const { requested } = words;
  const wording = data.wording ?? (requested === null ? undefined : { wordingId: requested.wordingId });
  return [{ type: 'marketing.consent-confirmed', data: { ...data, ...(wording === undefined ? {} : { wording }) } }];
}

/** By § 7 (3) UWG: electronic mail only, after a purchase, and never against somebody's will. */
function except(words: ConsentWords, data: Of<'marketing.consent-confirmed'>): Answer {
  if (statusOf(words) === 'confirmed') return [];
  if (words.withdrawn !== null || words.objected !== null) return reject('CONSENT_REFUSED', 'this address refused; only an express consent counts from here on');
  if (words.excepted !== null) return [];
  if (!isElectronicMail(data.channel)) return reject('CONSENT_CHANNEL_NOT_COVERED', 'the exception for existing customers is for electronic mail only; a call needs a consent, a letter needs none');
  if (data.evidence?.reference === undefined) return reject('CONSENT_PROOF_MISSING', 'name the purchase that made him a customer as evidence.reference');
  return unfit(data) ?? [{ type: 'marketing.consent-confirmed', data }];
}

/** What is said on paper or by telephone has nobody's click behind it: somebody has to be able to find it again. */
function unproven(status: ConsentStatus, { method, wording, evidence }: Of<'marketing.consent-confirmed'>): Rejection | undefined {
  if (method === 'double-opt-in') return status === 'requested' ? undefined : reject('CONSENT_NOT_REQUESTED', 'a double opt-in answers a request for this purpose, channel and address; request it first');
  if (wording === undefined) return reject('CONSENT_WORDING_MISSING', 'say which words were agreed to');
  if (evidence?.reference === undefined && evidence?.note === undefined) return reject('CONSENT_PROOF_MISSING', 'say where the proof is kept (evidence.reference) or who heard it (evidence.note)');
  return undefined;
}

/** A paper that turns up late does not overrule what was said after it was signed. */
function refusedSince({ withdrawn, objected }: ConsentWords, at: string): Rejection | undefined {
  const refused = [withdrawn, objected].some((one) => one !== null && one.time > Date.parse(at));
  return refused ? reject('CONSENT_REFUSED_SINCE', 'this address refused after that; only a consent given later counts') : undefined;
}

/** Which kind of address a channel needs; other channels take any. */
const ADDRESS_OF: ReadonlyMap<string, string> = new Map([['email', 'email'], ['phone', 'phone'], ['sms', 'phone']]);

export function unfit({ channel, address }: { readonly channel: string; readonly address: { readonly type: string } }): Rejection | undefined {
  const needed = ADDRESS_OF.get(channel);
  return needed === undefined || needed === address.type ? undefined : reject('CONSENT_ADDRESS_UNFIT', `the channel ${channel} needs an address of the type ${needed}`);
}

/** Nothing was said since that a withdrawal would still have to take back. */
function isWithdrawn({ uses }: ConsentStanding, { purpose, channel }: Of<'marketing.consent-withdrawn'>): boolean {
  const concerned = uses.filter((use) => use.purpose === purpose && (channel === undefined || use.channel === channel));
  const withdrawals = uses.filter((use) => use.purpose === purpose && (use.channel === null || use.channel === channel)).flatMap(({ withdrawn }) => (withdrawn === null ? [] : [withdrawn]));
  return withdrawals.some((withdrawn) => concerned.every(({ requested, consented, excepted }) => [requested, consented, excepted].every((one) => one === null || isLater(withdrawn, one))));
}

function isObjected({ uses, objections }: ConsentStanding, { purpose }: Of<'marketing.consent-objected'>): boolean {
  const objected = objections.find((one) => one.purpose === purpose);
  return objected !== undefined && uses.every((use) => use.purpose !== purpose || use.consented === null || isLater(objected, use.consented));
}
