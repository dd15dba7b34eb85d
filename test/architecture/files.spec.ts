// Real: every text file of this checkout. Each rule is also shown a file that breaks it.
import { findings, ourFiles, type Rule } from './sources';
import { names, noDownloadAddresses, noMachinePaths, oneFrontDoor, sizes, specsSayWhatIsReal, thinkAgain, wholeTestsTogether } from './text-rules';

const files = ourFiles();

describe.each<[string, Rule, string, string]>([
  ['no file has more than 400 lines', sizes, 'libs/kernel/src/long.ts', '\n'.repeat(401)],
  ['no file is named after nothing', names, 'libs/kernel/src/string-utils.ts', ''],
  ['no folder is named after nothing', names, 'libs/shared/src/index.ts', ''],
  ['no inner barrels', oneFrontDoor, 'libs/kernel/src/events/index.ts', ''],
  ['tests of the whole stand together', wholeTestsTogether, 'apps/sales/src/win.e2e.spec.ts', '// Real: everything.'],
  ['no path of one machine', noMachinePaths, 'docs/a.md', `see ${['', 'root', 'notes.md'].join('/')}`],
  ['no path of one person', noMachinePaths, 'docs/a.md', `"${['', 'home', 'anna', 'throughline'].join('/')}"`],
  ['no download address in the lock file', noDownloadAddresses, 'package-lock.json', '"resolved": "https://registry.example/x.tgz"'],
  ['a test first says what in it is real', specsSayWhatIsReal, 'libs/kernel/src/a.spec.ts', "import { a } from './a';"],
])('%s', (_name, rule, badPath, badText) => {
  it('holds', () => expect(findings(rule, files)).toEqual([]));
  it('finds what breaks it', () => expect(rule({ path: badPath, text: badText })).not.toEqual([]));
});

it('looks at more than a handful of files', () => expect(files.length).toBeGreaterThan(50));

it('names the files that are worth a second thought (more than 250 lines)', () => {
  const long = findings(thinkAgain, files);
  if (long.length > 0) process.stderr.write(`Worth a second thought:\n${long.map((line) => `  ${line}\n`).join('')}`);
  expect(findings(thinkAgain, [{ path: 'a.ts', text: '\n'.repeat(251) }])).toEqual(['a.ts: 251 lines']);
});
