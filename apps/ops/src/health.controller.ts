import { Controller, Get, Header, Inject } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { EventStore } from '@throughline/event-store';
import { EVENT_STORE, Metrics, Permission, Problem, Public } from '@throughline/platform';
import { ProjectionEngine } from '@throughline/projections';
import { Gauges } from './gauges';

@ApiTags('operations')
@Controller()
export class HealthController {
  constructor(
    @Inject(EVENT_STORE) private readonly store: EventStore,
    private readonly projections: ProjectionEngine,
    private readonly metrics: Metrics,
    private readonly gauges: Gauges,
  ) {}

  /** The process is there. */
  @Get('health/live')
  @Public()
  live() {
    return { status: 'up' };
  }

  /** It can do its work: the store answers and every projection runs. 503 otherwise, so that a proxy looks elsewhere. */
  @Get(['health', 'health/ready'])
  @Public()
  async ready() {
    await this.store.head();
    const stopped = (await this.projections.status()).filter(({ state }) => state.kind === 'stopped').map(({ view }) => view);
    if (stopped.length > 0) throw new Problem(503, 'NOT_READY', 'some projections have stopped; see /ops/projections', { views: stopped, retryAfter: 10 });
    return { status: 'ready' };
  }

  @Get('metrics')
  @Permission('ops:read')
  @Header('Content-Type', 'text/plain; version=0.0.4; charset=utf-8')
  async show(): Promise<string> {
    await this.gauges.refresh();
    return this.metrics.registry.metrics();
  }
}
