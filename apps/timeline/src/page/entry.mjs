import { colourOf } from './about.mjs';
import { el } from './elements.mjs';
import { say } from './times.mjs';
import { actorName, language, named, t } from './words.mjs';

/** Milliseconds between happening and being recorded that are not worth a word. */
const AT_ONCE = 60_000;

/** One line that opens to the whole event; what it opens to is built when it is opened for the first time. */
export function entryElement(entry, { fresh = false } = {}) {
  const details = el(
    'details',
    { class: ['entry', fresh && 'fresh', entry.amended?.withdrawn && 'withdrawn'].filter(Boolean).join(' '), data: { id: entry.id, context: colourOf(entry.context) } },
    el(
      'summary',
      {},
      el('time', { class: 'at', datetime: entry.effectiveAt, title: say('exact', entry.effectiveAt) }, say('time', entry.effectiveAt)),
      el('span', { class: 'dot', data: { context: colourOf(entry.context) } }),
      el('span', { class: 'says' }, el('span', { class: 'text' }, sentence(entry.text[language])), meta(entry)),
    ),
  );
  details.addEventListener('toggle', () => {
    if (details.open && details.children.length === 1) details.append(wholeEvent(entry));
  });
  return details;
}

/** `Head: detail · detail`: the head tells what happened and stands out. */
function sentence(text) {
  const [, head, details = ''] = /^([^:]*)(:.*)?$/s.exec(text);
  return [el('b', {}, head), details];
}

function meta(entry) {
  return el(
    'span',
    { class: 'meta' },
    el('span', { class: 'area', data: { context: colourOf(entry.context) } }, named('c', entry.context)),
    entry.channel === null ? null : el('span', {}, named('h', entry.channel)),
    el('span', { title: entry.actor }, actorName(entry.actor)),
    clockHint(entry),
    (entry.amended?.steps ?? []).map(({ kind, reason, at }) => el('span', { class: 'amended', title: `${say('exact', at)} · ${reasonOf(reason)}` }, t(`am_${kind}`))),
  );
}

/** Two clocks: when it happened, and when we learned of it. */
function clockHint({ occurredAt, recordedAt }) {
  const late = Date.parse(recordedAt) - Date.parse(occurredAt);
  if (late > AT_ONCE) return el('span', { class: 'late', title: say('exact', recordedAt) }, t('recordedLater', { time: say('moment', recordedAt) }));
  if (late < -AT_ONCE) return el('span', { class: 'ahead', title: say('exact', occurredAt) }, t('clockAhead', { time: say('moment', occurredAt) }));
  return null;
}

/** Erased with its customer, it is no text any more. */
function reasonOf(reason) {
  return typeof reason === 'string' ? reason : '–';
}

function amendments({ steps, original }, { data }) {
  const rows = steps.map(({ kind, reason, at, by }) => [`am_${kind}`, [`${reasonOf(reason)} · ${actorName(by)}, `, time(at)]]);
  const isOther = JSON.stringify(original.data) !== JSON.stringify(data);
  return isOther ? [...rows, ['am_original', [el('p', {}, original.text[language]), el('pre', { tabindex: '0' }, JSON.stringify(original.data, null, 2))]]] : rows;
}

function wholeEvent(entry) {
  const rows = [
    ...(entry.amended === undefined ? [] : amendments(entry.amended, entry)),
    ['d_happened', time(entry.occurredAt)],
    ['d_recorded', time(entry.recordedAt)],
    ['d_actor', code(entry.actor)],
    ['d_source', code(entry.source)],
    ['d_parties', el('ul', {}, entry.parties.map(party))],
    ['d_type', [code(entry.type), ` ${t('version', { version: entry.schemaVersion })}`]],
    ['d_stream', [code(entry.stream), ` ${t('d_revision')} ${entry.revision}`]],
    ['d_position', code(entry.position)],
    ['d_lane', code(entry.subject)],
    ['d_correlation', code(entry.correlationId)],
    ['d_causation', entry.causationId === null ? null : code(entry.causationId)],
    ['d_id', code(entry.id)],
    ['d_sender', entry.sender === null ? null : el('pre', { tabindex: '0' }, JSON.stringify(entry.sender, null, 2))],
    ['d_data', el('pre', { tabindex: '0' }, JSON.stringify(entry.data, null, 2))],
  ];
  return el('dl', { class: 'whole' }, rows.flatMap(([word, value]) => (value === null ? [] : [el('dt', {}, t(word)), el('dd', {}, value)])));
}

function time(when) {
  return el('time', { datetime: when }, say('exact', when));
}

function code(text) {
  return el('code', {}, text);
}

function party({ node, role, identifier }) {
  return el('li', {}, `${named('r', role)}: `, identifier === undefined ? code(node) : `${named('i', identifier.type)} ${identifier.value}`);
}
