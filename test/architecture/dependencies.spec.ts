// Real: dependency-cruiser with the rules of this checkout, run over a small tree in a temporary folder that breaks each of them.
// (That the checkout itself keeps them is a step of its own in `npm test`.)
import { spawnSync } from 'node:child_process';
import { rmSync } from 'node:fs';
import path from 'node:path';
import { scratchCheckout } from './scratch';
import { ROOT } from './sources';

/** Files that other cases import; they break nothing. */
const NEIGHBOURS: Readonly<Record<string, string>> = {
  'libs/kernel/src/index.ts': 'export const kernel = 1;',
  'libs/contracts/src/index.ts': "export { kernel as contracts } from '@throughline/kernel';",
  'libs/vault/src/index.ts': "export { deep } from './deep';",
  'libs/vault/src/deep.ts': 'export const deep = 1;',
  'libs/vault/src/vault.contract.ts': "export const suite = () => import('fast-check');",
  'libs/vault-sqlite/src/index.ts': "export { deep as sqlite } from '@throughline/vault';",
  'libs/vault-sqlite/src/sqlite.spec.ts': "import '@throughline/event-log-local';",
  'libs/event-log-local/src/index.ts': 'export const local = 1;',
  'apps/sales/src/sales.module.ts': "import '@throughline/vault-sqlite'; import './service';",
  'apps/sales/src/service.ts': "import '@throughline/vault'; import '@nestjs/common';",
  'apps/sales/src/lead.decider.ts': "import '@throughline/kernel'; import './stage.decider';",
  'apps/sales/src/stage.decider.ts': "import type { kernel } from '@throughline/contracts';",
  'apps/sales/src/lead.spec.ts': "import 'fast-check'; import '@throughline/event-log-local';",
  'apps/all-in-one/src/main.ts': "import '../../sales/src/sales.module'; import '@throughline/event-log-local';",
  'apps/cli/src/main.ts': "import '@throughline/contracts'; import 'commander';",
  'test/faults/main.ts': "import '@throughline/vault-sqlite'; import '../../apps/sales/src/service';",
};

const BROKEN: readonly (readonly [rule: string, file: string, text: string])[] = [
  ['no-cycles', 'libs/vault/src/round.ts', "import './round-and-round';"],
  ['no-cycles', 'libs/vault/src/round-and-round.ts', "import type { x } from './round';"],
  ['all-found', 'libs/vault/src/lost.ts', "import './nowhere';"],
  ['kernel-alone', 'libs/kernel/src/hash.ts', "import 'node:crypto';"],
  ['kernel-alone', 'libs/kernel/src/check.ts', "import 'ajv';"],
  ['contracts-know-kernel', 'libs/contracts/src/keys.ts', "import '@throughline/vault';"],
  ['libs-below-apps', 'libs/vault/src/upwards.ts', "import '../../../apps/sales/src/sales.module';"],
  ['contexts-apart', 'apps/service/src/neighbour.ts', "import '../../sales/src/service';"],
  ['modules-only', 'apps/all-in-one/src/peek.ts', "import '../../sales/src/service';"],
  ['front-doors', 'apps/sales/src/deep.ts', "import '../../../libs/vault/src/deep';"],
  ['front-doors', 'libs/identity/src/deep.ts', "import type { deep } from '../../vault/src/deep';"],
  ['front-doors', 'test/bench/main.ts', "import '../../libs/vault/src/deep';"],
  ['pure-files', 'apps/sales/src/clock.decider.ts', "import 'node:timers';"],
  ['pure-files', 'apps/sales/src/wire.view.ts', "import './service';"],
  ['pure-files', 'apps/sales/src/nest.process.ts', "import '@nestjs/common';"],
  ['adapters-at-the-edge', 'apps/sales/src/store.ts', "import '@throughline/vault-sqlite';"],
  ['adapters-at-the-edge', 'libs/identity/src/store.ts', "import type { sqlite } from '@throughline/vault-sqlite';"],
  ['adapters-apart', 'libs/vault-sqlite/src/other.ts', "import '@throughline/event-log-local';"],
  ['guests-speak-http', 'apps/cli/src/keys.ts', "import '@throughline/vault';"],
  ['no-tests-in-products', 'apps/sales/src/fixture.ts', "import '../../../test/faults/main';"],
  ['no-tests-in-products', 'libs/vault/src/fixture.ts', "import '../../vault-sqlite/src/sqlite.spec';"],
  ['no-dev-packages-in-products', 'libs/vault/src/law.ts', "import 'fast-check';"],
  ['no-dev-packages-in-products', 'libs/vault/src/late-law.ts', "export const law = () => import('fast-check');"],
  ['suites-load-late', 'libs/vault/src/early.contract.ts', "import 'fast-check';"],
];

interface Violation {
  readonly rule: { readonly name: string };
  readonly from: string;
  /** Of a cycle, which is named once only. */
  readonly cycle?: readonly { readonly name: string }[];
}

describe('the rules of who may know whom', () => {
  let folder: string;
  let violations: readonly Violation[];

  beforeAll(() => {
    folder = scratchCheckout([...Object.entries(NEIGHBOURS), ...BROKEN.map(([, file, text]) => [file, text] as const)]);
    const cruise = path.join(ROOT, 'node_modules/dependency-cruiser/bin/dependency-cruise.mjs');
    const { stdout, stderr } = spawnSync(process.execPath, [cruise, '--config', '.dependency-cruiser.cjs', '--output-type', 'json', 'apps', 'libs', 'test'], { cwd: folder, encoding: 'utf8' });
    if (stdout === '') throw new Error(stderr);
    violations = (JSON.parse(stdout) as { summary: { violations: readonly Violation[] } }).summary.violations;
  });

  afterAll(() => rmSync(folder, { recursive: true }));

  it.each(BROKEN)('%s is broken by %s', (rule, file) => {
    const ofFile = violations.filter(({ from, cycle }) => from === file || cycle?.some(({ name }) => name === file));
    expect(ofFile.map((violation) => violation.rule.name)).toContain(rule);
  });

  it('leaves alone those who keep them', () => {
    expect(violations.filter(({ from }) => from in NEIGHBOURS)).toEqual([]);
  });

  it('has a case for every rule', () => {
    const { forbidden } = jest.requireActual<{ forbidden: readonly { readonly name: string }[] }>('../../.dependency-cruiser.cjs');
    expect(new Set(BROKEN.map(([rule]) => rule))).toEqual(new Set(forbidden.map(({ name }) => name)));
  });
});
