import { customerPath, read } from './api.mjs';
import { FILTERS } from './address.mjs';

/** Searching for words may pass over thousands of entries that do not fit; so many empty pages are read before asking the reader. */
const EMPTY_PAGES = 4;
const PAGE = 50;

/** The page of a timeline as the address asks for it, from its newest entry or from the end of the day `at`. */
export function firstPage(shown, signal, minPosition) {
  return page(shown, { at: shown.at === undefined ? undefined : endOfDay(shown.at), minPosition }, 'older', signal);
}

export function olderPage(shown, cursor, signal) {
  return page(shown, { older: cursor }, 'older', signal);
}

export function newerPage(shown, cursor, signal) {
  return page(shown, { newer: cursor }, 'newer', signal);
}

/** `null` where nothing was ever recorded (up to the moment asked for). */
export async function readCustomer({ customer, asOf, knownAt }, signal, minPosition) {
  try {
    return await read(customerPath(customer), { asOf, knownAt, minPosition }, signal);
  } catch (error) {
    if (error.code === 'CUSTOMER_NOT_FOUND') return null;
    throw error;
  }
}

async function page(shown, from, direction, signal) {
  const filters = Object.fromEntries([...FILTERS, 'asOf', 'knownAt'].map((name) => [name, shown[name]]));
  let answer = await read(`${customerPath(shown.customer)}/timeline`, { ...filters, ...from, limit: PAGE }, signal);
  const { live } = answer;
  for (let empty = 0; empty < EMPTY_PAGES && answer.entries.length === 0 && answer[direction] !== null; empty += 1)
    answer = await read(`${customerPath(shown.customer)}/timeline`, { ...filters, [direction]: answer[direction], limit: PAGE }, signal);
  return { ...answer, live };
}

/** The reader's day ends at his midnight, not at the one of Greenwich. */
function endOfDay(day) {
  const end = new Date(`${day}T23:59:59.999`);
  return Number.isNaN(end.getTime()) ? day : end.toISOString();
}
