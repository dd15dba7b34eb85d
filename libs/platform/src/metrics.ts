import { Injectable } from '@nestjs/common';
import { Counter, Registry, collectDefaultMetrics } from 'prom-client';

/** What `/metrics` shows, in the Prometheus text format. Labels are names of routes, views and types, never of people. */
@Injectable()
export class Metrics {
  readonly registry = new Registry();
  readonly received = new Counter({ name: 'throughline_items_received_total', help: 'Items at an outside door', labelNames: ['door', 'result'], registers: [this.registry] });
  readonly appended = new Counter({ name: 'throughline_events_appended_total', help: 'Events acknowledged by the store; repeated = they were there before', labelNames: ['repeated'], registers: [this.registry] });
  readonly commands = new Counter({ name: 'throughline_commands_total', help: 'Commands by outcome', labelNames: ['outcome'], registers: [this.registry] });

  constructor() {
    collectDefaultMetrics({ register: this.registry });
  }
}
