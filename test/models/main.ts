/**
 * `npm run bodies -- [--each 10000] [--part 1/2]`: bodies by chance for every command of the product, none of which may be answered
 * with a 500. Outside of the test runner, where it is four times as fast; with `--part` several processes share the commands.
 */
import { NestFactory } from '@nestjs/core';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { configureHttp, httpAdapter } from '@throughline/platform';
import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import 'reflect-metadata';
import { AllInOneModule } from '../../apps/all-in-one/src/all-in-one.module';
import { Keys } from '../../apps/ops/src/keys';
import { commandRoutes, tryBodies, type Asked } from './bodies';

/** The whole product in this process, over a folder that is thrown away. */
async function start(): Promise<Asked & { document(): Promise<Parameters<typeof commandRoutes>[0]>; end(): Promise<void> }> {
  const dataFolder = mkdtempSync(path.join(os.tmpdir(), 'throughline-bodies-'));
  const app = await NestFactory.create<NestFastifyApplication>(AllInOneModule.forRoot({ port: 0, host: '127.0.0.1', dataFolder, logLevel: 'silent' }), httpAdapter(), { logger: false });
  configureHttp(app, 'Throughline', '0.0.0');
  await app.init();
  const { key } = await app.get(Keys).create('staff', 'bodies by chance');
  const headers = { authorization: `Bearer ${key}`, 'content-type': 'application/json' };
  return {
    async inject(method, url, payload) {
      const { statusCode, headers: answered, payload: text } = await app.inject({ method, url, headers, payload });
      return { status: statusCode, type: String(answered['content-type'] ?? ''), text };
    },
    document: async () => JSON.parse((await app.inject({ method: 'GET', url: '/docs-json' })).payload) as Parameters<typeof commandRoutes>[0],
    async end() {
      await app.close();
      rmSync(dataFolder, { recursive: true, force: true });
    },
  };
}

async function main(): Promise<void> {
  const { values } = parseArgs({ options: { each: { type: 'string', default: '10000' }, part: { type: 'string', default: '1/1' } } });
  const each = Number(values.each);
  const [part = 1, parts = 1] = values.part.split('/').map(Number);
  const product = await start();
  const commands = commandRoutes(await product.document()).filter((_command, index) => index % parts === part - 1);
  for (const [index, command] of commands.entries()) {
    process.stdout.write(`${index + 1} of ${commands.length} ${command.method} ${command.route}\n`);
    await tryBodies(product, command, each);
  }
  await product.end();
  process.stdout.write(`${commands.length * each} bodies to ${commands.length} commands: all answered, none with a 500\n`);
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exit(1);
});
