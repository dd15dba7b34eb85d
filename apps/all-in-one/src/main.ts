import { NestFactory } from '@nestjs/core';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { ConfigError, configureHttp, httpAdapter, JsonLogger, LeaseTaken, readConfig, type Config } from '@throughline/platform';
import 'reflect-metadata';
import { FirstStart } from '../../ops/src/ops.module';
import { AllInOneModule } from './all-in-one.module';
import { HELP } from './help';

const VERSION = '0.1.0';

async function main(): Promise<void> {
  if (process.argv.includes('--help') || process.argv.includes('-h')) {
    process.stdout.write(HELP);
    return;
  }
  const config = readConfig(process.env);
  const app = await NestFactory.create<NestFastifyApplication>(AllInOneModule.forRoot(config), httpAdapter(), { logger: new JsonLogger(config.logLevel), abortOnError: false, bodyParser: true });
  configureHttp(app, 'Throughline', VERSION);
  // By `process.exit` and not by the signal once more, so that a stop that was asked for ends with 0.
  app.enableShutdownHooks(['SIGINT', 'SIGTERM'], { useProcessExit: true });
  await app.listen(config.port, config.host);
  process.stdout.write(await app.get(FirstStart).greeting(await app.getUrl()));
}

/** What a person can do something about is a sentence on stderr; only what is our own fault shows a stack. */
function explain(error: unknown, config: Pick<Config, 'port'>): string {
  if (error instanceof ConfigError || error instanceof LeaseTaken) return error.message;
  const { code, message } = error as { code?: unknown; message?: unknown };
  if (code === 'EADDRINUSE') return `port ${config.port} is in use; stop the other program, or choose another port with PORT`;
  if (typeof code === 'string' && typeof message === 'string') return `${message} (${code})`;
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}

main().catch((error: unknown) => {
  process.stderr.write(`Throughline cannot start: ${explain(error, { port: Number(process.env['PORT'] ?? 3000) })}\n`);
  process.exit(1);
});
