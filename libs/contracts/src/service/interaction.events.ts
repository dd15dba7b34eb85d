import { Type } from '@sinclair/typebox';
import { concerning, eventType, IdentifierSchema, type FactOf, type Reading } from '../event-type';
import { Channel, fields, FreeText, Instant, oneOf, ThingId, ThingStream } from '../fields';
import { line, named } from '../reading';

/** By direction: `in` = the customer came to us, `out` = we to him. `channel` is the way he was met where nothing else is said. */
const KINDS = {
  call: { channel: 'phone', in: { en: 'Incoming call', de: 'Eingehender Anruf' }, out: { en: 'Outgoing call', de: 'Ausgehender Anruf' } },
  chat: { channel: 'chat', in: { en: 'Chat begun by the customer', de: 'Chat, vom Kunden begonnen' }, out: { en: 'Chat begun by us', de: 'Chat, von uns begonnen' } },
  mail: { channel: 'email', in: { en: 'E-mail from the customer', de: 'E-Mail vom Kunden' }, out: { en: 'E-mail to the customer', de: 'E-Mail an den Kunden' } },
  visit: { channel: 'visit', in: { en: 'The customer visited us', de: 'Kunde war bei uns' }, out: { en: 'Visit to the customer', de: 'Besuch beim Kunden' } },
  'social-post': { channel: 'social-media', in: { en: 'Social media post by the customer', de: 'Social-Media-Beitrag des Kunden' }, out: { en: 'Social media reply to the customer', de: 'Social-Media-Antwort an den Kunden' } },
  letter: { channel: 'letter', in: { en: 'Letter from the customer', de: 'Brief vom Kunden' }, out: { en: 'Letter to the customer', de: 'Brief an den Kunden' } },
} as const satisfies Record<string, { readonly channel: string; readonly in: Reading; readonly out: Reading }>;

export type InteractionKind = keyof typeof KINDS;
export const INTERACTION_KINDS = Object.keys(KINDS) as InteractionKind[];
export const INTERACTION_DIRECTIONS = ['in', 'out'] as const;

/** At most 90 days. */
const Seconds = Type.Integer({ minimum: 0, maximum: 7_776_000 });

/** One contact with a customer. `reached`: of an outgoing call, whether somebody answered. `waitingSeconds`: how long the customer waited for us. */
export const interactionRecorded = eventType({
  type: 'service.interaction-recorded',
  version: 1,
  door: 'open',
  schema: fields({
    interactionId: ThingId,
    customer: IdentifierSchema,
    company: Type.Optional(IdentifierSchema),
    kind: oneOf(INTERACTION_KINDS),
    direction: oneOf(INTERACTION_DIRECTIONS),
    summary: Type.Optional(FreeText),
    startedAt: Type.Optional(Instant),
    seconds: Type.Optional(Seconds),
    waitingSeconds: Type.Optional(Seconds),
    reached: Type.Optional(Type.Boolean()),
    about: Type.Optional(ThingStream),
    channel: Type.Optional(Channel),
  }),
  stream: (data) => `interaction-${data.interactionId}`,
  parties: (data) => concerning(data.customer, data.company),
  reads: (data) => line(headOf(data), data.summary, readSeconds(data.seconds), named('the customer waited', 'Wartezeit', readSeconds(data.waitingSeconds))),
  channel: interactionChannel,
});

export type InteractionEvent = FactOf<typeof interactionRecorded>;

/** The way the customer was met. */
export function interactionChannel({ kind, channel }: { readonly kind: InteractionKind; readonly channel?: string }): string {
  return channel ?? KINDS[kind].channel;
}

function headOf({ kind, direction, reached }: { readonly kind: InteractionKind; readonly direction: 'in' | 'out'; readonly reached?: boolean }): Reading {
  const { en, de } = KINDS[kind][direction];
  return reached === false ? { en: `${en}, not reached`, de: `${de}, nicht erreicht` } : { en, de };
}

function readSeconds(seconds: number | undefined): Reading | undefined {
  if (seconds === undefined) return undefined;
  if (seconds < 60) return { en: `${seconds} s`, de: `${seconds} s` };
  return { en: `${Math.round(seconds / 60)} min`, de: `${Math.round(seconds / 60)} Min.` };
}
