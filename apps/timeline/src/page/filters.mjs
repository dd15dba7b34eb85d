import { FILTERS } from './address.mjs';
import { byId, el, later } from './elements.mjs';
import { localDay, localMinute, say } from './times.mjs';
import { actorName, named, t } from './words.mjs';

const MOMENTS = ['asOf', 'knownAt'];

/** The form of filters, and the chips and the banner that say what is set. `changed(filters, { replace })` is told of every change. */
export function filterForm(changed) {
  const form = byId('filters');
  const seen = { types: new Set(), channels: new Set(), actors: new Set() };
  let shown = {};

  function set(name, value, options = {}) {
    const next = { ...shown, [name]: value };
    if (!value) delete next[name];
    if (next[name] !== shown[name]) changed(next, options);
  }

  function valueOf(name) {
    const { value } = form.elements.namedItem(name);
    return MOMENTS.includes(name) ? instantOf(value) : value.trim();
  }

  const typedWords = later(300, () => set('words', valueOf('words'), { replace: Boolean(shown.words) && valueOf('words') !== '' }));
  form.addEventListener('input', ({ target }) => target.name === 'words' && typedWords());
  form.addEventListener('change', ({ target }) => target.name !== 'words' && target.name && set(target.name, valueOf(target.name)));
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    const field = document.activeElement;
    if (field?.name) set(field.name, valueOf(field.name));
  });

  function contexts(byContext) {
    const names = Object.keys(byContext);
    if (shown.context && !names.includes(shown.context)) names.push(shown.context);
    const select = form.elements.namedItem('context');
    select.replaceChildren(el('option', { value: '' }, t('all')), ...names.map((name) => el('option', { value: name }, named('c', name))));
    select.value = shown.context ?? '';
  }

  return {
    show(filters, byContext) {
      shown = filters;
      for (const name of ['words', 'type', 'channel', 'actor', 'at']) {
        const field = form.elements.namedItem(name);
        // Not while it is being typed into: the caret would jump.
        if (document.activeElement !== field || field.type !== 'search') field.value = filters[name] ?? '';
      }
      for (const name of MOMENTS) form.elements.namedItem(name).value = /[T]/.test(filters[name] ?? '') ? localMinute(filters[name]) : '';
      form.elements.namedItem('at').max = localDay(Date.now());
      if (['type', 'channel', 'actor', ...MOMENTS].some((name) => filters[name])) byId('more').open = true;
      contexts(byContext);
      showChips(filters, set);
      showBanner(filters, (names) => changed(Object.fromEntries(Object.entries(shown).filter(([name]) => !names.includes(name)))));
    },
    /** What occurs is offered while typing. */
    offer(entries) {
      for (const { type, channel, actor } of entries) {
        seen.types.add(type);
        seen.actors.add(actor);
        if (channel !== null) seen.channels.add(channel);
      }
      for (const [id, values] of Object.entries(seen)) byId(id).replaceChildren(...[...values].toSorted((a, b) => a.localeCompare(b)).map((value) => el('option', { value })));
    },
  };
}

function instantOf(local) {
  const time = new Date(local);
  return local === '' || Number.isNaN(time.getTime()) ? '' : time.toISOString();
}

function showChips(filters, set) {
  const names = { context: (value) => named('c', value), channel: (value) => named('h', value), actor: actorName };
  const chips = FILTERS.filter((name) => filters[name]).map((name) =>
    el('button', { type: 'button', class: 'chip', 'aria-label': `${t(name)} ${filters[name]}: ${t('remove')}`, on: { click: () => set(name, '') } }, `${t(name)}: ${names[name]?.(filters[name]) ?? filters[name]}`, el('span', { 'aria-hidden': 'true' }, '×')),
  );
  byId('chips').replaceChildren(...chips);
  byId('chips').hidden = chips.length === 0;
}

/** Whoever looks at another moment than now is told so, all the time. */
function showBanner(filters, without) {
  const parts = MOMENTS.filter((name) => filters[name]).map((name) => `${t(name)} ${/^\d+$/.test(filters[name]) ? t('position', { position: filters[name] }) : say('moment', filters[name])}`);
  if (filters.at) parts.push(t('fromDate', { date: say('date', `${filters.at}T12:00:00`) }));
  const past = MOMENTS.some((name) => filters[name]);
  const banner = byId('banner');
  banner.hidden = parts.length === 0;
  banner.classList.toggle('past', past);
  banner.replaceChildren(el('span', {}, parts.join(' · ')), el('button', { type: 'button', on: { click: () => without([...MOMENTS, 'at']) } }, past ? t('backToNow') : t('backToNewest')));
}

/** The server's filters, for what arrives live. */
export function fits(entry, filters) {
  if (['context', 'type', 'channel', 'actor'].some((name) => filters[name] && entry[name] !== filters[name])) return false;
  const words = (filters.words ?? '').toLocaleLowerCase().split(/\s+/u).filter((word) => word !== '');
  const everything = `${entry.type} ${entry.text.en} ${entry.text.de} ${strings(entry.data)} ${strings(entry.parties)}`.toLocaleLowerCase();
  return words.every((word) => everything.includes(word));
}

function strings(value) {
  if (typeof value === 'string' || typeof value === 'number') return String(value);
  return typeof value === 'object' && value !== null ? Object.values(value).map(strings).join(' ') : '';
}
