import { customerPath, read } from './api.mjs';
import { byId } from './elements.mjs';
import { long } from './times.mjs';
import { t } from './words.mjs';

/** Seconds; less is how long things take. */
const TELL_FROM = 5;
/** Milliseconds. */
const ASK_EVERY = 5_000;

let told = 0;

/**
 * Says how old the page's data is when it is more than a few seconds, or that nobody can tell (`null`), and goes on asking. `caughtUp` is
 * called when a page that was late is so no more. Answers with a function that ends it.
 */
export function watchAge(identifier, lagSeconds, caughtUp) {
  const end = new AbortController();
  tell(lagSeconds);
  const timer = setInterval(async () => {
    if (document.hidden) return;
    try {
      const wasLate = isLate(told);
      tell((await read(`${customerPath(identifier)}/timeline`, { limit: 1 }, end.signal)).lagSeconds);
      if (wasLate && !isLate(told)) caughtUp();
    } catch {
      // The page itself says what it cannot read.
    }
  }, ASK_EVERY);
  return () => {
    clearInterval(timer);
    end.abort();
    tell(0);
  };
}

/** In the language of now. */
export function tell(lagSeconds = told) {
  told = lagSeconds;
  const age = byId('age');
  age.hidden = !isLate(told);
  age.textContent = told === null ? t('ageUnknown') : isLate(told) ? t('oldData', { time: long(told) }) : '';
}

function isLate(lagSeconds) {
  return lagSeconds === null || lagSeconds >= TELL_FROM;
}
