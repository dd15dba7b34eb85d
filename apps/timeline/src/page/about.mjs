import { el } from './elements.mjs';
import { say } from './times.mjs';
import { actorName, named, t } from './words.mjs';

/** The card of a customer: who it is, who owns it, how much happened where. `customer` is null where nothing is known. */
export function aboutCard(identifier, customer) {
  const summary = customer?.summary;
  const names = namesOf(summary);
  const identifiers = summary === undefined ? [] : Object.values(summary.identifiers);
  const title = names[0] ?? (identifiers.length === 1 ? identifiers[0].value : valueOf(customer?.identifier, identifier));
  return [
    el('div', { class: 'who' }, el('span', { class: 'avatar', 'aria-hidden': 'true' }, initials(title)), el('div', {}, el('h1', { class: names.length === 0 ? 'is-identifier' : '' }, title), names.length > 1 ? el('p', { class: 'other-names' }, `${t('alsoKnownAs')} ${names.slice(1).join(', ')}`) : null, summary === undefined ? el('p', { class: 'hint' }, t('unknownYet')) : null)),
    customer?.incompleteSince ? el('p', { class: 'warning', role: 'alert' }, t('incomplete', { time: say('moment', customer.incompleteSince) })) : null,
    summary === undefined ? null : facts(summary, identifiers),
    summary === undefined ? null : areas(summary),
  ];
}

export function titleOf(identifier, customer) {
  return namesOf(customer?.summary)[0] ?? valueOf(customer?.identifier, identifier);
}

/** The one said last first. */
function namesOf(summary) {
  const said = Object.values(summary?.names ?? {}).toSorted((a, b) => b.time - a.time);
  return [...new Set(said.map(({ value }) => value))];
}

function valueOf(identifier, text) {
  return identifier?.value ?? text;
}

function facts({ owner, firstSeen, lastSeen }, identifiers) {
  const owned = owner?.value ?? null;
  return el(
    'dl',
    { class: 'facts' },
    el('dt', {}, t('identifiers')),
    el('dd', {}, el('ul', { class: 'identifiers' }, identifiers.map(({ type, value }) => el('li', {}, el('span', { class: 'kind' }, named('i', type)), el('span', { class: 'value' }, value))))),
    el('dt', {}, t('owner')),
    el('dd', owned === null ? { class: 'hint' } : { title: owned }, owned === null ? t('noOwner') : actorName(owned)),
    el('dt', {}, t('lastSeen')),
    el('dd', {}, lastSeen === null ? '–' : say('moment', lastSeen)),
    el('dt', {}, t('firstSeen')),
    el('dd', {}, firstSeen === null ? '–' : say('moment', firstSeen)),
  );
}

function areas({ events, byContext }) {
  const sorted = Object.entries(byContext).toSorted(([, a], [, b]) => b - a);
  return el(
    'div',
    { class: 'areas' },
    el('p', { class: 'areas-head' }, el('span', {}, t('entryCount')), el('strong', {}, count(events))),
    el('ul', {}, sorted.map(([context, many]) => el('li', {}, el('span', { class: 'dot', data: { context: colourOf(context) } }), el('span', {}, named('c', context)), el('span', { class: 'number' }, count(many))))),
  );
}

const OURS = new Set(['marketing', 'sales', 'service', 'customer', 'identity']);

/** Other people's areas share four more colours, each always the same. */
export function colourOf(context) {
  if (OURS.has(context)) return context;
  return `other-${[...context].reduce((sum, letter) => (sum * 31 + letter.codePointAt(0)) % 997, 25) % 4}`;
}

function count(number) {
  return number.toLocaleString(document.documentElement.lang);
}

function initials(name) {
  const words = name.replace(/@.*$/s, '').split(/[\s._-]+/u).filter((word) => /^[\p{L}\p{N}]/u.test(word));
  return [words[0], words.length > 1 ? words.at(-1) : undefined].map((word) => word?.[0]?.toLocaleUpperCase() ?? '').join('') || '·';
}
