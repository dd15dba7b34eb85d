/**
 * `npm test [-- arguments for jest]`: types, lint, architecture, then every test that needs no server. All of them run even
 * when one fails; the last line counts them, each of the first three as one.
 */
import { spawn } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));

const CHECKS = {
  types: ['typescript7/bin/tsc', '--noEmit', '-p', 'tsconfig.json'],
  lint: ['oxlint/bin/oxlint'],
  architecture: ['dependency-cruiser/bin/dependency-cruise.mjs', '--config', '.dependency-cruiser.cjs', 'apps', 'libs', 'test', 'examples'],
};

let running;
for (const signal of ['SIGINT', 'SIGTERM'])
  process.on(signal, () => {
    running?.once('exit', () => process.exit(130));
    running?.kill(signal);
  });

/** Resolves with whether it succeeded. The tool is a script below node_modules, then what it is called with. */
function run(name, [script, ...args]) {
  console.log(`[throughline] ${name}`);
  return new Promise((resolve) => {
    running = spawn(process.execPath, [path.join(root, 'node_modules', script), ...args], { cwd: root, stdio: 'inherit' });
    running.on('exit', (code) => resolve(code === 0));
  });
}

async function checks() {
  const failed = [];
  for (const [name, tool] of Object.entries(CHECKS)) if (!(await run(name, tool))) failed.push(name);
  return { passed: Object.keys(CHECKS).length - failed.length, failed };
}

async function tests(args) {
  const report = path.join(root, '.cache', `jest-${process.pid}.json`);
  mkdirSync(path.dirname(report), { recursive: true });
  const green = await run('tests', ['jest/bin/jest.js', '--json', `--outputFile=${report}`, ...args]);
  const { passed, failed, skipped } = counted(report);
  rmSync(report, { force: true });
  // Red without a failed test: no test was found, a threshold was missed, jest itself broke.
  return { passed, failed: green ? failed : Math.max(failed, 1), skipped };
}

/** From jest's own report; a file that could not even be loaded counts as one failure. */
function counted(report) {
  try {
    const jest = JSON.parse(readFileSync(report, 'utf8'));
    return { passed: jest.numPassedTests, failed: jest.numFailedTests + jest.numRuntimeErrorTestSuites, skipped: jest.numPendingTests + jest.numTodoTests };
  } catch (error) {
    if (error.code === 'ENOENT') return { passed: 0, failed: 1, skipped: 0 };
    throw error;
  }
}

const checked = await checks();
const tested = await tests(process.argv.slice(2));
const failed = checked.failed.length + tested.failed;
if (failed > 0) console.log(`\n[throughline] failed: ${[...checked.failed, ...(tested.failed > 0 ? [`tests (${tested.failed})`] : [])].join(', ')}`);
console.log(`${checked.passed + tested.passed} passed, ${failed} failed, ${tested.skipped} skipped`);
process.exitCode = failed === 0 ? 0 : 1;
