import { Type } from '@sinclair/typebox';
import { readDay } from '../day';
import { concerning, eventType, IdentifierSchema, type FactOf, type Reading } from '../event-type';
import { Channel, Day, fields, Label, oneOf, PersonalLabel, ShortFreeText, ThingId } from '../fields';
import { readWay } from '../channel';
import { readMoney } from '../money';
import { line, named } from '../reading';
import { quoteContent } from './quote-content';

/** All are final: what was offered and answered is proof. Another content is another version. */
const Version = Type.Integer({ minimum: 1, maximum: 10_000 });
const ofVersion = { quoteId: ThingId, version: Version };
const stream = ({ quoteId }: { readonly quoteId: string }): string => `quote-${quoteId}`;

/** Somebody is writing an offer; the customer has not seen it. Its number stays, whatever version it comes to. */
export const quoteDrafted = eventType({
  type: 'sales.quote-drafted',
  version: 1,
  door: 'open',
  final: true,
  schema: fields({
    ...ofVersion,
    number: Type.Optional(Label),
    customer: Type.Optional(IdentifierSchema),
    company: Type.Optional(IdentifierSchema),
    opportunityId: Type.Optional(ThingId),
    ...quoteContent,
  }),
  stream,
  parties: (data) => concerning(data.customer, data.company),
  reads: (data) => line({ en: 'Quote drafted', de: 'Angebotsentwurf erstellt' }, data.number, data.title, gross(data), until(data.validUntil)),
});

/** Another content: the same version while it is a draft, the next one after it was sent. */
export const quoteRevised = eventType({
  type: 'sales.quote-revised',
  version: 1,
  door: 'open',
  final: true,
  schema: fields({ ...ofVersion, ...quoteContent }),
  stream,
  parties: () => [],
  reads: (data) => line({ en: 'Quote revised', de: 'Angebot überarbeitet' }, read(data.version), data.title, gross(data), until(data.validUntil)),
});

/** The customer has it. From now on it binds us until its last day. */
export const quoteSent = eventType({
  type: 'sales.quote-sent',
  version: 1,
  door: 'open',
  final: true,
  schema: fields({ ...ofVersion, channel: Type.Optional(Channel) }),
  stream,
  parties: () => [],
  reads: (data) => line({ en: 'Quote sent', de: 'Angebot versendet' }, read(data.version), readWay(data.channel)),
  channel: (data) => data.channel,
});

export const quoteAccepted = eventType({
  type: 'sales.quote-accepted',
  version: 1,
  door: 'open',
  final: true,
  schema: fields({ ...ofVersion, acceptedBy: Type.Optional(PersonalLabel), reference: Type.Optional(PersonalLabel) }),
  stream,
  parties: () => [],
  reads: (data) => line({ en: 'Quote accepted', de: 'Angebot angenommen' }, read(data.version), named('by', 'von', data.acceptedBy), named('reference', 'Bestellnummer des Kunden', data.reference)),
});

const REJECTIONS = {
  price: { en: 'too expensive', de: 'zu teuer' },
  competitor: { en: 'chose a competitor', de: 'hat sich für einen Wettbewerber entschieden' },
  'delivery-time': { en: 'delivery takes too long', de: 'Lieferzeit zu lang' },
  'not-as-wanted': { en: 'not what was wanted', de: 'entspricht nicht dem Bedarf' },
  postponed: { en: 'postponed', de: 'verschoben' },
  other: { en: 'another reason', de: 'anderer Grund' },
} as const satisfies Record<string, Reading>;

export type QuoteRejectionReason = keyof typeof REJECTIONS;
export const QUOTE_REJECTION_REASONS = Object.keys(REJECTIONS) as QuoteRejectionReason[];

export const quoteRejected = eventType({
  type: 'sales.quote-rejected',
  version: 1,
  door: 'open',
  final: true,
  schema: fields({ ...ofVersion, reason: Type.Optional(oneOf(QUOTE_REJECTION_REASONS)), explanation: Type.Optional(ShortFreeText) }),
  stream,
  parties: () => [],
  reads: (data) => line({ en: 'Quote rejected', de: 'Angebot abgelehnt' }, read(data.version), data.reason === undefined ? undefined : REJECTIONS[data.reason], data.explanation),
});

/** Its last day is over and nobody answered. */
export const quoteExpired = eventType({
  type: 'sales.quote-expired',
  version: 1,
  door: 'open',
  final: true,
  schema: fields({ ...ofVersion, validUntil: Type.Optional(Day) }),
  stream,
  parties: () => [],
  reads: (data) => line({ en: 'Quote expired', de: 'Angebot abgelaufen' }, read(data.version), until(data.validUntil, 'was valid until', 'war gültig bis')),
});

/** We take it back. Only an offer that says so, or that nobody has accepted, can be taken back. */
export const quoteWithdrawn = eventType({
  type: 'sales.quote-withdrawn',
  version: 1,
  door: 'open',
  final: true,
  schema: fields({ ...ofVersion, reason: ShortFreeText }),
  stream,
  parties: () => [],
  reads: (data) => line({ en: 'Quote withdrawn', de: 'Angebot zurückgezogen' }, read(data.version), data.reason),
});

export type QuoteEvent =
  | FactOf<typeof quoteDrafted>
  | FactOf<typeof quoteRevised>
  | FactOf<typeof quoteSent>
  | FactOf<typeof quoteAccepted>
  | FactOf<typeof quoteRejected>
  | FactOf<typeof quoteExpired>
  | FactOf<typeof quoteWithdrawn>;

function read(version: number): Reading {
  return { en: `version ${version}`, de: `Version ${version}` };
}

function gross({ currency, totals }: { readonly currency: string; readonly totals: { readonly gross: string } }): Reading | undefined {
  return readMoney({ amount: totals.gross, currency });
}

function until(day: string | undefined, en = 'valid until', de = 'gültig bis'): Reading | undefined {
  return named(en, de, readDay(day));
}
