import { Controller, Get, Header, Inject } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { EventStore } from '@throughline/event-store';
import { ProjectionEngine } from '@throughline/projections';
import type { ReadStore } from '@throughline/read-store';
import type { Vault } from '@throughline/vault';
import { setTimeout as pause } from 'node:timers/promises';
import { Gauges } from './gauges';
import { Permission, Public } from './permission';
import { EVENT_STORE, READ_STORE, VAULT } from './ports';
import { Problem } from './problem';

/** Milliseconds after which a port counts as one that does not answer: before a proxy gives up asking us. */
const PATIENCE = 3_000;

/** Of every process: whether it is there, whether it can work, and how far it is. */
@ApiTags('operations')
@Controller()
export class HealthController {
  constructor(
    @Inject(EVENT_STORE) private readonly store: EventStore,
    @Inject(READ_STORE) private readonly readStore: ReadStore,
    @Inject(VAULT) private readonly vault: Vault,
    private readonly projections: ProjectionEngine,
    private readonly gauges: Gauges,
  ) {}

  /** The process is there. */
  @Get('health/live')
  @Public()
  live() {
    return { status: 'up' };
  }

  /** It can do its work: what it needs answers and every projection runs. 503 otherwise, so that a proxy looks elsewhere. */
  @Get(['health', 'health/ready'])
  @Public()
  async ready() {
    const ports = { 'event store': () => this.store.head(), 'read store': () => this.readStore.activeGeneration('nothing'), vault: () => this.vault.credential('nothing') };
    const silent = (await Promise.all(Object.entries(ports).map(async ([port, ask]) => ((await answers(ask)) ? [] : [port])))).flat();
    if (silent.length > 0) throw new Problem(503, 'NOT_READY', `no answer from ${silent.join(', ')}`, { silent, retryAfter: 10 });
    const stopped = this.projections.stopped();
    if (stopped.length > 0) throw new Problem(503, 'NOT_READY', 'some projections have stopped; see /ops/projections', { views: stopped, retryAfter: 10 });
    return { status: 'ready' };
  }

  @Get('metrics')
  @Permission('ops:read')
  @Header('Content-Type', 'text/plain; version=0.0.4; charset=utf-8')
  metrics(): Promise<string> {
    return this.gauges.text();
  }
}

async function answers(ask: () => Promise<unknown>): Promise<boolean> {
  const late = new AbortController();
  try {
    return await Promise.race([ask().then(() => true), pause(PATIENCE, false, { signal: late.signal })]);
  } catch {
    return false;
  } finally {
    late.abort();
  }
}
