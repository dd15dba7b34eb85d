import { Module, type DynamicModule, type Type } from '@nestjs/common';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { Config } from './config';
import type { Parts } from './engines';
import { PlatformModule } from './platform.module';
import { serve } from './serve';
import { ConfigError } from './settings';

/** One app as a process of its own, which is what the distributed set-up consists of. */
export interface LoneApp extends Parts {
  readonly module: Type;
  /** Beside where it is running. */
  readonly greeting?: (app: NestFastifyApplication, url: string) => Promise<string>;
}

@Module({})
class LoneModule {}

/** The whole of `apps/<app>/src/main.ts`. */
export function serveAlone({ module, greeting, ...parts }: LoneApp): void {
  const { name } = parts;
  const title = `Throughline ${name}`;
  serve({
    title,
    docs: `docs/${name}`,
    help: helpOf(name),
    module: (config) => ({ module: LoneModule, imports: [platformFor(config, parts), module] }),
    greeting: greeting ?? (async (_app, url) => `\n${title} is running on ${url}\n`),
  });
}

function platformFor(config: Config, parts: Parts): DynamicModule {
  if (config.distributed === undefined) throw new ConfigError(`${parts.name} runs alone in the distributed set-up only: set EVENTSTORE_URL, KAFKA_BROKERS and MONGODB_URL, or start everything in one process with "npm start"`);
  return PlatformModule.forRoot(config, parts);
}

function helpOf(name: string): string {
  return `Throughline, the part ${name} in a process of its own. Start as many copies as you need; they share the work.

  npm run start:${name}              installs, builds and serves
  npm run start:${name} -- --help    this text

Settings (environment), the same for every process but PORT:
  EVENTSTORE_URL, KAFKA_BROKERS, MONGODB_URL    where the three servers are
  THROUGHLINE_MASTER_KEY                        32 bytes in base64 that wrap all keys
  PORT, THROUGHLINE_HOST, LOG_LEVEL             as for "npm start"

All settings stand in the README. The documentation of the API is served under /docs/${name}.
`;
}
