import ts from 'typescript';
import type { Rule, SourceFile } from './sources';

const PURE = /\.(decider|view|process|rules)\.ts$/;

/** Rules over the syntax tree: `check` answers for one node, with a sentence or nothing. */
function syntaxRule(applies: (path: string) => boolean, check: (node: ts.Node, file: ts.SourceFile) => string | undefined): Rule {
  return (source) => {
    if (!/\.tsx?$/.test(source.path) || !applies(source.path)) return [];
    const file = parse(source);
    const found: string[] = [];
    const visit = (node: ts.Node): void => {
      const sentence = check(node, file);
      if (sentence !== undefined) found.push(`line ${file.getLineAndCharacterOfPosition(node.getStart(file)).line + 1}: ${sentence}`);
      ts.forEachChild(node, visit);
    };
    visit(file);
    return found;
  };
}

const parsed = new WeakMap<SourceFile, ts.SourceFile>();

function parse(source: SourceFile): ts.SourceFile {
  const known = parsed.get(source) ?? ts.createSourceFile(source.path, source.text, ts.ScriptTarget.ES2023, true);
  parsed.set(source, known);
  return known;
}

const everywhere = (): boolean => true;

export const noStarExports = syntaxRule(everywhere, (node) =>
  ts.isExportDeclaration(node) && (node.exportClause === undefined || ts.isNamespaceExport(node.exportClause)) ? 'a front door names what it shows (no `export *`)' : undefined,
);

/** `(condition ? it : it.skip)('…')` is allowed: it says when, and is counted as skipped. */
export const everyTestRuns = syntaxRule((path) => /\.(spec|contract)\.ts$/.test(path), (node, file) => {
  if (!ts.isCallExpression(node) || ts.isCallExpression(node.expression)) return undefined;
  const callee = node.expression.getText(file);
  return /^(it|test|describe)\.(only|skip|todo|failing)\b|^(xit|xtest|xdescribe|fit|fdescribe)\b/.test(callee) ? `${callee} does not run as written` : undefined;
});

/** What is ours is tried as it is; a mock would only repeat what its author believed. */
export const noMocksOfOurs = syntaxRule(everywhere, (node, file) => {
  if (!ts.isCallExpression(node) || !/^jest\.(mock|doMock|unstable_mockModule)$/.test(node.expression.getText(file))) return undefined;
  const [module] = node.arguments;
  return module !== undefined && ts.isStringLiteral(module) && /^(\.|@throughline\/)/.test(module.text) ? `${module.text} is ours, and replaced` : undefined;
});

/** The compiler lists what was forgotten, unless a `default` swallows it. */
export const noDefaultOverMessages = syntaxRule((path) => PURE.test(path), (node) => (ts.isDefaultClause(node) ? 'a `default` hides the message that was forgotten' : undefined));

/** What the linter has no word for: its own part of the rule (globals, async, Date.now, Math.random) is in .oxlintrc.json. */
export const pureMeansPure = syntaxRule((path) => PURE.test(path), (node, file) => {
  if (ts.isNewExpression(node) && node.expression.getText(file) === 'Date' && (node.arguments?.length ?? 0) === 0) return '`new Date()` reads the clock';
  if (ts.isCallExpression(node) && node.expression.getText(file) === 'Date') return '`Date()` reads the clock';
  if (ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword) return '`import()` is no pure function';
  if (ts.isCallExpression(node) && node.arguments.length === 0 && /\.toLocale\w+$/.test(node.expression.getText(file))) return "reads the machine's language: name one";
  const list = ts.isVariableStatement(node) && node.parent === file ? node.declarationList : undefined;
  return list !== undefined && (list.flags & ts.NodeFlags.Const) === 0 ? 'a variable of the file remembers between calls' : undefined;
});

export const fewParameters = syntaxRule(everywhere, (node) => (ts.isConstructorDeclaration(node) && node.parameters.length > 5 ? `${node.parameters.length} constructor parameters; at most 5` : undefined));

const ROUTE = new Set(['Get', 'Post', 'Put', 'Patch', 'Delete', 'Head', 'Options', 'All', 'Sse', 'Search']);
const PERMISSION = new Set(['Permission', 'Public']);

export const everyRouteNamesItsPermission = syntaxRule(everywhere, (node, file) => {
  if (ts.isClassDeclaration(node) && decoratorsOf(node).includes('Controller')) return file.fileName.endsWith('.controller.ts') ? undefined : 'a controller lives in a *.controller.ts';
  if (!ts.isMethodDeclaration(node)) return undefined;
  const decorators = decoratorsOf(node);
  const isRoute = decorators.some((name) => ROUTE.has(name));
  return isRoute && !decorators.some((name) => PERMISSION.has(name)) ? `${node.name.getText(file)} names no permission: @Permission('…') or @Public()` : undefined;
});

function decoratorsOf(node: ts.HasDecorators): readonly string[] {
  return (ts.getDecorators(node) ?? []).map(({ expression }) => (ts.isCallExpression(expression) ? expression.expression : expression).getText());
}
