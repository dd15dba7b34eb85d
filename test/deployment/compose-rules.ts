import type { ComposeFile, Service } from './compose-file';

/** A rule names what is wrong, one line a finding; no finding, no line. */
export type ComposeRule = (file: ComposeFile) => readonly string[];

const CERTIFICATES = 'certificates';
const PROXY = 'proxy';
export const SERVERS = ['eventstore', 'kafka', 'mongodb'];

function each(file: ComposeFile, look: (service: Service, name: string) => readonly string[]): readonly string[] {
  return Object.entries(file.services).flatMap(([name, service]) => look(service, name).map((finding) => `${name}: ${finding}`));
}

/** Runs until it is stopped; the one that makes certificates ends by itself. */
const lasting = (name: string): boolean => name !== CERTIFICATES;

export const onlyTheProxyIsPublished: ComposeRule = (file) =>
  each(file, ({ ports = [], network_mode: mode }, name) => [
    ...(ports.length > 0 && name !== PROXY ? ['publishes a port'] : []),
    ...ports.filter((port) => !port.startsWith('127.0.0.1:')).map((port) => `publishes ${port} to others than this host`),
    ...(mode === undefined || mode === 'none' ? [] : ['is on the network of the host']),
  ]);

/** The value itself, not only its name: no service works with a password that stands in the file. */
export const secretsAreRequired: ComposeRule = (file) =>
  each(file, ({ environment = {} }) =>
    Object.entries(environment).flatMap(([name, value]) => {
      if (/(PASSWORD|SECRET|_KEY)$/.test(name) && !/^\$\{[A-Z_]+:\?.+\}$/.test(value)) return [`${name} has a value of its own`];
      return /:\/\/[^/@:]*:(?!\$\{[A-Z_]+:\?)[^/@]*@/.test(value) ? [`${name} has a password in it`] : [];
    }),
  );

export const everyServiceTellsItsHealth: ComposeRule = (file) =>
  each(file, ({ healthcheck }, name) => (lasting(name) && (healthcheck?.test.length ?? 0) < 2 ? ['has no health check'] : []));

export const everyServiceIsBounded: ComposeRule = (file) =>
  each(file, ({ mem_limit: memory, logging, stop_grace_period: grace, restart }, name) => [
    ...(memory === undefined ? ['may take all memory'] : []),
    ...(logging?.options['max-size'] === undefined || logging.options['max-file'] === undefined ? ['has logs without end'] : []),
    ...(lasting(name) && (grace === undefined || restart !== 'unless-stopped') ? ['is not stopped in peace, or not started again'] : []),
  ]);

export const copiesAreAllowed: ComposeRule = (file) => each(file, ({ container_name: name }) => (name === undefined ? [] : ['has a name that only one container can have']));

export const imagesAreOfOneVersion: ComposeRule = (file) => each(file, ({ image = '' }) => (/:(?!latest$)\S+$/.test(image) ? [] : [`runs ${image || 'no image'}, of no certain version`]));

/** Servers reach nobody outside, and the proxy reaches no server. */
export const networksAreApart: ComposeRule = (file) => [
  ...(file.networks['servers']?.internal === true ? [] : ['the network of the servers has a way out']),
  ...each(file, ({ networks = [] }, name) => {
    if (name === PROXY) return networks.join() === 'apps' ? [] : ['is not on the network of the apps alone'];
    return SERVERS.includes(name) && networks.join() !== 'servers' ? ['is not on the network of the servers alone'] : [];
  }),
];

export const whoNeedsServersWaits: ComposeRule = (file) =>
  each(file, ({ command, depends_on: needs = {} }) => {
    if (!command?.[0]?.startsWith('dist/apps/')) return [];
    const conditions = Object.entries(needs).map(([server, need]) => `${server} ${typeof need === 'string' ? '' : need.condition}`);
    const wanted = [`${CERTIFICATES} service_completed_successfully`, ...SERVERS.map((server) => `${server} service_healthy`)];
    return wanted.filter((condition) => !conditions.includes(condition)).map((condition) => `does not wait for ${condition}`);
  });
