import type { Rule } from './sources';

/** At 250 lines one thinks about a second thought, at 400 one stops. */
export const sizes: Rule = ({ path, text }) => {
  const lines = text.split('\n').length - 1;
  return /\.(ts|tsx|mjs|cjs)$/.test(path) && lines > 400 ? [`${lines} lines; at most 400`] : [];
};

export const thinkAgain: Rule = ({ path, text }) => {
  const lines = text.split('\n').length - 1;
  return /\.(ts|tsx|mjs|cjs)$/.test(path) && lines > 250 && lines <= 400 ? [`${lines} lines`] : [];
};

/** A drawer for everything is a place nobody looks in. */
export const names: Rule = ({ path }) => {
  const word = /(?:^|[/._-])(utils?|helpers?|common|shared)(?=[/._-]|$)/i.exec(path)?.[1];
  return word === undefined ? [] : [`"${word}" says nothing about what is in it`];
};

/** An index anywhere else is an inner barrel: a second door to the same room. */
export const oneFrontDoor: Rule = ({ path }) => (/(^|\/)index\.tsx?$/.test(path) && !/^libs\/[^/]+\/src\/index\.ts$/.test(path) ? ['only libs/*/src/index.ts is a front door'] : []);

/** The suffix tells the cost: what needs the whole product stands in test/. */
export const wholeTestsTogether: Rule = ({ path }) => (path.endsWith('.e2e.spec.ts') && !path.startsWith('test/') ? ['a test of the whole belongs into test/'] : []);

export const noMachinePaths: Rule = ({ text }) => {
  const place = /(?:^|[\s"'`(=:])((?:\/(?:work|root|farm)\/|\/(?:home|Users)\/(?!node\b)[A-Za-z]|[A-Z]:\\Users\\)[\w./\\-]*)/m;
  return matchingLines(text, place).map((line) => `line ${line} names a path of one machine`);
};

export const noDownloadAddresses: Rule = ({ path, text }) =>
  path.endsWith('package-lock.json') ? matchingLines(text, /"resolved": "https?:/).map((line) => `line ${line} names the registry of one machine`) : [];

/** Its first line says what in it is real. */
export const specsSayWhatIsReal: Rule = ({ path, text }) => (path.endsWith('.spec.ts') && !/^(\/\/|\/\*)/.test(text) ? ['does not begin with a comment that says what in it is real'] : []);

function matchingLines(text: string, pattern: RegExp): readonly number[] {
  return text.split('\n').flatMap((line, index) => (pattern.test(line) ? [index + 1] : []));
}
