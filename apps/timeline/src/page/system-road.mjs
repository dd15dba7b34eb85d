import { el } from './elements.mjs';
import { t } from './words.mjs';

/** What there is only where several processes share servers: those, the relay, who holds what, who reads together. `head`: where the store ends. */
export function roadParts(road, head, part, none) {
  const built = road.answer?.road;
  if (road.answer !== null && built === null) return { short: [part('road', road, ({ version }) => el('p', { class: 'hint' }, t('sys_oneMachine', { version })))], long: [] };
  if (road.answer === null) return { short: [part('road', road)], long: [] };
  return {
    short: [part('road', road, ({ version }) => servers(version, built)), part('relay', quiet(road), () => relay(built, head))],
    long: [part('leases', quiet(road), () => (built.leases.some(isOfInterest) ? leases(built) : none('sys_noLeases'))), part('groups', quiet(road), () => (built.groups.length === 0 ? none('sys_noGroups') : groups(built)))],
  };
}

/** What is always to be done, and nobody does. */
export function undone({ leases: all }) {
  return all.filter(({ name, holder }) => holder === null && isLasting(name)).map(({ name }) => name);
}

/** What is done once and given back says nothing afterwards. */
function isOfInterest({ name, holder }) {
  return holder !== null || isLasting(name);
}

function isLasting(name) {
  return name === 'relay' || name.startsWith('process ');
}

/** Why it is old stands at the first of its parts. */
function quiet({ answer }) {
  return { answer, error: null };
}

function servers(version, { servers: all, topics }) {
  return el(
    'dl',
    { class: 'pairs' },
    pair(t('sys_thisProgram'), version),
    all.map(({ name, version: its, answers }) => pair(serverName(name), el('span', { class: 'state', data: { state: answers ? 'good' : 'bad' } }, answers ? (its ?? t('sys_answers')) : t('sys_silent')))),
    topics.map(({ topic, partitions }) => pair(el('code', {}, topic), t('sys_partitions', { count: partitions }))),
  );
}

function serverName(name) {
  return { 'event store': t('sys_eventStore'), kafka: 'Kafka', mongodb: 'MongoDB' }[name] ?? name;
}

function relay({ relay: { position, trouble }, healed, inboxTrouble }, head) {
  const done = position !== null && head !== null && BigInt(position) >= BigInt(head);
  const holes = healed.reduce((sum, { events }) => sum + events, 0);
  return el(
    'dl',
    { class: 'pairs' },
    pair(t('sys_published'), el('span', { class: 'state', data: { state: trouble === null ? (done ? 'good' : 'warn') : 'bad' }, title: `${position ?? '–'} / ${head ?? '–'}` }, t(position === null ? 'sys_publishedNothing' : done ? 'sys_publishedAll' : 'sys_publishing'))),
    trouble === null ? null : pair(t('sys_triesAgain'), el('code', { class: 'concern' }, trouble)),
    inboxTrouble === null ? null : pair(t('sys_inbox'), el('code', { class: 'concern' }, inboxTrouble)),
    pair(t('sys_healed'), holes === 0 ? t('sys_healedNone') : el('ul', {}, healed.map(({ group, partition, events }) => el('li', {}, t('sys_healedIn', { count: events, group, partition }))))),
  );
}

function leases({ leases: all }) {
  return el('dl', { class: 'pairs' }, all.filter(isOfInterest).map(({ name, holder, fence }) => pair(name, el('span', { class: holder === null ? 'concern' : '', title: t('sys_fence', { fence }) }, holder ?? t('sys_nobody')))));
}

/** There are dozens, and mostly nothing to see: those that are not stable stand outside. */
function groups({ groups: all }) {
  const sorted = all.toSorted((a, b) => a.group.localeCompare(b.group));
  const [unsettled, stable] = [sorted.filter(({ state }) => state !== 'Stable'), sorted.filter(({ state }) => state === 'Stable')];
  return [
    unsettled.length === 0 ? null : el('ul', { class: 'rows' }, unsettled.map(groupRow)),
    stable.length === 0 ? null : el('details', { id: 'stable-groups' }, el('summary', {}, t('sys_stableGroups', { count: stable.length })), el('ul', { class: 'rows' }, stable.map(groupRow))),
  ];
}

function groupRow({ group, state, members }) {
  return el(
    'li',
    { class: 'row group' },
    el('span', { class: 'row-name' }, group),
    el('span', { class: 'state', data: { state: state === 'Stable' ? 'good' : 'warn' } }, t(`sys_gr_${state}`)),
    el('ul', { class: 'members' }, members.map(({ member, host, partitions }) => el('li', {}, member, ' ', el('small', {}, host), ' ', el('b', {}, partitions.length === 0 ? t('sys_noPartition') : t('sys_hasPartitions', { partitions: partitions.join(', ') }))))),
  );
}

function pair(name, value) {
  return el('div', {}, el('dt', {}, name), el('dd', {}, value));
}
