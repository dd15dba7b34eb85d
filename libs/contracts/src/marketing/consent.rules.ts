import type { Reading } from '../event-type';
import type { ConsentEvent, ConsentMethod } from './consent.events';

/** Effective time (milliseconds), then position (decimal text): the order in which things were said, whatever order they arrived in. */
export type SaidAt = { readonly time: number; readonly position: string };

/** The last time each thing was said of one purpose and channel at one address; `null` = never. JSON only, so that shelves keep it. */
export type ConsentUse = {
  readonly purpose: string;
  /** `null` = all channels: only a withdrawal can say so. */
  readonly channel: string | null;
  readonly requested: (SaidAt & { readonly wordingId: string }) | null;
  readonly consented: (SaidAt & { readonly method: ConsentMethod }) | null;
  /** Allowed without a consent, as an existing customer. */
  readonly excepted: SaidAt | null;
  readonly withdrawn: SaidAt | null;
};

/** All that was said at one address. */
export type ConsentStanding = { readonly uses: readonly ConsentUse[]; readonly objections: readonly (SaidAt & { readonly purpose: string })[] };

export const NO_CONSENTS: ConsentStanding = { uses: [], objections: [] };

/** Keeps the latest of each, so that the order in which events arrive does not matter. */
export function consentsAfter(standing: ConsentStanding, { type, data }: ConsentEvent, said: SaidAt): ConsentStanding {
  const { purpose } = data;
  switch (type) {
    case 'marketing.consent-requested':
      return withUse(standing, purpose, data.channel, (use) => ({ ...use, requested: later(use.requested, { ...said, wordingId: data.wording.wordingId }) }));
    case 'marketing.consent-confirmed':
      return withUse(standing, purpose, data.channel, (use) => (data.method === 'existing-customer' ? { ...use, excepted: later(use.excepted, said) } : { ...use, consented: later(use.consented, { ...said, method: data.method }) }));
    case 'marketing.consent-withdrawn':
      return withUse(standing, purpose, data.channel ?? null, (use) => ({ ...use, withdrawn: later(use.withdrawn, said) }));
    case 'marketing.consent-objected': {
      const before = standing.objections.find((one) => one.purpose === purpose) ?? null;
      return { ...standing, objections: ordered([...standing.objections.filter((one) => one !== before), later(before, { ...said, purpose })]) };
    }
  }
}

/** What was said of one purpose and channel, with what was said of all channels, and the last objection to that purpose. */
export interface ConsentWords extends Omit<ConsentUse, 'purpose' | 'channel'> {
  readonly objected: SaidAt | null;
}

export function wordsOn({ uses, objections }: ConsentStanding, purpose: string, channel: string): ConsentWords {
  const one = uses.find((use) => use.purpose === purpose && use.channel === channel);
  const all = uses.find((use) => use.purpose === purpose && use.channel === null);
  return {
    requested: one?.requested ?? null,
    consented: one?.consented ?? null,
    excepted: one?.excepted ?? null,
    withdrawn: latest([one?.withdrawn, all?.withdrawn]),
    objected: latest(objections.filter((objection) => objection.purpose === purpose)),
  };
}

export type ConsentStatus = 'none' | 'requested' | 'confirmed' | 'existing-customer' | 'withdrawn' | 'objected';

/** The last word of the address: a consent counts from when it was given, a request only until it is answered. */
export function statusOf({ requested, consented, excepted, withdrawn, objected }: ConsentWords): ConsentStatus {
  const no = latest([withdrawn, objected]);
  if (isLater(consented, no)) return 'confirmed';
  if (isLater(requested, latest([no, consented]))) return 'requested';
  if (no !== null) return isLater(objected, withdrawn) ? 'objected' : 'withdrawn';
  return excepted === null ? 'none' : 'existing-customer';
}

/** `true` = `a` was said, and after `b` or `b` never was. */
export function isLater(a: SaidAt | null, b: SaidAt | null): boolean {
  if (a === null || b === null) return a !== null;
  return a.time === b.time ? BigInt(a.position) > BigInt(b.position) : a.time > b.time;
}

export function latest<Said extends SaidAt>(all: readonly (Said | null | undefined)[]): Said | null {
  return all.reduce<Said | null>((last, one) => (one !== undefined && one !== null && isLater(one, last) ? one : last), null);
}

/** Electronic mail in the sense of § 7 UWG: what waits in somebody's box until he reads it. */
const ELECTRONIC_MAIL: ReadonlySet<string> = new Set(['email', 'sms', 'messenger']);

export function isElectronicMail(channel: string): boolean {
  return ELECTRONIC_MAIL.has(channel);
}

/** One condition with its answer, as people read it. */
export type ContactClause = { readonly clause: 'objection' | 'withdrawal' | 'basis'; readonly holds: boolean; readonly why: Reading; readonly since: number | null };

export type ContactAnswer = { readonly allowed: boolean; readonly clauses: readonly ContactClause[] };

/**
 * May this address be used, by this channel, for this purpose? Three clauses, all of which must hold (§ 7 UWG, Art. 7 (3) and 21 (2) GDPR):
 *   objection    nobody objected to the purpose at any address of the customer; or consent was given later for this very address
 *   withdrawal   nothing was withdrawn at this address; or consent was given later for this very address
 *   basis        consent for this purpose, channel and address; or electronic mail to an existing customer who never refused;
 *                or a letter, which needs none
 * `all`: what was said at every address of the customer. An address of which nothing was ever said has `NO_CONSENTS`.
 */
export function mayContact(address: ConsentStanding, all: readonly ConsentStanding[], { purpose, channel }: { readonly purpose: string; readonly channel: string }): ContactAnswer {
  const words = wordsOn(address, purpose, channel);
  const objected = latest([words.objected, ...all.map((standing) => wordsOn(standing, purpose, channel).objected)]);
  const clauses: readonly ContactClause[] = [
    refusal('objection', objected, words.consented, { en: 'Objection', de: 'Widerspruch' }),
    refusal('withdrawal', words.withdrawn, words.consented, { en: 'Withdrawal', de: 'Widerruf' }),
    basis({ ...words, objected }, channel),
  ];
  return { allowed: clauses.every(({ holds }) => holds), clauses };
}

function refusal(clause: 'objection' | 'withdrawal', refused: SaidAt | null, consented: SaidAt | null, name: Reading): ContactClause {
  if (refused === null) return { clause, holds: true, why: { en: `No ${name.en.toLowerCase()}`, de: `Kein ${name.de}` }, since: null };
  if (isLater(consented, refused)) return { clause, holds: true, why: { en: `${name.en}, but consent for this address afterwards`, de: `${name.de}, danach jedoch Einwilligung für diese Adresse` }, since: consented?.time ?? null };
  return { clause, holds: false, why: { en: `There is ${clause === 'objection' ? 'an' : 'a'} ${name.en.toLowerCase()}`, de: `Es liegt ein ${name.de} vor` }, since: refused.time };
}

const METHODS_READ: Readonly<Record<ConsentMethod, Reading>> = {
  'double-opt-in': { en: 'Consent by double opt-in', de: 'Einwilligung per Double-Opt-in' },
  written: { en: 'Written consent', de: 'Schriftliche Einwilligung' },
  oral: { en: 'Oral consent', de: 'Mündliche Einwilligung' },
  'existing-customer': { en: 'Existing customer', de: 'Bestandskunde' },
};

function basis({ requested, consented, excepted, withdrawn, objected }: ConsentWords, channel: string): ContactClause {
  const clause = 'basis';
  if (consented !== null) return { clause, holds: true, why: METHODS_READ[consented.method], since: consented.time };
  if (channel === 'letter') return { clause, holds: true, why: { en: 'A letter needs no consent', de: 'Ein Brief braucht keine Einwilligung' }, since: null };
  if (excepted !== null && isElectronicMail(channel) && withdrawn === null && objected === null) return { clause, holds: true, why: METHODS_READ['existing-customer'], since: excepted.time };
  if (requested !== null) return { clause, holds: false, why: { en: 'Consent was requested, not confirmed', de: 'Einwilligung angefragt, aber nicht bestätigt' }, since: requested.time };
  return { clause, holds: false, why: { en: 'No consent', de: 'Keine Einwilligung' }, since: null };
}

function withUse(standing: ConsentStanding, purpose: string, channel: string | null, change: (use: ConsentUse) => ConsentUse): ConsentStanding {
  const before = standing.uses.find((use) => use.purpose === purpose && use.channel === channel);
  const after = change(before ?? { purpose, channel, requested: null, consented: null, excepted: null, withdrawn: null });
  return { ...standing, uses: ordered([...standing.uses.filter((use) => use !== before), after]) };
}

function later<Said extends SaidAt>(before: Said | null, now: Said): Said {
  return before !== null && isLater(before, now) ? before : now;
}

function ordered<One extends { readonly purpose: string; readonly channel?: string | null }>(all: readonly One[]): readonly One[] {
  const name = ({ purpose, channel }: One): string => `${purpose} ${channel ?? ''}`;
  return all.toSorted((a, b) => (name(a) < name(b) ? -1 : 1));
}
