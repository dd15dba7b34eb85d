import { Global, Module, type DynamicModule, type OnApplicationShutdown, type Provider } from '@nestjs/common';
import { APP_GUARD } from '@nestjs/core';
import { CqrsModule } from '@nestjs/cqrs';
import { Journal } from '@throughline/event-store';
import { aloneAnyway } from '@throughline/kernel';
import { ProcessEngine, systemClock } from '@throughline/processes';
import { ProjectionEngine } from '@throughline/projections';
import type { Config } from './config';
import { CustomerNodes } from './customer-nodes';
import type { Appended, Engines, Parts } from './engines';
import { Gauges } from './gauges';
import { HealthController } from './health.controller';
import { Metrics } from './metrics';
import { openDistributed } from './distributed.module';
import { openOneMachine } from './one-machine.module';
import { PermissionGuard } from './permission';
import { ALONE, BLOB_STORE, CLOCK, CONFIG, EVENT_LOG, EVENT_STORE, INBOX, READ_STORE, ROAD, VAULT } from './ports';

/** Holds the engines for as long as the application runs. */
class OpenEngines implements OnApplicationShutdown {
  constructor(readonly engines: Engines) {}

  onApplicationShutdown(): Promise<void> {
    return this.engines.close();
  }
}

async function open(config: Config, parts: Parts, metrics: Metrics): Promise<OpenEngines> {
  const appended: Appended = (events, repeated) => metrics.appended.inc({ repeated: String(repeated) }, events);
  return new OpenEngines(await (config.distributed === undefined ? openOneMachine(config, parts, appended) : openDistributed(config.distributed, parts, appended)));
}

function provide(token: symbol | typeof Journal | typeof ProjectionEngine | typeof ProcessEngine, pick: (engines: Engines) => unknown): Provider {
  return { provide: token, inject: [OpenEngines], useFactory: ({ engines }: OpenEngines) => pick(engines) };
}

/** The ports, over the engines that the configuration asks for. */
@Global()
@Module({})
export class PlatformModule {
  static forRoot(config: Config, parts: Parts): DynamicModule {
    const ports = [
      provide(VAULT, ({ vault }) => vault),
      provide(BLOB_STORE, ({ blobs }) => blobs),
      provide(EVENT_STORE, ({ store }) => store),
      provide(EVENT_LOG, ({ log }) => log),
      provide(READ_STORE, ({ readStore }) => readStore),
      provide(Journal, ({ journal }) => journal),
      provide(ProjectionEngine, ({ projections }) => projections),
      provide(ProcessEngine, ({ processes }) => processes),
      provide(ALONE, ({ alone }) => alone ?? aloneAnyway),
      provide(INBOX, ({ inbox }) => inbox ?? null),
      provide(ROAD, ({ road }) => road ?? null),
      { provide: CLOCK, useValue: parts.clock ?? systemClock },
      { provide: CONFIG, useValue: config },
      Metrics,
      CustomerNodes,
    ];
    return {
      module: PlatformModule,
      imports: [CqrsModule.forRoot()],
      controllers: [HealthController],
      providers: [Gauges, { provide: OpenEngines, inject: [Metrics], useFactory: (metrics: Metrics) => open(config, parts, metrics) }, ...ports, { provide: APP_GUARD, useClass: PermissionGuard }],
      exports: [...ports.map((port) => ('provide' in port ? port.provide : port)), CqrsModule],
    };
  }
}
