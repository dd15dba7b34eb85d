/** What the page shows stands in its address, so that reload, back and a link sent to a colleague all work. */
const NAMES = ['customer', 'words', 'context', 'type', 'channel', 'actor', 'at', 'asOf', 'knownAt'];
export const FILTERS = ['words', 'context', 'type', 'channel', 'actor'];

export function readAddress() {
  const query = new URLSearchParams(location.search);
  return Object.fromEntries(NAMES.flatMap((name) => (query.get(name) ? [[name, query.get(name)]] : [])));
}

/** `replace` for what is still being typed. */
export function writeAddress(shown, { replace = false } = {}) {
  const query = new URLSearchParams(NAMES.flatMap((name) => (shown[name] ? [[name, shown[name]]] : [])));
  const address = query.size === 0 ? '/' : `/?${query}`;
  if (address === location.pathname + location.search) return;
  if (replace) history.replaceState(null, '', address);
  else history.pushState(null, '', address);
}
