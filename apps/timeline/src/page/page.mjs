import { aboutCard, titleOf } from './about.mjs';
import { tell, watchAge } from './age.mjs';
import { FILTERS, readAddress, writeAddress } from './address.mjs';
import { hasKey, keepKey, read } from './api.mjs';
import { byId, el, later } from './elements.mjs';
import { filterForm, fits } from './filters.mjs';
import { follow } from './live.mjs';
import { firstPage, newerPage, olderPage, readCustomer } from './reading.mjs';
import { SearchField } from './search.mjs';
import { newestFirst, Timeline } from './timeline.mjs';
import { zone } from './times.mjs';
import { chooseLanguage, language, t, translate } from './words.mjs';

/** What the address says, and what was read for it. */
let shown = readAddress();
let customer = null;
let cursors = { older: null, newer: null };
let reading = new AbortController();
let endLive = () => {};
let endAge = () => {};
let mark = null;
const timeline = new Timeline();
const search = new SearchField((identifier) => go({ customer: identifier }), refused);
const filters = filterForm((next, options) => go({ ...next, customer: shown.customer }, options));

function go(next, options) {
  shown = next;
  writeAddress(shown, options);
  void load();
}

/** Reads everything the address asks for, anew; with a position, when the shelves have it. */
async function load(position) {
  reading.abort();
  reading = new AbortController();
  const { signal } = reading;
  pauseLive('');
  endAge();
  showNotice(null);
  showPlace();
  if (!hasKey() || shown.customer === undefined) return;
  const asked = shown;
  byId('customer').setAttribute('aria-busy', 'true');
  byId('end').textContent = t('loading');
  try {
    const page = await firstPage(asked, signal, position);
    // Of whom nothing is known there is nothing to ask.
    customer = page.entries.length === 0 && asked.at === undefined && !isFiltered() ? null : await readCustomer(asked, signal);
    mark = page.live;
    cursors = { older: page.older, newer: asked.at === undefined ? null : page.newer };
    timeline.clear();
    timeline.add(page.entries);
    filters.offer(page.entries);
    showCustomer();
    showEnds();
    resumeLive();
    // What was known then is as old as it says.
    if (asked.asOf === undefined && asked.knownAt === undefined) endAge = watchAge(asked.customer, page.lagSeconds, caughtUp);
  } catch (error) {
    refused(error);
  } finally {
    if (!signal.aborted) byId('customer').removeAttribute('aria-busy');
  }
}

async function turn(direction, readPage) {
  const button = byId(direction);
  if (cursors[direction] === null || button.disabled) return;
  button.disabled = true;
  button.textContent = t('loading');
  try {
    const page = await readPage(shown, cursors[direction], reading.signal);
    cursors = { ...cursors, [direction]: page[direction] };
    timeline.add(page.entries);
    filters.offer(page.entries);
    button.dataset.empty = page.entries.length === 0 ? 'yes' : '';
  } catch (error) {
    refused(error);
  } finally {
    button.disabled = false;
    showEnds();
  }
}

/** Live means now: as of another moment nothing happens any more, and a page that began at a date has no top to put it on. */
function resumeLive() {
  endLive();
  if (mark === null || document.hidden || shown.customer === undefined) return;
  if (shown.asOf !== undefined || shown.knownAt !== undefined || shown.at !== undefined) return showLive('off');
  endLive = follow(shown.customer, mark, {
    state: showLive,
    entry: arrived,
    identity: () => void load(),
    refused: (error) => (error.code === 'STORE_CHANGED' ? void load() : refused(error)),
  });
}

function pauseLive(state) {
  endLive();
  endLive = () => {};
  showLive(state);
}

function arrived(entry) {
  // It changes how others read, on whatever page they stand.
  if (entry.context === 'record') return void load(entry.position);
  mark = `${mark.split(':')[0]}:${entry.position}`;
  const last = timeline.entries.at(-1);
  const below = cursors.older !== null && last !== undefined && newestFirst(last, entry) < 0;
  if (!below && fits(entry, shown) && timeline.add([entry], { fresh: true }) > 0) {
    filters.offer([entry]);
    showEnds();
    byId('live').title = t('newEntry', { text: entry.text[language] });
  }
  refreshCustomer(entry.position);
}

/** A live page has been told of the entries meanwhile. */
function caughtUp() {
  if (shown.at === undefined) refreshCustomer();
  else void load();
}

const refreshCustomer = later(400, async (position) => {
  const { signal } = reading;
  try {
    customer = await readCustomer(shown, signal, position);
    showCustomer();
  } catch (error) {
    refused(error);
  }
});

function refused(error) {
  if (error.name === 'AbortError') return;
  if (error.status === 401) {
    keepKey(null);
    showPlace();
  }
  byId('end').textContent = '';
  pauseLive('');
  endAge();
  showNotice(error);
}

function showNotice(error) {
  const notice = byId('notice');
  notice.hidden = error === null;
  if (error === null) return;
  if (error.code === undefined) console.error(error);
  const again = el('button', { type: 'button', on: { click: () => void load() } }, t('tryAgain'));
  notice.replaceChildren(el('span', {}, error.message, ' ', el('code', {}, error.code ?? error.name)), ...(hasKey() ? [again] : []));
}

/** Key, welcome or customer: one of the three. */
function showPlace() {
  const place = hasKey() ? (shown.customer === undefined ? 'welcome' : 'customer') : 'ask-key';
  for (const id of ['ask-key', 'welcome', 'customer']) byId(id).hidden = id !== place;
  byId('sign-out').hidden = !hasKey();
  search.enable(hasKey());
  document.title = 'Throughline';
  if (place === 'ask-key') byId('key').focus();
  if (place === 'welcome') search.focus();
  if (place === 'customer') filters.show(shown, customer?.summary.byContext ?? {});
}

function showCustomer() {
  byId('about').replaceChildren(...aboutCard(shown.customer, customer).filter((part) => part !== null));
  filters.show(shown, customer?.summary.byContext ?? {});
  document.title = `${titleOf(shown.customer, customer)} · Throughline`;
}

function showEnds() {
  for (const direction of ['older', 'newer']) {
    const button = byId(direction);
    button.hidden = cursors[direction] === null;
    button.textContent = t(direction === 'older' && button.dataset.empty === 'yes' ? 'searchOn' : direction);
  }
  const nothing = isFiltered() ? 'noMatch' : shown.asOf || shown.knownAt ? 'noEntriesThen' : 'noEntries';
  byId('end').textContent = cursors.older === null ? t(timeline.entries.length === 0 ? nothing : 'begins') : '';
}

function isFiltered() {
  return FILTERS.some((name) => shown[name]);
}

function showLive(state) {
  const live = byId('live');
  live.dataset.state = state;
  live.textContent = { on: t('liveOn'), lost: t('liveLost'), off: t('liveOff') }[state] ?? '';
}

function speak(chosen) {
  chooseLanguage(chosen);
  translate(document);
  for (const button of document.querySelectorAll('[data-language]')) button.setAttribute('aria-pressed', String(button.dataset.language === chosen));
  byId('zone').textContent = t('zone', { zone });
  showLive(byId('live').dataset.state);
  tell();
  if (shown.customer === undefined || mark === null) return;
  showCustomer();
  timeline.redraw();
  showEnds();
}

async function takeKey(event) {
  event.preventDefault();
  keepKey(byId('key').value.trim());
  try {
    // Asked first whether it may read: a source's key never does.
    await read('/customers', { search: ' ' });
    byId('key').value = '';
    void load();
  } catch (error) {
    keepKey(null);
    showNotice(error);
  }
}

byId('key-form').addEventListener('submit', (event) => void takeKey(event));
byId('sign-out').addEventListener('click', () => {
  keepKey(null);
  location.assign('/');
});
for (const button of document.querySelectorAll('[data-language]')) button.addEventListener('click', () => speak(button.dataset.language));
byId('older').addEventListener('click', () => void turn('older', olderPage));
byId('newer').addEventListener('click', () => void turn('newer', newerPage));
new IntersectionObserver((seen) => seen.some(({ isIntersecting }) => isIntersecting) && byId('older').dataset.empty !== 'yes' && void turn('older', olderPage), { rootMargin: '600px' }).observe(byId('older'));
addEventListener('popstate', () => {
  shown = readAddress();
  void load();
});
addEventListener('hashchange', () => location.reload());
// A page nobody looks at gives its line back: a browser has about six of them for all its tabs.
document.addEventListener('visibilitychange', () => (document.hidden ? pauseLive('') : resumeLive()));

speak(language);
void load();
