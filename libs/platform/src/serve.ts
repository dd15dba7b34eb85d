import { NestFactory } from '@nestjs/core';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { DynamicModule } from '@nestjs/common';
import 'reflect-metadata';
import { readConfig, type Config } from './config';
import { configureHttp, httpAdapter } from './http';
import { LeaseTaken } from './lease';
import { JsonLogger } from './logger';
import { ConfigError } from './settings';
import { VERSION } from './version';

/** A process of its own: what runs in it, and what it says on the terminal. */
export interface Program {
  readonly title: string;
  /** What `--help` says. */
  readonly help: string;
  /** Under which path the documentation is served, without a slash before it. */
  readonly docs: string;
  /** Throws `ConfigError` where the settings do not fit. */
  readonly module: (config: Config) => DynamicModule;
  /** What is said when it is up. */
  readonly greeting: (app: NestFastifyApplication, url: string) => Promise<string>;
}

/** The whole of a `main.ts`: reads the settings, serves until it is told to stop, and explains itself where it cannot start. */
export function serve(program: Program): void {
  start(program).catch((error: unknown) => {
    process.stderr.write(`${program.title} cannot start: ${explain(error, process.env['PORT'] || '3000')}\n`);
    process.exit(1);
  });
}

async function start({ title, help, docs, module, greeting }: Program): Promise<void> {
  if (process.argv.includes('--help') || process.argv.includes('-h')) {
    process.stdout.write(help);
    return;
  }
  const config = readConfig(process.env);
  const app = await NestFactory.create<NestFastifyApplication>(module(config), httpAdapter(), { logger: new JsonLogger(config.logLevel), abortOnError: false, bodyParser: true });
  configureHttp(app, title, VERSION, docs);
  // By `process.exit` and not by the signal once more, so that a stop that was asked for ends with 0.
  app.enableShutdownHooks(['SIGINT', 'SIGTERM'], { useProcessExit: true });
  await app.listen(config.port, config.host);
  process.stdout.write(await greeting(app, await app.getUrl()));
}

/** What a person can do something about is a sentence on stderr; only what is our own fault shows a stack. */
function explain(error: unknown, port: string): string {
  if (error instanceof ConfigError || error instanceof LeaseTaken) return error.message;
  const { code, message } = error as { code?: unknown; message?: unknown };
  if (code === 'EADDRINUSE') return `port ${port} is in use; stop the other program, or choose another port with PORT`;
  if (typeof code === 'string' && typeof message === 'string') return `${message} (${code})`;
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
