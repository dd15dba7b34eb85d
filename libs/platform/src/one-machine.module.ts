import { Global, Logger, Module, type DynamicModule, type OnApplicationShutdown, type Provider } from '@nestjs/common';
import { APP_GUARD } from '@nestjs/core';
import { CqrsModule } from '@nestjs/cqrs';
import type { BlobStore } from '@throughline/blob-store';
import { FolderBlobStore } from '@throughline/blob-store-folder';
import type { EventLog } from '@throughline/event-log';
import { LocalEventLog } from '@throughline/event-log-local';
import { Journal, type EventStore } from '@throughline/event-store';
import { SqliteEventStore } from '@throughline/event-store-sqlite';
import type { View } from '@throughline/kernel';
import { ProcessEngine, systemClock, type Clock, type RunningProcess } from '@throughline/processes';
import { ProjectionEngine } from '@throughline/projections';
import type { ReadStore } from '@throughline/read-store';
import { SqliteReadStore } from '@throughline/read-store-sqlite';
import type { Vault } from '@throughline/vault';
import { loadMasterKey, SqliteVault } from '@throughline/vault-sqlite';
import { join } from 'node:path';
import type { Config } from './config';
import { CustomerNodes } from './customer-nodes';
import { takeFolder, type Lease } from './lease';
import { Metrics } from './metrics';
import { PermissionGuard } from './permission';
import { BLOB_STORE, CLOCK, CONFIG, EVENT_LOG, EVENT_STORE, READ_STORE, VAULT } from './ports';

/** What runs beside the views, and by which time. */
export interface Processes {
  readonly processes?: readonly RunningProcess[];
  readonly clock?: Clock;
}

/** Everything that is open while a one-machine set-up runs; opened in this order, closed in the other. */
class OneMachine implements OnApplicationShutdown {
  private constructor(
    private readonly lease: Lease,
    readonly vault: Vault,
    readonly store: EventStore,
    readonly log: EventLog,
    readonly engines: { readonly blobs: BlobStore; readonly readStore: ReadStore; readonly journal: Journal; readonly projections: ProjectionEngine; readonly processes: ProcessEngine },
  ) {}

  static async open({ dataFolder }: Config, views: readonly View[], { processes: running = [], clock = systemClock }: Processes, metrics: Metrics): Promise<OneMachine> {
    const lease = takeFolder(dataFolder);
    const warn = new Logger('event-store');
    const file = (name: string): string => join(dataFolder, name);
    const vault = await SqliteVault.open({ path: file('vault.sqlite'), masterKey: loadMasterKey(file('master.key'), process.env) });
    const blobs = await FolderBlobStore.open({ folder: file('blobs') });
    const store = await SqliteEventStore.open({ path: file('events.sqlite'), onWarning: (message: string) => warn.warn(message) });
    const journal = await Journal.open(store, vault, (events, repeated) => metrics.appended.inc({ repeated: String(repeated) }, events));
    const log = new LocalEventLog(store);
    const readStore = SqliteReadStore.open({ path: file('shelves.sqlite') });
    const projections = new ProjectionEngine({ log, store, readStore, open: journal.openEvents, views });
    await projections.start();
    const processes = new ProcessEngine({ journal, readStore, clock, processes: running });
    await processes.start();
    return new OneMachine(lease, vault, store, log, { blobs, readStore, journal, projections, processes });
  }

  async onApplicationShutdown(): Promise<void> {
    await this.engines.processes.stop();
    await this.engines.projections.stop();
    await this.log.close();
    await this.engines.readStore.close();
    await this.store.close();
    await this.engines.blobs.close();
    await this.vault.close();
    this.lease.release();
  }
}

function provide(token: symbol | typeof Journal | typeof ProjectionEngine | typeof ProcessEngine, pick: (machine: OneMachine) => unknown): Provider {
  return { provide: token, inject: [OneMachine], useFactory: pick };
}

/** The default: SQLite files in one folder, everything in one process. The only place where their adapters are named. */
@Global()
@Module({})
export class OneMachineModule {
  static forRoot(config: Config, views: readonly View[], processes: Processes = {}): DynamicModule {
    const ports = [
      provide(VAULT, (machine) => machine.vault),
      provide(BLOB_STORE, (machine) => machine.engines.blobs),
      provide(EVENT_STORE, (machine) => machine.store),
      provide(EVENT_LOG, (machine) => machine.log),
      provide(READ_STORE, (machine) => machine.engines.readStore),
      provide(Journal, (machine) => machine.engines.journal),
      provide(ProjectionEngine, (machine) => machine.engines.projections),
      provide(ProcessEngine, (machine) => machine.engines.processes),
      { provide: CLOCK, useValue: processes.clock ?? systemClock },
      { provide: CONFIG, useValue: config },
      Metrics,
      CustomerNodes,
    ];
    return {
      module: OneMachineModule,
      imports: [CqrsModule.forRoot()],
      providers: [{ provide: OneMachine, inject: [Metrics], useFactory: (metrics: Metrics) => OneMachine.open(config, views, processes, metrics) }, ...ports, { provide: APP_GUARD, useClass: PermissionGuard }],
      exports: [...ports.map((port) => ('provide' in port ? port.provide : port)), CqrsModule],
    };
  }
}
