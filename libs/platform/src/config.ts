import { readDistributed, type DistributedConfig } from './distributed-config';
import { ConfigError, saidBy } from './settings';

/** Settings of a process, read once at boot. Every variable is named in the README. */
export interface Config {
  readonly port: number;
  /** Loopback unless told otherwise; nothing listens beyond it without a reason. */
  readonly host: string;
  /** Everything durable of a one-machine set-up lies in this folder. */
  readonly dataFolder: string;
  readonly logLevel: 'fatal' | 'error' | 'warn' | 'info' | 'debug' | 'silent';
  /** Left out: everything is on this machine. */
  readonly distributed?: DistributedConfig;
}

const LOG_LEVELS = ['fatal', 'error', 'warn', 'info', 'debug', 'silent'] as const;
const LOOPBACK = ['127.0.0.1', '::1', 'localhost'];
/** For containers: they talk on a network of their own, and only the proxy is published. */
const EVERYWHERE = ['0.0.0.0', '::'];

/** Throws `ConfigError`. */
export function readConfig(env: NodeJS.ProcessEnv): Config {
  const said = saidBy(env);
  const port = said('PORT', '3000');
  if (!/^\d{1,5}$/.test(port) || Number(port) > 65_535) throw new ConfigError(`PORT is a number from 0 to 65535, not ${port}`);
  const distributed = readDistributed(said);
  const logLevel = LOG_LEVELS.find((level) => level === said('LOG_LEVEL', 'info'));
  if (logLevel === undefined) throw new ConfigError(`LOG_LEVEL is one of ${LOG_LEVELS.join(', ')}`);
  return { port: Number(port), host: hostOf(said('THROUGHLINE_HOST', '127.0.0.1'), distributed), dataFolder: said('THROUGHLINE_DATA', './data'), logLevel, ...(distributed === undefined ? {} : { distributed }) };
}

function hostOf(host: string, distributed: DistributedConfig | undefined): string {
  const allowed = distributed === undefined ? LOOPBACK : [...LOOPBACK, ...EVERYWHERE];
  if (!allowed.includes(host)) throw new ConfigError(`THROUGHLINE_HOST is one of ${allowed.join(', ')}: put a proxy with TLS in front to be reached from elsewhere`);
  return host;
}
