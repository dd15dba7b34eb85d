import type { Reading } from './event-type';
import { spoken } from './reading';

const CHANNELS: Readonly<Record<string, Reading>> = {
  email: { en: 'e-mail', de: 'E-Mail' },
  phone: { en: 'phone', de: 'Telefon' },
  web: { en: 'website', de: 'Website' },
  app: { en: 'app', de: 'App' },
  chat: { en: 'chat', de: 'Chat' },
  letter: { en: 'letter', de: 'Brief' },
  visit: { en: 'visit', de: 'Besuch' },
  event: { en: 'trade fair or event', de: 'Messe oder Veranstaltung' },
  'web-form': { en: 'web form', de: 'Webformular' },
  referral: { en: 'referral', de: 'Empfehlung' },
  'social-media': { en: 'social media', de: 'soziale Medien' },
};

/** The name of a channel in the middle of a line. */
export function readChannel(channel: string | undefined): Reading | undefined {
  if (channel === undefined) return undefined;
  return (Object.hasOwn(CHANNELS, channel) ? CHANNELS[channel] : undefined) ?? { en: spoken(channel), de: spoken(channel) };
}
