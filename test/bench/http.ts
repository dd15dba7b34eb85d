import { Module, type DynamicModule } from '@nestjs/common';
import { APP_GUARD, NestFactory } from '@nestjs/core';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { Journal, type AppendResult, type EventStore } from '@throughline/event-store';
import type { NewEvent } from '@throughline/kernel';
import { configureHttp, httpAdapter, Metrics, PermissionGuard, VAULT } from '@throughline/platform';
import { ProjectionEngine } from '@throughline/projections';
import { hashBearerKey, type Vault } from '@throughline/vault';
import path from 'node:path';
import 'reflect-metadata';
import { EventsController } from '../../apps/intake/src/events.controller';
import { Intake } from '../../apps/intake/src/intake';
import { AllInOneModule } from '../../apps/all-in-one/src/all-in-one.module';
import { interleaved, ratio, type Measured, type Slice } from './harness';
import { HttpClient } from './http-client';
import { caughtUp, openWorld } from './world';

const KEY = 'tl_source_bench';
const BATCH = 100;

/** The door for events alone: everything a request passes, over a journal of one's choice. */
@Module({})
class DoorModule {
  static over(journal: Journal, vault: Vault): DynamicModule {
    return { module: DoorModule, controllers: [EventsController], providers: [Intake, Metrics, { provide: Journal, useValue: journal }, { provide: VAULT, useValue: vault }, { provide: APP_GUARD, useClass: PermissionGuard }] };
  }
}

/** Acknowledges and forgets. */
class ForgetfulStore implements Pick<EventStore, 'append' | 'storeId'> {
  readonly storeId = 'none';

  async append(_stream: string, _expected: unknown, events: readonly NewEvent[]): Promise<AppendResult> {
    return { kind: 'done', repeated: false, events: events.map(({ id }) => ({ id, revision: 0, position: 1n, recordedAt: '2026-01-01T00:00:00.000Z' })) };
  }
}

/**
 * Batches of 100 over HTTP, eight at once, the client in a process of its own: to the whole product, with all its projections
 * following; to the door alone over the real store; and to the same door over a store that forgets.
 */
export async function http(batches: number): Promise<readonly Measured[]> {
  const world = await openWorld([]);
  const forgetful = await Journal.open(new ForgetfulStore() as unknown as EventStore, world.vault);
  const whole = await serve(AllInOneModule.forRoot({ port: 0, host: '127.0.0.1', dataFolder: path.join(world.folder, 'whole'), logLevel: 'silent' }));
  const door = await serve(DoorModule.over(world.journal, world.vault));
  const bare = await serve(DoorModule.over(forgetful, world.vault));
  for (const app of [whole, door]) await app.get<Vault>(VAULT).putCredential({ hash: hashBearerKey(KEY), id: 'bench', kind: 'source', actor: 'source:bench', source: 'bench', createdAt: '2026-01-01T00:00:00.000Z', disabled: false });
  const client = new HttpClient(KEY, BATCH);
  // The shelves have caught up before the next slice begins: nobody pays for another.
  const to = async (app: NestFastifyApplication): Promise<Slice> => {
    await caughtUp(whole.get(ProjectionEngine));
    return client.prepare(await app.getUrl(), batches);
  };
  const rates = await interleaved(9, { whole: () => to(whole), door: () => to(door), bare: () => to(bare) });
  client.end();
  for (const app of [whole, door, bare]) await app.close();
  await world.end();
  return [
    ratio('HTTP, batches of 100, eight at once: the door over the store', rates.door, 'the same door over a store that forgets', rates.bare, null),
    ratio('the same: the whole product, projections following', rates.whole, 'the same door over a store that forgets', rates.bare, null),
  ];
}

async function serve(module: DynamicModule): Promise<NestFastifyApplication> {
  const app = await NestFactory.create<NestFastifyApplication>(module, httpAdapter(), { logger: false });
  configureHttp(app, 'bench', '0');
  await app.listen(0, '127.0.0.1');
  return app;
}
