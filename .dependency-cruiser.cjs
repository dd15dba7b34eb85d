/**
 * Who may know whom. Each rule is proven to fail by `test/architecture/dependencies.spec.ts`, which needs a case for every name.
 * Tests (`*.spec.ts`, `test/`) may name adapters and look into any app; nobody but them may look into `test/`.
 */
const SPEC = '\\.spec\\.ts$';
const CONTRACT = '\\.contract\\.ts$';
const DEV_PACKAGE = { dependencyTypes: ['npm-dev'], dependencyTypesNot: ['npm'], pathNot: '^node_modules/@types/' };
const PURE = '\\.(decider|view|process|rules)\\.ts$';
/** Exact decimals and the arithmetic of time zones: no clock, no chance, no wire. */
const PURE_PACKAGES = '^node_modules/(@types/)?(big\\.js|luxon)/';
const ADAPTER = '^libs/[^/]+-(sqlite|local|folder|eventstoredb|kafka|mongodb)/';

const never = (name, comment, from, to) => ({ name, comment, severity: 'error', from, to });

module.exports = {
  forbidden: [
    never('no-cycles', 'What needs each other is one thought: one file, or a third one that both may know.', {}, { circular: true }),
    never('all-found', 'Every import leads somewhere.', {}, { couldNotResolve: true }),
    never('kernel-alone', 'The kernel depends on nothing, not even on Node.', { path: '^libs/kernel/', pathNot: SPEC }, { pathNot: '^libs/kernel/' }),
    never('contracts-know-kernel', 'The catalogue is read by everybody, so it may know nobody but the kernel.', { path: '^libs/contracts/', pathNot: SPEC }, { path: '^(libs|apps)/', pathNot: '^libs/(kernel|contracts)/' }),
    never('libs-below-apps', 'Libs never import apps.', { path: '^libs/' }, { path: '^(apps|examples)/' }),
    never('contexts-apart', 'Contexts meet in events, never in imports; all-in-one knows them all, and operations see to what all of them keep.', { path: '^apps/([^/]+)/', pathNot: '^apps/(all-in-one/|ops/src/main\\.ts$)' }, { path: '^apps/', pathNot: '^apps/$1/' }),
    never('modules-only', 'all-in-one puts modules together and looks no deeper.', { path: '^apps/all-in-one/' }, { path: '^apps/', pathNot: ['^apps/all-in-one/', '\\.module\\.ts$'] }),
    never('front-doors', 'A lib is entered through its src/index.ts.', { path: '^((?:libs|apps)/[^/]+|test|examples)/' }, { path: '^libs/', pathNot: ['^$1/', '^libs/[^/]+/src/index\\.ts$'] }),
    never('pure-files', 'What decides, folds and manages knows kernel, contracts and its like: nothing that has a clock, chance or a wire.', { path: PURE }, { pathNot: ['^libs/(kernel|contracts)/src/', PURE, PURE_PACKAGES] }),
    never('adapters-at-the-edge', 'An adapter is chosen where a process is put together: *.module.ts and main.ts.', { path: '^(libs|apps|examples)/', pathNot: [ADAPTER, SPEC, '\\.module\\.ts$', '/main\\.ts$'] }, { path: ADAPTER }),
    never('adapters-apart', 'Adapters do not know each other.', { path: '^(libs/[^/]+-(?:sqlite|local|folder|eventstoredb|kafka|mongodb))/', pathNot: SPEC }, { path: ADAPTER, pathNot: '^$1/' }),
    never('guests-speak-http', 'The command line and the desk know the contracts and HTTP; the rest is behind the door. Only what works on a company at rest opens it itself.', { path: '^apps/(cli|desk)/', pathNot: [SPEC, '^apps/cli/src/at-rest/'] }, { path: '^libs/', pathNot: '^libs/(kernel|contracts)/' }),
    never('no-tests-in-products', 'A product file imports no test.', { path: '^(libs|apps|examples)/', pathNot: SPEC }, { path: ['^test/', SPEC] }),
    never('no-dev-packages-in-products', 'An installation without development packages must run.', { path: '^(libs|apps)/', pathNot: [SPEC, CONTRACT] }, DEV_PACKAGE),
    never('suites-load-late', 'A contract suite stands behind its front door, so it loads a development package only when it runs: `await import(…)`.', { path: CONTRACT }, { ...DEV_PACKAGE, dynamic: false }),
  ],
  options: {
    doNotFollow: { path: '^node_modules' },
    tsConfig: { fileName: 'tsconfig.json' },
    tsPreCompilationDeps: true,
    exclude: { path: '^(dist|data)/' },
    enhancedResolveOptions: { extensions: ['.ts', '.js', '.json'], exportsFields: ['exports'], conditionNames: ['require', 'node', 'default', 'types'] },
  },
};
