import { Type } from '@sinclair/typebox';
import type { Identifier } from '@throughline/kernel';
import { readChannel } from '../channel';
import { eventType, IdentifierSchema, personal, type FactOf, type NamedParty, type NodeOf, type Reading } from '../event-type';
import { Channel, fields, FreeText, Label, oneOf, ShortFreeText, Slug, ThingId } from '../fields';
import { bracketed, line, named, sayable } from '../reading';

/** What one campaign did with one node, and what came back. Facts, also after the campaign was closed. */
const touched = {
  campaignId: ThingId,
  customer: IdentifierSchema,
  /** The address it went to, where the customer is known by something else. */
  address: Type.Optional(IdentifierSchema),
  channel: Type.Optional(Channel),
  /** What the sender of the message calls it; addresses occur in such ids. */
  messageId: Type.Optional(personal(Type.String({ minLength: 1, maxLength: 500 }))),
  /** The campaign's name, so that the line can be read where the campaign is not at hand. */
  campaign: Type.Optional(Label),
  /** Of the consent it stands on, and that is withdrawn when somebody unsubscribes; absent = advertising. */
  purpose: Type.Optional(Slug),
};

interface Touched {
  readonly campaignId: string;
  readonly customer: Identifier;
  readonly address?: Identifier;
  readonly channel?: string;
  readonly campaign?: string;
}

/** The stream of a campaign's touches of one node. A colon cannot occur in the first part, so no two read alike. */
export function touchStream(campaignId: string, node: string): string {
  return `touch-${campaignId.replaceAll('%', '%25').replaceAll(':', '%3A')}-${node}`;
}

const stream = ({ campaignId, customer }: Touched, node: NodeOf): string => touchStream(campaignId, node(customer));

function parties({ customer, address }: Touched): readonly NamedParty[] {
  return [customer, ...(address === undefined ? [] : [address])].map((identifier) => ({ identifier, role: 'customer' as const }));
}

const channel = (data: Touched): string | undefined => data.channel;
const campaignOf = ({ campaign, campaignId }: Touched): Reading | undefined => named('campaign', 'Kampagne', campaign ?? sayable(campaignId));

const SENT: Readonly<Record<string, Reading>> = {
  email: { en: 'Campaign e-mail sent', de: 'Kampagnen-E-Mail versendet' },
  phone: { en: 'Campaign call', de: 'Kampagnenanruf' },
  letter: { en: 'Campaign letter sent', de: 'Kampagnenbrief versendet' },
};

function sentHead(by: string | undefined): Reading {
  const own = by !== undefined && Object.hasOwn(SENT, by) ? SENT[by] : undefined;
  return own ?? bracketed({ en: 'Campaign message sent', de: 'Kampagnennachricht versendet' }, readChannel(by));
}

/** We reached out: a message was sent, a call was made. */
export const touchSent = eventType({
  type: 'marketing.touch-sent',
  version: 1,
  door: 'open',
  schema: fields({ ...touched, subject: Type.Optional(ShortFreeText) }),
  stream,
  parties,
  reads: (data) => line(sentHead(data.channel), campaignOf(data), data.subject),
  channel,
});

export const touchDelivered = eventType({
  type: 'marketing.touch-delivered',
  version: 1,
  door: 'open',
  schema: fields(touched),
  stream,
  parties,
  reads: (data) => line({ en: 'Campaign message delivered', de: 'Kampagnennachricht zugestellt' }, campaignOf(data)),
  channel,
});

/** As its sender counts it: programs open messages too. */
export const touchOpened = eventType({
  type: 'marketing.touch-opened',
  version: 1,
  door: 'open',
  schema: fields(touched),
  stream,
  parties,
  reads: (data) => line({ en: 'Campaign message opened', de: 'Kampagnennachricht geöffnet' }, campaignOf(data)),
  channel,
});

/** Links lead to people as often as to pages, so they are sealed. */
export const touchClicked = eventType({
  type: 'marketing.touch-clicked',
  version: 1,
  door: 'open',
  schema: fields({ ...touched, link: Type.Optional(ShortFreeText) }),
  stream,
  parties,
  reads: (data) => line({ en: 'Link in a campaign message clicked', de: 'Link in Kampagnennachricht angeklickt' }, campaignOf(data), data.link),
  channel,
});

const OUTCOMES = {
  positive: { en: 'said yes', de: 'Zusage' },
  neutral: { en: 'undecided', de: 'unentschieden' },
  negative: { en: 'said no', de: 'Absage' },
} as const satisfies Record<string, Reading>;

export type ReplyOutcome = keyof typeof OUTCOMES;
export const REPLY_OUTCOMES = Object.keys(OUTCOMES) as ReplyOutcome[];

export const touchReplied = eventType({
  type: 'marketing.touch-replied',
  version: 1,
  door: 'open',
  schema: fields({ ...touched, outcome: Type.Optional(oneOf(REPLY_OUTCOMES)), text: Type.Optional(FreeText) }),
  stream,
  parties,
  reads: (data) => line({ en: 'Reply to a campaign', de: 'Antwort auf Kampagne' }, data.outcome === undefined ? undefined : OUTCOMES[data.outcome], campaignOf(data), data.text),
  channel,
});

const BOUNCES = {
  hard: { en: 'permanently', de: 'dauerhaft' },
  soft: { en: 'temporarily', de: 'vorübergehend' },
} as const satisfies Record<string, Reading>;

export type BounceKind = keyof typeof BOUNCES;
export const BOUNCE_KINDS = Object.keys(BOUNCES) as BounceKind[];

/** `hard`: the address takes nothing any more; `soft`: it may, later. */
export const touchBounced = eventType({
  type: 'marketing.touch-bounced',
  version: 1,
  door: 'open',
  schema: fields({ ...touched, kind: oneOf(BOUNCE_KINDS), reason: Type.Optional(ShortFreeText) }),
  stream,
  parties,
  reads: (data) => line(bracketed({ en: 'Campaign message bounced', de: 'Kampagnennachricht unzustellbar' }, BOUNCES[data.kind]), campaignOf(data), data.reason),
  channel,
});

/** Not a complaint: the button in the mail program. */
export const touchReportedAsSpam = eventType({
  type: 'marketing.touch-reported-as-spam',
  version: 1,
  door: 'open',
  schema: fields(touched),
  stream,
  parties,
  reads: (data) => line({ en: 'Campaign message reported as spam', de: 'Kampagnennachricht als Spam gemeldet' }, campaignOf(data)),
  channel,
});

/** Withdraws the consent in the address's own stream too: by `unsubscribe.process.ts` of marketing. */
export const touchUnsubscribed = eventType({
  type: 'marketing.touch-unsubscribed',
  version: 1,
  door: 'open',
  schema: fields({ ...touched, reason: Type.Optional(ShortFreeText) }),
  stream,
  parties,
  reads: (data) => line({ en: 'Unsubscribed through a campaign', de: 'Über eine Kampagne abgemeldet' }, campaignOf(data), data.reason),
  channel,
});

export type TouchEvent =
  | FactOf<typeof touchSent>
  | FactOf<typeof touchDelivered>
  | FactOf<typeof touchOpened>
  | FactOf<typeof touchClicked>
  | FactOf<typeof touchReplied>
  | FactOf<typeof touchBounced>
  | FactOf<typeof touchReportedAsSpam>
  | FactOf<typeof touchUnsubscribed>;
