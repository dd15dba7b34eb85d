import { t } from './words.mjs';

const KEY = 'throughline.key';
let key = keyFromAddress() ?? sessionStorage.getItem(KEY);

/** What the server refused, in its own words: a code for reports, a sentence for people. */
export class Refused extends Error {
  constructor(status, code, detail) {
    super(detail);
    this.status = status;
    this.code = code;
  }
}

export function hasKey() {
  return key !== null;
}

export function keepKey(given) {
  key = given;
  if (given === null) sessionStorage.removeItem(KEY);
  else sessionStorage.setItem(KEY, given);
}

/** `/#key=tl_staff_…` is taken once; the address bar, the history and whoever looks over a shoulder do not keep it. */
function keyFromAddress() {
  const given = /^#key=([\w.~+/=-]+)$/.exec(location.hash)?.[1];
  if (given === undefined) return null;
  history.replaceState(history.state, '', location.pathname + location.search);
  sessionStorage.setItem(KEY, given);
  return given;
}

/** Answers the response, or throws `Refused`; an abort throws as fetch does. */
export async function ask(path, { signal, headers } = {}) {
  const response = await fetch(path, { signal, headers: { ...headers, Authorization: `Bearer ${key}` } }).catch((error) => {
    if (error.name === 'AbortError') throw error;
    throw new Refused(0, 'UNREACHABLE', t('p_unreachable'));
  });
  if (response.ok) return response;
  const problem = await response.json().catch(() => ({}));
  throw new Refused(response.status, problem.code ?? `HTTP_${response.status}`, problem.detail ?? response.statusText);
}

export async function read(path, query = {}, signal) {
  const search = new URLSearchParams(Object.entries(query).filter(([, value]) => value !== undefined && value !== null && value !== ''));
  return (await ask(search.size === 0 ? path : `${path}?${search}`, { signal })).json();
}

export function customerPath(identifier) {
  return `/customers/${encodeURIComponent(identifier)}`;
}
