/** Written in two ways by those who have no such key; marks that are left are dropped. */
const SPELT: Readonly<Record<string, string>> = { ä: 'ae', ö: 'oe', ü: 'ue', ß: 'ss', æ: 'ae', œ: 'oe', ø: 'oe', å: 'aa', ð: 'd', þ: 'th', ł: 'l', đ: 'd' };

/** One spelling for all: small letters without marks, `Müller` as `Mueller`. Idempotent; everything but letters stays. */
export function plain(text: string): string {
  const small = text.normalize('NFC').toLowerCase();
  // Most text has nothing to be rewritten, and this is asked for every event.
  if (/^[\u0020-\u007e]*$/.test(small)) return small;
  const bare = spelt(small).normalize('NFD').replaceAll(/\p{M}/gu, '').normalize('NFC').toLowerCase();
  // Below a mark may have stood another of them: ǣ.
  return spelt(bare);
}

function spelt(text: string): string {
  return text.replaceAll(/[äöüßæœøåðþłđ]/gu, (letter) => SPELT[letter] ?? letter);
}

/** Of companies: says nothing about which one it is. */
const LEGAL_FORMS = new Set(['gmbh', 'mbh', 'ag', 'kg', 'kgaa', 'ohg', 'gbr', 'ug', 'se', 'ev', 'eg', 'ek', 'co', 'cie', 'ltd', 'llc', 'inc', 'corp', 'plc', 'sa', 'sas', 'sarl', 'srl', 'spa', 'bv', 'nv', 'und', 'and', 'the']);
/** Of persons: says nothing either. */
const TITLES = new Set(['dr', 'prof', 'dipl', 'ing', 'med', 'herr', 'frau', 'mr', 'mrs', 'ms']);
const MOST_WORDS = 5;

/** The words of a name that tell it from others, spelt plainly, in their order; `e. V.` and the like are one word. */
export function wordsOf(name: string): readonly string[] {
  const words = plain(name)
    .replaceAll(/\b(?:e\.\s*v|e\.\s*k|e\.\s*g|s\.\s*a|b\.\s*v|n\.\s*v)\b\.?/g, '')
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== '');
  const telling = words.filter((word) => !LEGAL_FORMS.has(word) && !TITLES.has(word));
  return (telling.length > 0 ? telling : words).slice(0, MOST_WORDS);
}

/** Kölner Phonetik (H. J. Postel, 1969): what sounds alike in German has the same digits. Of a word spelt plainly. */
export function soundOf(word: string): string {
  const digits = word
    .replaceAll('ph', 'f')
    .replaceAll(/[dt](?=[csz])/g, 's')
    .replaceAll(/^c(?=[ahkloqrux])|(?<=[^sz])c(?=[ahkoqux])/g, 'k')
    .replaceAll('c', 's')
    .replaceAll(/(?<=[kq])x/g, 's')
    .replaceAll('x', 'ks')
    .replaceAll('h', '')
    .replaceAll(/[aeijouy]/g, '0')
    .replaceAll(/[bp]/g, '1')
    .replaceAll(/[dt]/g, '2')
    .replaceAll(/[fvw]/g, '3')
    .replaceAll(/[gkq]/g, '4')
    .replaceAll('l', '5')
    .replaceAll(/[mn]/g, '6')
    .replaceAll('r', '7')
    .replaceAll(/[sz]/g, '8');
  const once = digits.replaceAll(/(.)\1+/g, '$1');
  return once.slice(0, 1) + once.slice(1).replaceAll('0', '');
}
