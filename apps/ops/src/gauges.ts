import { Injectable } from '@nestjs/common';
import { Metrics } from '@throughline/platform';
import { ProjectionEngine } from '@throughline/projections';
import { Gauge } from 'prom-client';

/** How far the projections are, read at the moment Prometheus asks. */
@Injectable()
export class Gauges {
  constructor(metrics: Metrics, projections: ProjectionEngine) {
    const gauge = (name: string, help: string): Gauge<'view'> => new Gauge({ name, help, labelNames: ['view'], registers: [metrics.registry] });
    const lag = gauge('throughline_projection_lag_events', 'Events a projection has still to fold');
    const age = gauge('throughline_projection_lag_seconds', 'Age of the oldest event a projection has still to fold');
    const parked = gauge('throughline_projection_parked', 'Events a projection could not fold, with those that wait behind them');
    const head = new Gauge({ name: 'throughline_store_head', help: 'Position of the last event of the store', registers: [metrics.registry] });
    // One collector for all four: the first one asks, so that a scrape reads the status once.
    Object.assign(lag, {
      collect: async (): Promise<void> => {
        for (const status of await projections.status()) {
          lag.set({ view: status.view }, status.lagEvents);
          age.set({ view: status.view }, status.lagSeconds);
          parked.set({ view: status.view }, status.parked);
          head.set(Number(status.head ?? 0n));
        }
      },
    });
  }
}
