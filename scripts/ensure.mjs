/**
 * `node scripts/ensure.mjs [--quiet] install build`: makes the checkout ready for the command that follows. Needs nothing
 * but Node itself, says what it does when that takes long, and costs a moment when there is nothing to do.
 *
 *   install   `npm ci`, when what package.json and the lock file ask for differs from what was installed last
 *   build     `nest build --all`, when a source differs from what was built last
 *
 * What was done last stands as a digest in node_modules and dist: whoever deletes the folder deletes the stamp with it, and
 * a step that was interrupted has left none. Two commands at once: the second waits for the first (`lock.mjs`).
 */
import { spawn } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { installDigest, sourcesDigest } from './digest.mjs';
import { acquireLock } from './lock.mjs';
import { refusalOfNode } from './node-version.mjs';

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
const words = process.argv.slice(2);
const quiet = words.includes('--quiet');

const steps = {
  install: {
    stamp: path.join(root, 'node_modules', '.throughline-installed'),
    digest: () => installDigest(root),
    saying: 'Installing packages (npm ci); this takes about a minute the first time.',
    // A package manager other than npm sets npm_execpath to itself; without it npm is looked for on the PATH.
    run: () => npm(['ci', '--include=dev', '--no-audit', '--no-fund', '--loglevel=error']),
  },
  build: {
    stamp: path.join(root, 'dist', '.throughline-built'),
    digest: () => sourcesDigest(root),
    saying: 'Building.',
    run: () => child(process.execPath, [path.join(root, 'node_modules/@nestjs/cli/bin/nest.js'), 'build', '--all', '--silent']),
  },
};

function isDone(step) {
  try {
    return readFileSync(step.stamp, 'utf8') === step.digest();
  } catch (error) {
    if (error.code === 'ENOENT') return false;
    throw error;
  }
}

async function perform(step) {
  if (isDone(step)) return;
  say(step.saying, step === steps.install);
  const started = Date.now();
  // Taken before, so that what changes while the step runs makes the next command run it again.
  const digest = step.digest();
  const heartbeat = setInterval(() => say(`… ${seconds(started)} s`), 15_000);
  const code = await step.run().finally(() => clearInterval(heartbeat));
  if (code !== 0) fail(`That failed (exit code ${code}).`, code);
  writeFileSync(step.stamp, digest);
  say(`Done after ${seconds(started)} s.`);
}

function npm(args) {
  const cli = process.env.npm_execpath;
  if (cli !== undefined && path.basename(cli).startsWith('npm')) return child(process.execPath, [cli, ...args]);
  return child('npm', args, { shell: process.platform === 'win32' });
}

/** Resolves with the exit code. Its words go to stderr with ours: stdout belongs to the command that follows. */
function child(command, args, options = {}) {
  return new Promise((resolve) => {
    const running = spawn(command, args, { cwd: root, stdio: ['ignore', process.stderr, process.stderr], ...options });
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => running.kill(signal));
    running.on('error', (error) => fail(`${command} cannot be run: ${error.message}`));
    running.on('exit', (code, signal) => resolve(signal === null ? code : 130));
  });
}

/** `--quiet` is for commands whose user waits for something else: he is told of a wait of a minute only. */
function say(sentence, always = false) {
  if (!quiet || always) process.stderr.write(`[throughline] ${sentence}\n`);
}

function fail(sentence, code = 1) {
  process.stderr.write(`[throughline] ${sentence}\n`);
  process.exit(code);
}

const seconds = (since) => Math.round((Date.now() - since) / 1000);

const refusal = refusalOfNode(process.versions.node);
if (refusal !== null) fail(refusal);
const asked = words.filter((word) => word !== '--quiet');
const unknown = asked.find((word) => !(word in steps));
if (unknown !== undefined || asked.length === 0) fail(`Usage: node scripts/ensure.mjs [--quiet] install build${unknown === undefined ? '' : ` (not "${unknown}")`}`);

if (!asked.every((word) => isDone(steps[word]))) {
  const lock = await acquireLock(path.join(root, '.cache', 'ensure.lock'), (holder) => say(`Waiting for process ${holder}, which is installing or building here.`));
  process.on('exit', () => lock.release());
  for (const word of asked) await perform(steps[word]);
}
