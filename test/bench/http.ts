import { Module, type DynamicModule } from '@nestjs/common';
import { APP_GUARD, NestFactory } from '@nestjs/core';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { Journal, type AppendResult, type EventStore } from '@throughline/event-store';
import type { NewEvent } from '@throughline/kernel';
import { configureHttp, httpAdapter, Metrics, PermissionGuard, VAULT } from '@throughline/platform';
import { hashBearerKey, type Vault } from '@throughline/vault';
import 'reflect-metadata';
import { EventsController } from '../../apps/intake/src/events.controller';
import { Intake } from '../../apps/intake/src/intake';
import { interleaved, ratio, type Measured } from './harness';
import { cloudEvent, openWorld } from './world';

const KEY = 'tl_source_bench';
const BATCH = 100;
const AT_ONCE = 8;

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

/** Batches of 100 over HTTP, eight at once, client in the same process, against the same server over a store that forgets. */
export async function http(batches: number): Promise<readonly Measured[]> {
  const world = await openWorld([]);
  await world.vault.putCredential({ hash: hashBearerKey(KEY), id: 'bench', kind: 'source', actor: 'source:bench', source: 'bench', createdAt: '2026-01-01T00:00:00.000Z', disabled: false });
  const forgetful = await Journal.open(new ForgetfulStore() as unknown as EventStore, world.vault);
  const doors = await Promise.all([world.journal, forgetful].map((journal) => serve(journal, world.vault)));
  let number = 0;
  const send = async (url: string): Promise<number> => {
    const body = JSON.stringify(Array.from({ length: BATCH }, () => cloudEvent((number += 1))));
    const response = await fetch(`${url}/events`, { method: 'POST', body, headers: { authorization: `Bearer ${KEY}`, 'content-type': 'application/cloudevents-batch+json' } });
    if (response.status !== 200) throw new Error(`${response.status} ${await response.text()}`);
    await response.arrayBuffer();
    return BATCH;
  };
  const slice = async (url: string): Promise<number> => {
    for (let sent = 0; sent < batches; sent += AT_ONCE) await Promise.all(Array.from({ length: AT_ONCE }, () => send(url)));
    return Math.ceil(batches / AT_ONCE) * AT_ONCE * BATCH;
  };
  const rates = await interleaved(5, { ours: () => () => slice(doors[0]?.url ?? ''), forgetful: () => () => slice(doors[1]?.url ?? '') });
  for (const { app } of doors) await app.close();
  await world.end();
  return [ratio('HTTP, batches of 100, eight at once', rates.ours, 'the same server over a store that forgets', rates.forgetful, null)];
}

async function serve(journal: Journal, vault: Vault): Promise<{ readonly app: NestFastifyApplication; readonly url: string }> {
  const app = await NestFactory.create<NestFastifyApplication>(DoorModule.over(journal, vault), httpAdapter(), { logger: false });
  configureHttp(app, 'bench', '0');
  await app.listen(0, '127.0.0.1');
  return { app, url: await app.getUrl() };
}
