/**
 * A new element. Text only ever becomes text nodes, so nothing a customer wrote can become markup.
 * `attributes`: `class`, any HTML attribute (`false`, `null` and `undefined` are left out), `data` for data-* and `on` for listeners.
 */
export function el(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  const { on = {}, data = {}, ...plain } = attributes;
  for (const [name, value] of Object.entries(plain)) if (value !== false && value !== null && value !== undefined) element.setAttribute(name, value === true ? '' : String(value));
  for (const [name, listener] of Object.entries(on)) element.addEventListener(name, listener);
  Object.assign(element.dataset, data);
  element.append(...children.flat().filter((child) => child !== null && child !== undefined && child !== false));
  return element;
}

export function byId(id) {
  return document.getElementById(id);
}

/** Waits until nothing was asked for `milliseconds`, then does it once, with the last arguments. */
export function later(milliseconds, act) {
  let timer;
  return (...asked) => {
    clearTimeout(timer);
    timer = setTimeout(() => act(...asked), milliseconds);
  };
}
