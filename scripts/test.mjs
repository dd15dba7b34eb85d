/**
 * `npm test [-- arguments for jest]`: types, lint, architecture, then every test that needs no server. All of
 * them run even when one fails; the last line counts them, each of the first three as one.
 */
import { conclude, run, runJest, specsOnServers } from './running.mjs';

const CHECKS = {
  types: ['typescript7/bin/tsc', '--noEmit', '-p', 'tsconfig.json'],
  lint: ['oxlint/bin/oxlint'],
  architecture: ['dependency-cruiser/bin/dependency-cruise.mjs', '--config', '.dependency-cruiser.cjs', 'apps', 'libs', 'test', 'examples'],
};

async function checks() {
  const failed = [];
  for (const [name, tool] of Object.entries(CHECKS)) if (!(await run(name, tool))) failed.push(name);
  return { passed: Object.keys(CHECKS).length - failed.length, failed };
}

/** What needs a server that nobody has named has a command of its own. */
function withoutServers() {
  const left = specsOnServers(['KAFKA_BROKERS', 'MONGODB_URL'].filter((variable) => (process.env[variable] ?? '') === ''));
  if (left.length === 0) return [];
  console.log(`[throughline] ${left.length} files of tests need Kafka, MongoDB or a proxy: "npm run test:servers" runs them`);
  return ['--testPathIgnorePatterns', ...left.map((file) => `/${file.replaceAll('.', '\\.')}$`)];
}

const checked = await checks();
const args = process.argv.slice(2);
// Named files are run, whatever they need.
const tested = await runJest('tests', args.length === 0 ? withoutServers() : args);
const failed = checked.failed.length + tested.failed;
if (failed > 0) console.log(`\n[throughline] failed: ${[...checked.failed, ...(tested.failed > 0 ? [`tests (${tested.failed})`] : [])].join(', ')}`);
conclude({ passed: checked.passed + tested.passed, failed, skipped: tested.skipped });
