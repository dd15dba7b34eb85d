import { byId, el } from './elements.mjs';
import { entryElement } from './entry.mjs';
import { dayName, localDay } from './times.mjs';

/**
 * The entries on the page, newest first by effective time, then position (the server's order), under a heading per day.
 * An entry that is there already is replaced by its event id, never doubled.
 */
export class Timeline {
  #entries = [];
  #root = byId('entries');

  get entries() {
    return this.#entries;
  }

  clear() {
    this.#entries = [];
    this.#root.replaceChildren();
  }

  /** All anew: another language says everything differently. What was open stays open. */
  redraw() {
    const open = new Set([...this.#root.querySelectorAll('details[open]')].map((details) => details.dataset.id));
    const entries = this.#entries;
    this.clear();
    this.add(entries);
    for (const details of this.#root.querySelectorAll('details')) details.open = open.has(details.dataset.id);
  }

  /** Answers how many of them were not there before. */
  add(entries, { fresh = false } = {}) {
    const known = new Map(this.#entries.map((entry) => [entry.id, entry]));
    const added = entries.filter((entry) => !known.has(entry.id));
    for (const entry of entries) known.set(entry.id, entry);
    this.#entries = [...known.values()].toSorted(newestFirst);
    // Oldest first: what an entry is put in front of is then always there.
    for (const entry of added.toSorted(newestFirst).toReversed()) this.#place(entry, fresh);
    return added.length;
  }

  #place(entry, fresh) {
    const element = entryElement(entry, { fresh });
    const list = this.#dayOf(entry);
    const next = this.#entries[this.#entries.indexOf(entry) + 1];
    const before = next === undefined ? null : list.querySelector(`details[data-id="${CSS.escape(next.id)}"]`);
    list.insertBefore(el('li', {}, element), before?.parentElement ?? null);
  }

  /** The list of the entry's day, made if it is the day's first. */
  #dayOf(entry) {
    const day = localDay(entry.effectiveAt);
    const known = this.#root.querySelector(`section[data-day="${day}"] ol`);
    if (known !== null) return known;
    const list = el('ol', {});
    const section = el('section', { class: 'day', data: { day } }, el('h3', {}, dayName(day)), list);
    const after = [...this.#root.children].find((other) => other.dataset.day < day);
    this.#root.insertBefore(section, after ?? null);
    return list;
  }
}

export function newestFirst(a, b) {
  if (a.effectiveAt !== b.effectiveAt) return a.effectiveAt < b.effectiveAt ? 1 : -1;
  return BigInt(a.position) < BigInt(b.position) ? 1 : BigInt(a.position) > BigInt(b.position) ? -1 : 0;
}
