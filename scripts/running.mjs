/** Runs the tools below node_modules, one at a time, and counts what jest says. */
import { spawn } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));

let running;
for (const signal of ['SIGINT', 'SIGTERM'])
  process.on(signal, () => {
    // What else has to be stopped first is stopped by whoever listens too.
    running?.once('exit', () => process.exit(130));
    if (running === undefined || running.exitCode !== null) process.exit(130);
    running.kill(signal);
  });

/** Resolves with whether it succeeded. The tool is a script below node_modules, then what it is called with. */
export function run(name, [script, ...args], env = process.env) {
  console.log(`[throughline] ${name}`);
  return new Promise((resolve) => {
    running = spawn(process.execPath, [path.join(root, 'node_modules', script), ...args], { cwd: root, stdio: 'inherit', env });
    running.on('exit', (code) => resolve(code === 0));
  });
}

/** Resolves with `{ passed, failed, skipped }`. */
export async function runJest(name, args, env) {
  const report = path.join(root, '.cache', `jest-${process.pid}.json`);
  mkdirSync(path.dirname(report), { recursive: true });
  const green = await run(name, ['jest/bin/jest.js', '--json', `--outputFile=${report}`, ...args], env);
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

/** Specs whose paths fit, relative to the root. */
export function specs(suffix, fits) {
  const files = ['apps', 'libs', 'test'].flatMap((part) => readdirSync(path.join(root, part), { recursive: true }).map((file) => path.join(part, file)));
  return files.filter((file) => file.endsWith(suffix) && fits(file));
}

/** Specs that ask for a server by one of these variables, and those of what runs in containers. */
export function specsOnServers(variables) {
  return specs('.int.spec.ts', (file) => {
    if (file.startsWith(path.join('test', 'deployment'))) return true;
    const text = readFileSync(path.join(root, file), 'utf8');
    return variables.some((variable) => text.includes(variable));
  });
}

/** The last line, which `.ci/run` adds up. */
export function conclude({ passed, failed, skipped }) {
  console.log(`${passed} passed, ${failed} failed, ${skipped} skipped`);
  process.exitCode = failed === 0 ? 0 : 1;
}
