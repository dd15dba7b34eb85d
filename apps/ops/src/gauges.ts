import { Injectable } from '@nestjs/common';
import { Metrics } from '@throughline/platform';
import { ProjectionEngine } from '@throughline/projections';
import { Gauge } from 'prom-client';

/** How far the projections are: read at the moment somebody asks. */
@Injectable()
export class Gauges {
  private readonly lag: Gauge<'view'>;
  private readonly age: Gauge<'view'>;
  private readonly parked: Gauge<'view'>;
  private readonly head: Gauge;

  constructor(
    metrics: Metrics,
    private readonly projections: ProjectionEngine,
  ) {
    const gauge = (name: string, help: string): Gauge<'view'> => new Gauge({ name, help, labelNames: ['view'], registers: [metrics.registry] });
    this.lag = gauge('throughline_projection_lag_events', 'Events a projection has still to fold');
    this.age = gauge('throughline_projection_lag_seconds', 'Age of the oldest event a projection has still to fold');
    this.parked = gauge('throughline_projection_parked', 'Events a projection could not fold, with those that wait behind them');
    this.head = new Gauge({ name: 'throughline_store_head', help: 'Position of the last event of the store', registers: [metrics.registry] });
  }

  async refresh(): Promise<void> {
    for (const { view, lagEvents, lagSeconds, parked, head } of await this.projections.status()) {
      this.lag.set({ view }, lagEvents);
      this.age.set({ view }, lagSeconds);
      this.parked.set({ view }, parked);
      this.head.set(Number(head ?? 0n));
    }
  }
}
