import { hasKey, keepKey, read } from './api.mjs';
import { byId, el } from './elements.mjs';
import { allParts, concernsOf } from './system-parts.mjs';
import { say } from './times.mjs';
import { chooseLanguage, language, t, translate } from './words.mjs';

/** Milliseconds between two readings, and after which one that was not answered counts as failed. */
const EVERY = 2_000;
const PATIENCE = 10_000;
/** What is asked, by the part of the page it is shown in. */
const ASKED = { projections: '/ops/projections', processes: '/ops/processes', road: '/ops/road', quarantine: '/ops/quarantine' };

/** Of each part the last answer, and why there is no newer one; both may be missing. */
const seen = Object.fromEntries(Object.keys(ASKED).map((part) => [part, { answer: null, error: null }]));
let isRead = false;
let readAt = null;
let paused = false;
let reading = null;
let next;

/** Asks for all parts at once and shows each when it answers: one that does not leaves the others as they are. */
async function refresh() {
  clearTimeout(next);
  if (reading !== null || !hasKey()) return;
  reading = new AbortController();
  const { signal } = reading;
  const given = AbortSignal.any([signal, AbortSignal.timeout(PATIENCE)]);
  await Promise.all(Object.entries(ASKED).map(([part, path]) => ask(part, path, given).then(() => signal.aborted || isRead || show())));
  reading = null;
  if (signal.aborted) return;
  isRead = true;
  if (Object.values(seen).some(({ error }) => error === null)) readAt = Date.now();
  show();
  if (!paused && !document.hidden && hasKey()) next = setTimeout(() => void refresh(), EVERY);
}

async function ask(part, path, signal) {
  try {
    const query = part === 'quarantine' ? { limit: 1 } : {};
    seen[part] = { answer: await read(path, query, signal), error: null };
  } catch (error) {
    seen[part] = { ...seen[part], error };
    if (error.status === 401 || error.status === 403) refuse(error);
  }
}

function refuse(error) {
  keepKey(null);
  reading?.abort();
  showNotice(error);
  showPlace();
}

function show() {
  showPlace();
  byId('system').setAttribute('aria-busy', String(!isRead));
  const silent = Object.values(seen).every(({ error }) => error !== null);
  if (hasKey()) showNotice(isRead && silent ? seen.projections.error : null);
  const concerns = isRead ? concernsOf(seen) : [];
  const verdict = byId('verdict');
  const words = !isRead ? t('loading') : silent ? t('sys_unknown') : concerns.length === 0 ? t('sys_fine') : concerns.join(' · ');
  // Written only when it changes: it is read aloud.
  if (verdict.textContent !== words) verdict.textContent = words;
  verdict.dataset.state = !isRead ? '' : silent || concerns.length > 0 ? 'bad' : 'good';
  byId('refreshed').textContent = readAt === null ? '' : t(paused ? 'sys_asOf' : 'sys_live', { time: say('clock', readAt) });
  byId('parts').classList.toggle('stale', silent);
  const open = new Set([...document.querySelectorAll('#parts details[open]')].map(({ id }) => id));
  const focused = document.activeElement?.closest('#parts [id]')?.id;
  byId('parts').replaceChildren(...allParts(seen));
  for (const id of open) byId(id)?.setAttribute('open', '');
  if (focused) (byId(focused)?.querySelector('summary') ?? byId(focused))?.focus();
}

/** Key or system. */
function showPlace() {
  byId('ask-key').hidden = hasKey();
  byId('system').hidden = !hasKey();
  byId('sign-out').hidden = !hasKey();
  if (!hasKey()) byId('key').focus();
}

function showNotice(error) {
  const notice = byId('notice');
  notice.hidden = error === null;
  if (error === null) return;
  const again = el('button', { type: 'button', on: { click: () => void refresh() } }, t('tryAgain'));
  notice.replaceChildren(el('span', {}, error.message, ' ', el('code', {}, error.code ?? error.name)), ...(hasKey() ? [again] : []));
}

function pause(wanted) {
  paused = wanted;
  byId('pause').setAttribute('aria-pressed', String(paused));
  byId('pause').textContent = t(paused ? 'sys_goOn' : 'sys_pause');
  if (paused) clearTimeout(next);
  else void refresh();
  show();
}

function speak(chosen) {
  chooseLanguage(chosen);
  translate(document);
  for (const button of document.querySelectorAll('[data-language]')) button.setAttribute('aria-pressed', String(button.dataset.language === chosen));
  byId('pause').textContent = t(paused ? 'sys_goOn' : 'sys_pause');
  document.title = `${t('system')} · Throughline`;
  show();
}

byId('key-form').addEventListener('submit', (event) => {
  event.preventDefault();
  keepKey(byId('key').value.trim());
  byId('key').value = '';
  showNotice(null);
  show();
  void refresh();
});
byId('sign-out').addEventListener('click', () => {
  keepKey(null);
  location.assign('/system');
});
byId('pause').addEventListener('click', () => pause(!paused));
for (const button of document.querySelectorAll('[data-language]')) button.addEventListener('click', () => speak(button.dataset.language));
addEventListener('hashchange', () => location.reload());
// A page nobody looks at asks nothing.
document.addEventListener('visibilitychange', () => (document.hidden || paused ? clearTimeout(next) : void refresh()));

speak(language);
void refresh();
