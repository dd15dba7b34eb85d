import { read } from './api.mjs';
import { byId, el, later } from './elements.mjs';
import { say } from './times.mjs';
import { named, t } from './words.mjs';

const PAGE = 12;

/**
 * The search field with its list (ARIA combobox): results as one types, arrows and Enter, "more", and always the way to open
 * what was typed as an identifier. `open(identifier)` is called with `type:value` or the text itself.
 */
export class SearchField {
  #input = byId('search');
  #panel = byId('found-panel');
  #list = byId('found');
  #state = byId('found-state');
  #asking = new AbortController();
  #customers = [];
  #after = null;
  #active = -1;

  constructor(open, refused) {
    this.open = open;
    this.refused = refused;
    const typed = later(180, () => void this.#search());
    this.#input.addEventListener('input', () => {
      this.#customers = [];
      this.#after = null;
      typed();
    });
    this.#input.addEventListener('focus', () => void this.#search());
    this.#input.addEventListener('blur', () => this.#close());
    this.#input.addEventListener('keydown', (event) => this.#key(event));
    document.addEventListener('keydown', (event) => {
      if (event.key !== '/' || event.target.closest?.('input, select, textarea')) return;
      event.preventDefault();
      this.focus();
    });
  }

  enable(yes) {
    this.#input.disabled = !yes;
  }

  focus() {
    this.#input.focus();
  }

  get #text() {
    return this.#input.value.trim();
  }

  #close() {
    this.#asking.abort();
    this.#panel.hidden = true;
    this.#input.setAttribute('aria-expanded', 'false');
    this.#input.removeAttribute('aria-activedescendant');
    this.#active = -1;
  }

  #choose(identifier) {
    this.#close();
    this.#input.value = '';
    this.#input.blur();
    this.open(identifier);
  }

  #options() {
    const found = this.#customers.map(({ identifier, name, lastSeen }) => ({
      act: () => this.#choose(`${identifier.type}:${identifier.value}`),
      content: [
        el('span', { class: 'found-name' }, name ?? identifier.value),
        el('span', { class: 'found-identifier' }, name === null ? named('i', identifier.type) : `${named('i', identifier.type)} · ${identifier.value}`),
        lastSeen === null ? null : el('span', { class: 'found-seen' }, `${t('lastSeen')} ${say('date', lastSeen)}`),
      ],
    }));
    const more = { act: () => void this.#search(true), content: el('span', { class: 'found-act' }, t('loadMore')) };
    const direct = { act: () => this.#choose(this.#text), content: el('span', { class: 'found-act' }, t('openDirectly', { text: this.#text })) };
    return [...found, ...(this.#after === null ? [] : [more]), direct];
  }

  #show(saying) {
    this.#list.replaceChildren(
      ...this.#options().map(({ act, content }, index) =>
        el('li', { role: 'option', id: `found-${index}`, 'aria-selected': String(index === this.#active), on: { mousedown: stay, click: act } }, content),
      ),
    );
    this.#state.textContent = saying;
    this.#panel.hidden = false;
    this.#input.setAttribute('aria-expanded', 'true');
    if (this.#active < 0) this.#input.removeAttribute('aria-activedescendant');
    else this.#input.setAttribute('aria-activedescendant', `found-${this.#active}`);
    this.#list.children[this.#active]?.scrollIntoView({ block: 'nearest' });
  }

  async #search(more = false) {
    this.#asking.abort();
    if (this.#text === '') return this.#close();
    this.#asking = new AbortController();
    this.#show(t('searching'));
    try {
      const page = await read('/customers', { search: this.#text, limit: PAGE, after: more ? this.#after : undefined }, this.#asking.signal);
      const kept = more ? this.#customers : [];
      const known = new Set(kept.map(({ node }) => node));
      this.#customers = [...kept, ...page.customers.filter(({ node }) => !known.has(node))];
      this.#after = page.after;
      if (!more) this.#active = -1;
      this.#show(this.#outcome());
    } catch (error) {
      if (error.name === 'AbortError') return;
      this.#close();
      this.refused(error);
    }
  }

  #outcome() {
    if (this.#customers.length === 0) return t('foundNone', { text: this.#text });
    return t('foundSome', { count: `${this.#customers.length}${this.#after === null ? '' : '+'}` });
  }

  #key(event) {
    if (event.key === 'Escape') this.#close();
    if (event.key === 'Enter' && this.#text !== '') {
      event.preventDefault();
      this.#enter();
    }
    if (this.#panel.hidden || (event.key !== 'ArrowDown' && event.key !== 'ArrowUp')) return;
    event.preventDefault();
    this.#move(event.key === 'ArrowDown' ? 1 : -1);
  }

  /** Enter alone opens what looks like an identifier, else the first that was found. */
  #enter() {
    const options = this.#options();
    const likely = /[@:+\d]/.test(this.#text) ? options.length - 1 : 0;
    options[this.#active >= 0 ? this.#active : likely].act();
  }

  #move(step) {
    const count = this.#list.children.length;
    const from = this.#active < 0 && step < 0 ? 0 : this.#active;
    this.#active = (from + step + count) % count;
    this.#show(this.#state.textContent);
  }
}

/** Pressing the mouse must not take the focus: leaving the field closes the list before the click arrives. */
function stay(event) {
  event.preventDefault();
}
