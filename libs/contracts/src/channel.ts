import type { Reading } from './event-type';
import { spoken } from './reading';

interface ChannelWords {
  /** In the middle of a line. */
  readonly name: Reading;
  /** How something came, or is allowed to come. */
  readonly by: Reading;
}

const CHANNELS: Readonly<Record<string, ChannelWords>> = {
  email: { name: { en: 'e-mail', de: 'E-Mail' }, by: { en: 'by e-mail', de: 'per E-Mail' } },
  phone: { name: { en: 'phone', de: 'Telefon' }, by: { en: 'by phone', de: 'per Telefon' } },
  sms: { name: { en: 'text message', de: 'SMS' }, by: { en: 'by text message', de: 'per SMS' } },
  whatsapp: { name: { en: 'WhatsApp', de: 'WhatsApp' }, by: { en: 'by WhatsApp', de: 'per WhatsApp' } },
  chat: { name: { en: 'chat', de: 'Chat' }, by: { en: 'by chat', de: 'per Chat' } },
  letter: { name: { en: 'letter', de: 'Brief' }, by: { en: 'by letter', de: 'per Brief' } },
  fax: { name: { en: 'fax', de: 'Fax' }, by: { en: 'by fax', de: 'per Fax' } },
  web: { name: { en: 'website', de: 'Website' }, by: { en: 'through the website', de: 'über die Website' } },
  'web-form': { name: { en: 'web form', de: 'Webformular' }, by: { en: 'through a web form', de: 'über ein Webformular' } },
  app: { name: { en: 'app', de: 'App' }, by: { en: 'through the app', de: 'über die App' } },
  portal: { name: { en: 'customer portal', de: 'Kundenportal' }, by: { en: 'through the customer portal', de: 'über das Kundenportal' } },
  'social-media': { name: { en: 'social media', de: 'soziale Medien' }, by: { en: 'through social media', de: 'über soziale Medien' } },
  referral: { name: { en: 'referral', de: 'Empfehlung' }, by: { en: 'through a referral', de: 'durch Empfehlung' } },
  visit: { name: { en: 'visit', de: 'Besuch' }, by: { en: 'in person', de: 'persönlich' } },
  event: { name: { en: 'trade fair or event', de: 'Messe oder Veranstaltung' }, by: { en: 'at a trade fair or event', de: 'auf einer Messe oder Veranstaltung' } },
};

/** The name of a channel in the middle of a line. */
export function readChannel(channel: string | undefined): Reading | undefined {
  return channel === undefined ? undefined : wordsFor(channel).name;
}

/** `by e-mail`, `per E-Mail`: a channel as the way something takes. */
export function readWay(channel: string | undefined): Reading | undefined {
  return channel === undefined ? undefined : wordsFor(channel).by;
}

function wordsFor(channel: string): ChannelWords {
  const known = Object.hasOwn(CHANNELS, channel) ? CHANNELS[channel] : undefined;
  const name = spoken(channel);
  return known ?? { name: { en: name, de: name }, by: { en: `via ${name}`, de: `über ${name}` } };
}
