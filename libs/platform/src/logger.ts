import { ConsoleLogger, type LogLevel } from '@nestjs/common';
import type { Config } from './config';

const LEVELS: Readonly<Record<Config['logLevel'], readonly LogLevel[]>> = {
  silent: [],
  fatal: ['fatal'],
  error: ['fatal', 'error'],
  warn: ['fatal', 'error', 'warn'],
  info: ['fatal', 'error', 'warn', 'log'],
  debug: ['fatal', 'error', 'warn', 'log', 'debug', 'verbose'],
};

/** Who else reports that it cannot start. */
const STARTING = new Set(['NestApplication', 'ExceptionHandler']);

/** Nest's own report of every module and route says nothing about what happens. */
const CHATTER = new Set(['InstanceLoader', 'RoutesResolver', 'RouterExplorer', 'NestFactory']);

/** One JSON object a line. Whoever logs passes codes, counts and routes, never what a customer is called or wrote. */
export class JsonLogger extends ConsoleLogger {
  constructor(level: Config['logLevel']) {
    super({ json: true, colors: false, logLevels: [...LEVELS[level]] });
  }

  override log(message: unknown, ...rest: unknown[]): void {
    if (!CHATTER.has(String(rest.at(-1)))) super.log(message, ...(rest as [string]));
  }

  /** A start that fails is explained by `main` in one sentence; Nest would put a stack before it. */
  override error(message: unknown, ...rest: unknown[]): void {
    if (!STARTING.has(String(rest.at(-1)))) super.error(message, ...(rest as [string]));
  }
}
