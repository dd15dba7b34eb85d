import type { Reading } from './event-type';
import { readMoney } from './money';
import { line, spoken, type Words } from './reading';

/**
 * How events of other people's types read. Known by heart: the messages of Segment's protocol and the names its public
 * specification reserves for shops, mails, chats and sign-ups. Everything else is said as its type is written.
 */
interface Known extends Reading {
  readonly channel?: string;
}

const KNOWN: ReadonlyMap<string, Known> = new Map(Object.entries({
  identify: { en: 'Customer details received', de: 'Kundendaten erhalten' },
  page: { en: 'Page viewed', de: 'Seite aufgerufen', channel: 'web' },
  screen: { en: 'Screen viewed', de: 'App-Ansicht geöffnet', channel: 'app' },
  group: { en: 'Assigned to a company', de: 'Einer Firma zugeordnet' },
  alias: { en: 'Known under another identifier', de: 'Unter weiterer Kennung bekannt' },
  'product list viewed': { en: 'Product list viewed', de: 'Produktliste angesehen', channel: 'web' },
  'product list filtered': { en: 'Product list filtered', de: 'Produktliste gefiltert', channel: 'web' },
  'products searched': { en: 'Products searched', de: 'Produkte gesucht', channel: 'web' },
  'promotion viewed': { en: 'Promotion viewed', de: 'Aktion angesehen', channel: 'web' },
  'promotion clicked': { en: 'Promotion clicked', de: 'Aktion angeklickt', channel: 'web' },
  'product clicked': { en: 'Product clicked', de: 'Produkt angeklickt', channel: 'web' },
  'product viewed': { en: 'Product viewed', de: 'Produkt angesehen', channel: 'web' },
  'product added': { en: 'Product added to the cart', de: 'Produkt in den Warenkorb gelegt', channel: 'web' },
  'product removed': { en: 'Product removed from the cart', de: 'Produkt aus dem Warenkorb entfernt', channel: 'web' },
  'product added to wishlist': { en: 'Product added to the wishlist', de: 'Produkt auf die Merkliste gesetzt', channel: 'web' },
  'product removed from wishlist': { en: 'Product removed from the wishlist', de: 'Produkt von der Merkliste entfernt', channel: 'web' },
  'wishlist product added to cart': { en: 'Product moved from the wishlist to the cart', de: 'Produkt von der Merkliste in den Warenkorb gelegt', channel: 'web' },
  'product shared': { en: 'Product shared', de: 'Produkt geteilt', channel: 'web' },
  'product reviewed': { en: 'Product reviewed', de: 'Produkt bewertet', channel: 'web' },
  'cart viewed': { en: 'Cart viewed', de: 'Warenkorb angesehen', channel: 'web' },
  'cart shared': { en: 'Cart shared', de: 'Warenkorb geteilt', channel: 'web' },
  'checkout started': { en: 'Checkout started', de: 'Zur Kasse gegangen', channel: 'web' },
  'checkout step viewed': { en: 'Checkout step viewed', de: 'Schritt an der Kasse aufgerufen', channel: 'web' },
  'checkout step completed': { en: 'Checkout step completed', de: 'Schritt an der Kasse abgeschlossen', channel: 'web' },
  'payment info entered': { en: 'Payment details entered', de: 'Zahlungsdaten eingegeben', channel: 'web' },
  'coupon entered': { en: 'Coupon entered', de: 'Gutschein eingegeben', channel: 'web' },
  'coupon applied': { en: 'Coupon applied', de: 'Gutschein eingelöst', channel: 'web' },
  'coupon denied': { en: 'Coupon refused', de: 'Gutschein abgelehnt', channel: 'web' },
  'coupon removed': { en: 'Coupon removed', de: 'Gutschein entfernt', channel: 'web' },
  'order completed': { en: 'Order placed', de: 'Bestellung aufgegeben' },
  'order updated': { en: 'Order changed', de: 'Bestellung geändert' },
  'order refunded': { en: 'Order refunded', de: 'Bestellung erstattet' },
  'order cancelled': { en: 'Order cancelled', de: 'Bestellung storniert' },
  'email delivered': { en: 'E-mail delivered', de: 'E-Mail zugestellt', channel: 'email' },
  'email opened': { en: 'E-mail opened', de: 'E-Mail geöffnet', channel: 'email' },
  'email link clicked': { en: 'Link in an e-mail clicked', de: 'Link in einer E-Mail angeklickt', channel: 'email' },
  'email bounced': { en: 'E-mail bounced', de: 'E-Mail unzustellbar', channel: 'email' },
  'email marked as spam': { en: 'E-mail reported as spam', de: 'E-Mail als Spam gemeldet', channel: 'email' },
  unsubscribed: { en: 'Unsubscribed from e-mails', de: 'Von E-Mails abgemeldet', channel: 'email' },
  'live chat conversation started': { en: 'Chat started', de: 'Chat begonnen', channel: 'chat' },
  'live chat conversation ended': { en: 'Chat ended', de: 'Chat beendet', channel: 'chat' },
  'live chat message sent': { en: 'Chat message sent', de: 'Chatnachricht gesendet', channel: 'chat' },
  'live chat message received': { en: 'Chat message received', de: 'Chatnachricht erhalten', channel: 'chat' },
  'signed up': { en: 'Signed up', de: 'Registriert' },
  'user registered': { en: 'Signed up', de: 'Registriert' },
  'signed in': { en: 'Signed in', de: 'Angemeldet' },
  'signed out': { en: 'Signed out', de: 'Abgemeldet' },
  'account created': { en: 'Company created', de: 'Firma angelegt' },
  'account deleted': { en: 'Company deleted', de: 'Firma gelöscht' },
  'account added user': { en: 'User added to the company', de: 'Benutzer zur Firma hinzugefügt' },
  'account removed user': { en: 'User removed from the company', de: 'Benutzer aus der Firma entfernt' },
  'invite sent': { en: 'Invitation sent', de: 'Einladung verschickt' },
  'trial started': { en: 'Trial started', de: 'Testphase begonnen' },
  'trial ended': { en: 'Trial ended', de: 'Testphase beendet' },
  'application installed': { en: 'App installed', de: 'App installiert', channel: 'app' },
  'application opened': { en: 'App opened', de: 'App geöffnet', channel: 'app' },
  'app opened': { en: 'App opened', de: 'App geöffnet', channel: 'app' },
  'application backgrounded': { en: 'App left', de: 'App verlassen', channel: 'app' },
  'application updated': { en: 'App updated', de: 'App aktualisiert', channel: 'app' },
  'application uninstalled': { en: 'App uninstalled', de: 'App deinstalliert', channel: 'app' },
  'segment consent preference updated': { en: 'Consent changed', de: 'Einwilligung geändert' },
}));

/** Total: takes any type and any data. Only fields that say what it was about are shown, none that says who. */
export function foreignReading(type: string, data: unknown): Reading {
  const name = nameOf(type, data);
  return line(KNOWN.get(wordsOf(name)) ?? (spoken(wordsIn(name)) || type), ...detailsOf(data));
}

/** What the sender says, else what the name tells. */
export function foreignChannel(type: string, data: unknown): string | undefined {
  const said = member(data, 'channel');
  if (typeof said === 'string' && /^[a-z0-9][a-z0-9-]{0,59}$/.test(said)) return said;
  return KNOWN.get(wordsOf(nameOf(type, data)))?.channel;
}

/** `com.shop.order-completed` → `order-completed`; a tracked event is called by its own name. */
function nameOf(type: string, data: unknown): string {
  const last = type.split('.').findLast((part) => part.trim() !== '') ?? type;
  const tracked = member(data, 'event');
  return last === 'track' && typeof tracked === 'string' ? tracked : last;
}

/** `orderCompleted`, `order_completed`, `Order Completed` → `order completed`. */
function wordsOf(name: string): string {
  return wordsIn(name).toLowerCase();
}

function wordsIn(name: string): string {
  return name
    .replaceAll(/(?<=\p{Ll}|\d)(?=\p{Lu})/gu, ' ')
    .replaceAll(/[\s_-]+/g, ' ')
    .trim();
}

function detailsOf(data: unknown): readonly Words[] {
  const about = member(data, 'properties') ?? data;
  return [
    textOf(member(data, 'name')) ?? textOf(member(about, 'name')) ?? textOf(member(about, 'title')),
    textOf(member(about, 'order_id') ?? member(about, 'orderId')),
    amountOf(member(about, 'total') ?? member(about, 'revenue'), member(about, 'currency')),
    textOf(member(about, 'query')),
  ];
}

function amountOf(total: unknown, currency: unknown): Words {
  const amount = typeof total === 'number' ? String(total) : total;
  if (typeof amount !== 'string' || !/^-?\d{1,15}(\.\d+)?$/.test(amount)) return undefined;
  return typeof currency === 'string' && /^[A-Z]{3}$/.test(currency) ? readMoney({ amount, currency }) : amount;
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' ? value : typeof value === 'number' ? String(value) : undefined;
}

function member(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null && Object.hasOwn(value, name) ? (value as Record<string, unknown>)[name] : undefined;
}
