// Real: the syntax tree of every TypeScript file of this checkout. Each rule is also shown sources that break it, and one that does not.
import { findings, ourFiles, type Rule } from './sources';
import { everyRouteNamesItsPermission, everyTestRuns, fewParameters, noDefaultOverMessages, noMocksOfOurs, noStarExports, pureMeansPure } from './syntax-rules';

const files = ourFiles().filter(({ path }) => /\.tsx?$/.test(path));

const six = 'a: A, b: B, c: C, d: D, e: E, f: F';

describe.each<[string, Rule, string, readonly string[], string]>([
  ['front doors name what they show', noStarExports, 'index.ts', ["export * from './a';", "export * as a from './a';"], "export { a } from './a';"],
  [
    'every test runs as written',
    everyTestRuns,
    'a.spec.ts',
    ["it.only('a', f);", "describe.skip('a', f);", "it.todo('a');", "it.skip.each([1])('a', f);", "xit('a', f);", "fdescribe('a', f);"],
    "(there ? it : it.skip)('a', f); it.each([1])('a', f);",
  ],
  ['nothing of ours is mocked', noMocksOfOurs, 'a.spec.ts', ["jest.mock('./store');", "jest.doMock('@throughline/vault', f);"], "jest.mock('nodemailer');"],
  ['no default over messages', noDefaultOverMessages, 'a.decider.ts', ['switch (a) { case 1: break; default: break; }'], 'switch (a) { case 1: break; }'],
  [
    'pure means pure',
    pureMeansPure,
    'a.view.ts',
    ['const a = () => new Date();', 'const a = () => new Date;', 'const a = () => Date();', "const a = () => import('b');", 'const a = (n: number) => n.toLocaleString();', 'let seen = 0;', 'export let seen = 0;'],
    'const a = (at: string) => { let n = 0; n += new Date(at).getTime(); return n + at.toLocaleLowerCase(\'en\'); };',
  ],
  ['a constructor takes five things', fewParameters, 'a.ts', [`class A { constructor(${six}) {} }`], 'class A { constructor(a: A, b: B) {} }'],
  [
    'every route names its permission',
    everyRouteNamesItsPermission,
    'a.controller.ts',
    ["@Controller() class A { @Get('a') a() {} }", "@Controller() class A { @Permission('read') @Get() a() {} @Sse('b') b() {} }"],
    "@Controller() class A { @Get('a') @Permission('read') a() {} @Public() @Post() b() {} private c() {} }",
  ],
  ['controllers live where the rule looks', everyRouteNamesItsPermission, 'a.module.ts', ['@Controller() class A {}'], '@Module({}) class A {}'],
])('%s', (_name, rule, path, broken, kept) => {
  it('holds', () => expect(findings(rule, files)).toEqual([]));
  it.each(broken.map((text) => [text]))('finds %s', (text) => expect(rule({ path, text })).toHaveLength(1));
  it('leaves alone what keeps it', () => expect(rule({ path, text: kept })).toEqual([]));
});
