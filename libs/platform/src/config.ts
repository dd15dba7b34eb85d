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

/** Throws `ConfigError` that names the variable and what it may be. */
export function readConfig(env: NodeJS.ProcessEnv): Config {
  const port = Number(env['PORT'] ?? 3000);
  if (!Number.isInteger(port) || port < 0 || port > 65_535) throw new ConfigError(`PORT is a number from 0 to 65535, not ${env['PORT']}`);
  const host = env['THROUGHLINE_HOST'] ?? '127.0.0.1';
  if (!LOOPBACK.includes(host)) throw new ConfigError(`THROUGHLINE_HOST is one of ${LOOPBACK.join(', ')}: put a proxy with TLS in front to be reached from elsewhere`);
  const logLevel = LOG_LEVELS.find((level) => level === (env['LOG_LEVEL'] ?? 'info'));
  if (logLevel === undefined) throw new ConfigError(`LOG_LEVEL is one of ${LOG_LEVELS.join(', ')}`);
  return { port, host, dataFolder: env['THROUGHLINE_DATA'] ?? './data', logLevel };
}
