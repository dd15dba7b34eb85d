/** Settings of a process, read once at boot. Every variable is named in the README. */
export interface Config {
  readonly port: number;
  /** Loopback unless told otherwise; nothing listens beyond it without a reason. */
  readonly host: string;
  /** Everything durable of a one-machine set-up lies in this folder. */
  readonly dataFolder: string;
  readonly logLevel: 'fatal' | 'error' | 'warn' | 'info' | 'debug' | 'silent';
}

const LOG_LEVELS = ['fatal', 'error', 'warn', 'info', 'debug', 'silent'] as const;
const LOOPBACK = ['127.0.0.1', '::1', 'localhost'];

export class ConfigError extends Error {}

/** Throws `ConfigError` that names the variable and what it may be. Set to nothing is not set: an empty folder would be the one we stand in. */
export function readConfig(env: NodeJS.ProcessEnv): Config {
  const said = (name: string, otherwise: string): string => env[name] || otherwise;
  const port = said('PORT', '3000');
  if (!/^\d{1,5}$/.test(port) || Number(port) > 65_535) throw new ConfigError(`PORT is a number from 0 to 65535, not ${port}`);
  const host = said('THROUGHLINE_HOST', '127.0.0.1');
  if (!LOOPBACK.includes(host)) throw new ConfigError(`THROUGHLINE_HOST is one of ${LOOPBACK.join(', ')}: put a proxy with TLS in front to be reached from elsewhere`);
  const logLevel = LOG_LEVELS.find((level) => level === said('LOG_LEVEL', 'info'));
  if (logLevel === undefined) throw new ConfigError(`LOG_LEVEL is one of ${LOG_LEVELS.join(', ')}`);
  return { port: Number(port), host, dataFolder: said('THROUGHLINE_DATA', './data'), logLevel };
}
