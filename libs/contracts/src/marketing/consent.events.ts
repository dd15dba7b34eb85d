import { Type } from '@sinclair/typebox';
import type { Identifier } from '@throughline/kernel';
import { readWay } from '../channel';
import { eventType, IdentifierSchema, personal, type DataOf, type FactOf, type NamedParty, type NodeOf, type Reading } from '../event-type';
import { Channel, fields, FreeText, Instant, Label, oneOf, ShortFreeText, Slug, ThingId } from '../fields';
import { bracketed, line, named, spoken } from '../reading';

/**
 * Consent to be approached: per purpose, channel *and address*. One stream for each address, whoever it belongs to; its lane is the
 * address's node, so a consent on one address can never undo a withdrawal on another. All of it is proof and never corrected.
 */
const concerns = {
  address: IdentifierSchema,
  /** Whose address it is, if that is known by something else. */
  customer: Type.Optional(IdentifierSchema),
  /** What for: `advertising`, `newsletter`, `survey` … */
  purpose: Slug,
};

/** The words that were agreed to, exactly: their id in clear, the text sealed. */
const AgreedWording = fields({ wordingId: Label, text: Type.Optional(FreeText) });

/** How we know: the moment it was said, from where, and where the paper or the recording is kept. */
const Evidence = fields({
  at: Type.Optional(Instant),
  ip: Type.Optional(personal(Type.String({ minLength: 1, maxLength: 100 }))),
  userAgent: Type.Optional(ShortFreeText),
  reference: Type.Optional(ThingId),
  note: Type.Optional(ShortFreeText),
});
export type ConsentEvidence = DataOf<typeof Evidence>;

const proof = { wording: Type.Optional(AgreedWording), source: Type.Optional(ShortFreeText), evidence: Type.Optional(Evidence) };

interface Concerned {
  readonly address: Identifier;
  readonly customer?: Identifier;
}

const stream = ({ address }: Concerned, node: NodeOf): string => `consent-${node(address)}`;

/** The address first: its node is the lane, whoever it belongs to. */
function parties({ address, customer }: Concerned): readonly NamedParty[] {
  return [address, ...(customer === undefined ? [] : [customer])].map((identifier) => ({ identifier, role: 'customer' as const }));
}

const PURPOSES: Readonly<Record<string, Reading>> = {
  advertising: { en: 'advertising', de: 'Werbung' },
  newsletter: { en: 'newsletter', de: 'Newsletter' },
  survey: { en: 'surveys', de: 'Umfragen' },
  profiling: { en: 'profiling', de: 'Profilbildung' },
};

/** What one is asked for, in the middle of a line. */
export function readPurpose(purpose: string): Reading {
  return (Object.hasOwn(PURPOSES, purpose) ? PURPOSES[purpose] : undefined) ?? { en: spoken(purpose), de: spoken(purpose) };
}

const on = ({ address }: Concerned): string => address.value;
const agreed = ({ wording }: { readonly wording?: { readonly wordingId: string } }): Reading | undefined => named('wording', 'Wortlaut', wording?.wordingId);

/** We asked, and wait for the answer from the address itself. Allows nothing yet. */
export const consentRequested = eventType({
  type: 'marketing.consent-requested',
  version: 1,
  door: 'open',
  final: true,
  schema: fields({ ...concerns, channel: Channel, ...proof, wording: AgreedWording, source: ShortFreeText }),
  stream,
  parties,
  reads: (data) => line({ en: 'Consent requested', de: 'Einwilligung angefragt' }, readPurpose(data.purpose), readWay(data.channel), on(data), agreed(data), data.source),
});

const METHODS = {
  'double-opt-in': { en: 'double opt-in', de: 'Double-Opt-in' },
  written: { en: 'in writing', de: 'schriftlich' },
  oral: { en: 'by word of mouth', de: 'mündlich' },
  'existing-customer': { en: 'existing customer, similar goods', de: 'Bestandskunde, ähnliche Waren' },
} as const satisfies Record<string, Reading>;

/** `existing-customer` is no consent but its statutory exception (§ 7 (3) UWG); it carries nothing once somebody objected. */
export type ConsentMethod = keyof typeof METHODS;
export const CONSENT_METHODS = Object.keys(METHODS) as ConsentMethod[];

/** From now on, for this purpose, by this channel, to this address. */
export const consentConfirmed = eventType({
  type: 'marketing.consent-confirmed',
  version: 1,
  door: 'open',
  final: true,
  schema: fields({ ...concerns, channel: Channel, method: oneOf(CONSENT_METHODS), ...proof }),
  stream,
  parties,
  reads: (data) => line(confirmedHead(data.method), readPurpose(data.purpose), readWay(data.channel), on(data), agreed(data), data.source),
});

function confirmedHead(method: ConsentMethod): Reading {
  if (method === 'existing-customer') return { en: 'Contact allowed as an existing customer', de: 'Ansprache als Bestandskunde zulässig' };
  return bracketed({ en: 'Consent confirmed', de: 'Einwilligung bestätigt' }, METHODS[method]);
}

/** Taken back, for this address: for one channel, or, where none is named, for all of them. Possible at any time, without a reason. */
export const consentWithdrawn = eventType({
  type: 'marketing.consent-withdrawn',
  version: 1,
  door: 'open',
  final: true,
  schema: fields({ ...concerns, channel: Type.Optional(Channel), source: Type.Optional(ShortFreeText), evidence: Type.Optional(Evidence) }),
  stream,
  parties,
  reads: (data) => line({ en: 'Consent withdrawn', de: 'Einwilligung widerrufen' }, readPurpose(data.purpose), data.channel === undefined ? { en: 'all channels', de: 'alle Kanäle' } : readWay(data.channel), on(data), data.source),
});

/** Said by the person, not by the address: no more of this purpose, whichever way. */
export const consentObjected = eventType({
  type: 'marketing.consent-objected',
  version: 1,
  door: 'open',
  final: true,
  schema: fields({ ...concerns, channel: Type.Optional(Channel), source: Type.Optional(ShortFreeText), evidence: Type.Optional(Evidence) }),
  stream,
  parties,
  reads: (data) => line({ en: 'Objection', de: 'Widerspruch eingelegt' }, readPurpose(data.purpose), { en: 'all channels', de: 'alle Kanäle' }, named('received', 'eingegangen', readWay(data.channel)), on(data), data.source),
  channel: (data) => data.channel,
});

export type ConsentEvent = FactOf<typeof consentRequested> | FactOf<typeof consentConfirmed> | FactOf<typeof consentWithdrawn> | FactOf<typeof consentObjected>;
