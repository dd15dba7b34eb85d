// Real: docker-compose.yml, Dockerfile and .env.example as they are, and the reading of settings. Nothing is started; each rule is also shown a file that breaks it.
import { readConfig } from '@throughline/platform';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { APPS } from './apps';
import { composeFile, composeText, exampleSettings, filledIn, ROOT, variablesIn } from './compose-file';
import { copiesAreAllowed, everyServiceIsBounded, everyServiceTellsItsHealth, imagesAreOfOneVersion, networksAreApart, onlyTheProxyIsPublished, secretsAreRequired, SERVERS, whoNeedsServersWaits, type ComposeRule } from './compose-rules';

const file = composeFile();
const { services } = file;
const apps = Object.keys(APPS);

describe.each<[string, ComposeRule, string, string]>([
  ['only the proxy is published', onlyTheProxyIsPublished, 'image: mongo:7.0.28-jammy\n    command', 'image: mongo:7.0.28-jammy\n    ports: ["27017:27017"]\n    command'],
  ['and on this host alone', onlyTheProxyIsPublished, '"127.0.0.1:${THROUGHLINE_PORT', '"0.0.0.0:${THROUGHLINE_PORT'],
  ['no service has the network of the host', onlyTheProxyIsPublished, 'network_mode: none', 'network_mode: host'],
  ['no password stands in the file', secretsAreRequired, '${MONGODB_ROOT_PASSWORD:?of the user root of MongoDB}', 'secret'],
  ['none has a default', secretsAreRequired, '${EVENTSTORE_OPS_PASSWORD:?of the user ops of EventStoreDB}', '${EVENTSTORE_OPS_PASSWORD:-changeit}'],
  ['none stands in an address', secretsAreRequired, 'admin:${EVENTSTORE_PASSWORD:?of the user admin of EventStoreDB}@', 'admin:changeit@'],
  ['every service tells its health', everyServiceTellsItsHealth, 'test: ["CMD", "wget"', 'test: ["NONE"] # '],
  ['every service has an end to its memory', everyServiceIsBounded, 'mem_limit: ${KAFKA_MEMORY:-1536m}', ''],
  ['every service has an end to its logs', everyServiceIsBounded, 'max-size: 10m', ''],
  ['every service is stopped in peace', everyServiceIsBounded, 'stop_grace_period: 30s', ''],
  ['copies are allowed', copiesAreAllowed, 'build: .', 'container_name: timeline'],
  ['images are of one version', imagesAreOfOneVersion, 'image: apache/kafka:4.1.0', 'image: apache/kafka'],
  ['servers reach nobody outside', networksAreApart, 'internal: true', 'internal: false'],
  ['the proxy reaches no server', networksAreApart, 'networks: [apps]', 'networks: [apps, servers]'],
  ['whoever needs a server waits for it', whoNeedsServersWaits, 'mongodb: { condition: service_healthy }', 'mongodb: { condition: service_started }'],
])('%s', (_name, rule, part, broken) => {
  it('holds', () => expect(rule(file)).toEqual([]));
  it('finds what breaks it', () => {
    expect(composeText()).toContain(part);
    expect(rule(composeFile(composeText().replace(part, broken)))).not.toEqual([]);
  });
});

describe('the services', () => {
  it('are the servers, every app, and what they need', () => {
    expect(Object.keys(services).toSorted()).toEqual([...SERVERS, ...apps, 'proxy', 'certificates'].toSorted());
  });

  it.each(apps)('%s is its own program in the one image, and nothing else of its own', (app) => {
    const { command, scale, build: _build, ...rest } = services[app]!;
    expect([command, scale]).toEqual([[`dist/apps/${app}/src/main.js`], `\${${app.toUpperCase()}_COPIES:-1}`]);
    expect(existsSync(path.join(ROOT, `apps/${app}/src/main.ts`))).toBe(true);
    const { command: _command, scale: _scale, build: _first, ...first } = services['timeline']!;
    expect(rest).toEqual(first);
  });

  it('build the image once', () => {
    expect(Object.values(services).filter(({ build }) => build !== undefined)).toHaveLength(1);
  });

  it('mount files and volumes that are there', () => {
    const mounted = Object.values(services).flatMap(({ volumes = [] }) => volumes.map((volume) => volume.split(':')[0] ?? ''));
    for (const source of new Set(mounted)) expect([source, source.startsWith('./') ? existsSync(path.join(ROOT, source)) : source in file.volumes]).toEqual([source, true]);
    expect(Object.keys(file.volumes).filter((volume) => !mounted.includes(volume))).toEqual([]);
  });
});

describe('the settings', () => {
  const given = services['sales']?.environment ?? {};
  const folder = mkdtempSync(path.join(os.tmpdir(), 'throughline-compose-'));
  const authority = path.join(folder, 'ca.crt');
  const asked = new Set<string>();
  const spied = (env: NodeJS.ProcessEnv): NodeJS.ProcessEnv =>
    new Proxy(env, {
      get: (target, name) => {
        asked.add(String(name));
        return target[String(name)];
      },
    });
  const filled = Object.fromEntries(Object.entries(given).map(([name, value]) => [name, filledIn(value, 'a'.repeat(43) + '=').replace('/certificates/ca.crt', authority)]));

  beforeAll(() => writeFileSync(authority, 'an authority'));
  afterAll(() => rmSync(folder, { recursive: true }));

  it('of an app are read by it: three servers, all with TLS and a user', () => {
    const { host, port, distributed } = readConfig(spied(filled));
    expect([host, port]).toEqual(['0.0.0.0', 3000]);
    expect(distributed).toMatchObject({
      eventStoreUrl: expect.stringMatching(/^esdb:\/\/admin:.+@eventstore:2113\?tls=true&tlsCAFile=/),
      mongodbUrl: expect.stringMatching(/^mongodb:\/\/throughline:.+@mongodb:27017\/\?.*tls=true&tlsCAFile=/),
      kafka: { brokers: ['kafka:9092'], partitions: 6, replicas: 1, tls: { ca: 'an authority' }, sasl: { mechanism: 'scram-sha-512', username: 'throughline' } },
    });
  });

  it('of an app are those that it knows, and all that matter', () => {
    const forOthers = ['THROUGHLINE_DATA', 'KAFKA_TLS_CERT', 'KAFKA_TLS_KEY'];
    expect(Object.keys(given).toSorted()).toEqual([...asked].filter((name) => !forOthers.includes(name)).toSorted());
  });

  it('that an app knows stand in the README', () => {
    const readme = readFileSync(path.join(ROOT, 'README.md'), 'utf8');
    expect([...asked].filter((name) => !readme.includes(`\`${name}\``))).toEqual([]);
  });

  it('of the whole stand in .env.example: what is required empty, the rest as it is without', () => {
    const used = variablesIn(composeText()).map(({ name, otherwise }) => [name, otherwise ?? '']);
    expect(Object.fromEntries(exampleSettings())).toEqual(Object.fromEntries(used));
  });
});

describe('the image', () => {
  const dockerfile = readFileSync(path.join(ROOT, 'Dockerfile'), 'utf8');
  const last = dockerfile.slice(dockerfile.lastIndexOf('\nFROM '));

  it('starts a program that is built, without npm, as somebody who may do nothing', () => {
    expect(last).toMatch(/^ENTRYPOINT \["node", "--enable-source-maps"\]$/m);
    expect(last).toMatch(/^USER node$/m);
    expect(last).toMatch(/npm ci --omit=dev/);
    expect(last).not.toMatch(/npm (start|run)/);
  });

  it('is never made of secrets or of what stands on this machine', () => {
    const ignored = readFileSync(path.join(ROOT, '.dockerignore'), 'utf8').split('\n');
    for (const name of ['.env', '.git', 'node_modules', 'dist', 'data']) expect(ignored).toContain(name);
    expect(readFileSync(path.join(ROOT, '.gitignore'), 'utf8').split('\n')).toContain('.env');
  });
});
