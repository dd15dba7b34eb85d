import { el } from './elements.mjs';
import { roadParts, undone } from './system-road.mjs';
import { long, say } from './times.mjs';
import { t } from './words.mjs';

/** From so many seconds on somebody should know. */
const LATE = 5;

/** What is not as it should be, one short sentence each; empty = all is well. */
export function concernsOf({ projections, processes, road, quarantine }) {
  const views = projections.answer?.projections ?? [];
  const running = processes.answer?.processes ?? [];
  const built = road.answer?.road ?? null;
  return [
    ...counted('sys_nSilent', [projections, processes, road, quarantine].filter(({ error }) => error !== null).length),
    ...counted('sys_nLate', views.filter(({ lagSeconds }) => lagSeconds >= LATE).length),
    ...counted('sys_nStopped', views.filter(({ state }) => state.kind === 'stopped').length + running.filter(({ stopped }) => stopped).length),
    ...counted('sys_nAsked', views.filter(({ state }) => state.kind === 'awaiting-confirmation').length),
    ...counted('sys_nParked', views.reduce((sum, { parked }) => sum + parked, 0)),
    ...counted('sys_nFailed', running.reduce((sum, { failed }) => sum + failed, 0)),
    ...counted('sys_nQuarantined', quarantine.answer?.count ?? 0),
    ...counted('sys_nDown', built?.servers.filter(({ answers }) => !answers).length ?? 0),
    ...(built === null ? [] : undone(built).map((name) => t('sys_undone', { name }))),
    ...(built !== null && (built.relay.trouble !== null || built.inboxTrouble !== null) ? [t('sys_roadTrouble')] : []),
  ];
}

function counted(word, number) {
  return number > 0 ? [t(word, { count: number })] : [];
}

/** What is small and says most stands first. */
export function allParts({ projections, processes, road, quarantine }) {
  const { short, long: lists } = roadParts(road, headOf(projections), part, none);
  return [
    part('quarantine', quarantine, ({ count }) => el('p', { class: count === 0 ? 'hint' : 'concern' }, t(count === 0 ? 'sys_noQuarantine' : 'sys_quarantined', { count }))),
    ...short,
    part('projections', projections, ({ projections: views }) => (views.length === 0 ? none('sys_noProjections') : el('ul', { class: 'rows pages' }, views.toSorted(worstFirst).map(projectionRow)))),
    part('processes', processes, ({ processes: running }) => (running.length === 0 ? none('sys_noProcesses') : el('ul', { class: 'rows pages' }, running.map(processRow)))),
    ...lists,
  ];
}

/** A part that could not be read says so and shows what was known last. */
function part(name, { answer, error }, content) {
  return el(
    'section',
    { class: 'card part', data: { part: name }, 'aria-labelledby': `part-${name}` },
    el('h2', { id: `part-${name}` }, t(`sys_${name}`)),
    error === null ? null : el('p', { class: 'warning' }, answer === null ? t('sys_partSilent') : t('sys_partOld'), ' ', error.message),
    ...(answer === null ? [error === null ? el('p', { class: 'hint' }, t('loading')) : null] : [content(answer)].flat()),
  );
}

function none(word) {
  return el('p', { class: 'hint' }, t(word));
}

function headOf({ answer }) {
  return answer?.projections[0]?.head ?? null;
}

function worstFirst(a, b) {
  return concernOf(b) - concernOf(a) || a.view.localeCompare(b.view);
}

function concernOf({ state, parked, lagSeconds, trouble }) {
  return (['stopped', 'awaiting-confirmation'].includes(state.kind) ? 4 : 0) + (trouble === null ? 0 : 2) + (parked > 0 ? 2 : 0) + (lagSeconds >= LATE ? 1 : 0);
}

function projectionRow({ view, version, active, lagEvents, lags, lagSeconds, parked, state, trouble }) {
  const bad = state.kind === 'stopped' || state.kind === 'awaiting-confirmation';
  return el(
    'li',
    { class: 'row' },
    el('span', { class: 'row-name' }, view, el('small', {}, versionOf(version, active))),
    el('span', { class: 'state', data: { state: bad ? 'bad' : trouble !== null || lagSeconds >= LATE ? 'warn' : 'good' } }, t(`sys_st_${state.kind}`)),
    el('span', { class: 'lag' }, lagSeconds === 0 && lagEvents === 0 ? t('sys_upToDate') : t('sys_behind', { count: lagEvents.toLocaleString(document.documentElement.lang), time: long(lagSeconds) })),
    el('span', { class: 'bars', role: 'img', 'aria-label': t('sys_lagOf', { lags: lags.join(', ') }) }, lags.map(bar)),
    progressOf(state),
    parked > 0 ? el('span', { class: 'concern' }, t('sys_parked', { count: parked })) : null,
    state.code ? el('code', { class: 'concern' }, state.code) : null,
    trouble === null ? null : el('span', { class: 'concern' }, t('sys_triesAgain'), ' ', el('code', {}, trouble)),
  );
}

function versionOf(version, active) {
  if (active === null) return t('sys_notBuilt', { version });
  return active.version === version ? t('sys_version', { version, generation: active.generation }) : t('sys_versions', { version, active: active.version });
}

/** One for each partition. From one event to a hundred thousand, so that a little can be seen beside a lot. */
function bar(lag, partition) {
  const share = lag === 0 ? 0 : Math.max(0.08, Math.min(1, Math.log10(1 + lag) / 5));
  const filled = el('i', {});
  filled.style.height = `${Math.round(share * 100)}%`;
  return el('b', { title: `${t('sys_partition', { partition })}: ${lag}` }, filled);
}

function progressOf({ kind, progress, difference }) {
  if (kind === 'awaiting-confirmation') return el('span', { class: 'concern' }, t('sys_differs', { count: difference.lanesDiffering, of: difference.lanesCompared }));
  if (kind !== 'rebuilding' || !progress) return null;
  return el('progress', { class: 'built', max: Math.max(1, Number(progress.head)), value: Math.max(0, Number(progress.position)), 'aria-label': t('sys_st_rebuilding') });
}

function processRow({ process, lagEvents, lagSeconds, waiting, nextDue, failed, stopped, trouble, failures }) {
  return el(
    'li',
    { class: 'row' },
    el('span', { class: 'row-name' }, process, el('small', {}, waiting === 0 ? t('sys_nobodyWaits') : t('sys_waiting', { count: waiting, time: nextDue === null ? '–' : say('moment', nextDue) }))),
    el('span', { class: 'state', data: { state: stopped ? 'bad' : failed > 0 || trouble !== null || lagSeconds >= LATE ? 'warn' : 'good' } }, t(stopped ? 'sys_st_stopped' : 'sys_st_running')),
    el('span', { class: 'lag' }, lagEvents === 0 ? t('sys_upToDate') : t('sys_behind', { count: lagEvents.toLocaleString(document.documentElement.lang), time: long(lagSeconds) })),
    failed === 0 ? null : el('details', { id: `failed-${process}`, class: 'whole-row' }, el('summary', { class: 'concern' }, t('sys_failed', { count: failed })), el('ul', {}, failures.map(({ instance, reason, since }) => el('li', {}, el('code', {}, instance ?? '–', ' ', reason), ' ', say('moment', since))))),
    trouble === null ? null : el('span', { class: 'concern' }, t('sys_triesAgain'), ' ', el('code', {}, trouble)),
  );
}
