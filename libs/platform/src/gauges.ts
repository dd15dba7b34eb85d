import { Inject, Injectable } from '@nestjs/common';
import { ProcessEngine } from '@throughline/processes';
import { ProjectionEngine } from '@throughline/projections';
import { Gauge } from 'prom-client';
import { Metrics } from './metrics';
import { ROAD } from './ports';
import type { Road } from './road';
import { RoadGauges } from './road-gauges';
import { VERSION } from './version';

/**
 * How far projections and processes are, and the road between: read at the moment somebody asks. What cannot be asked is left out,
 * never shown as it was: a server that is away must not take the other numbers with it.
 */
@Injectable()
export class Gauges {
  private readonly lag: Gauge<'view'>;
  private readonly partitionLag: Gauge<'view' | 'partition'>;
  private readonly age: Gauge<'view'>;
  private readonly parked: Gauge<'view'>;
  private readonly behind: Gauge<'process'>;
  private readonly waiting: Gauge<'process'>;
  private readonly failed: Gauge<'process'>;
  private readonly head: Gauge;
  private readonly answers: Gauge<'part'>;
  private readonly onRoad: RoadGauges | null;

  constructor(
    private readonly metrics: Metrics,
    private readonly projections: ProjectionEngine,
    private readonly processes: ProcessEngine,
    @Inject(ROAD) private readonly road: Road | null,
  ) {
    const gauge = (name: string, help: string): Gauge<'view'> => new Gauge({ name, help, labelNames: ['view'], registers: [metrics.registry] });
    this.lag = gauge('throughline_projection_lag_events', 'Events a projection has still to fold');
    this.partitionLag = new Gauge({ name: 'throughline_projection_partition_lag_events', help: 'Messages of one partition of the log a projection has still to fold', labelNames: ['view', 'partition'], registers: [metrics.registry] });
    this.age = gauge('throughline_projection_lag_seconds', 'Age of the oldest event a projection has still to fold');
    this.parked = gauge('throughline_projection_parked', 'Events a projection could not fold, with those that wait behind them');
    const ofProcess = (name: string, help: string): Gauge<'process'> => new Gauge({ name, help, labelNames: ['process'], registers: [metrics.registry] });
    this.behind = ofProcess('throughline_process_lag_seconds', 'Age of the oldest event a process has still to attend to');
    this.waiting = ofProcess('throughline_process_waiting', 'Instances of a process that wait for a time');
    this.failed = ofProcess('throughline_process_failed', 'Instances of a process that could not be attended to and are tried again');
    this.head = new Gauge({ name: 'throughline_store_head', help: 'Position of the last event of the store', registers: [metrics.registry] });
    this.answers = new Gauge({ name: 'throughline_part_answers', help: '0 = the numbers of this part are missing: what it is read from did not answer', labelNames: ['part'], registers: [metrics.registry] });
    this.onRoad = road === null ? null : new RoadGauges(metrics.registry);
    new Gauge({ name: 'throughline_build_info', help: 'The version of this program', labelNames: ['version'], registers: [metrics.registry] }).set({ version: VERSION }, 1);
  }

  /** All metrics of this process in the Prometheus text format. */
  async text(): Promise<string> {
    await Promise.all([
      this.read('projections', [this.lag, this.partitionLag, this.age, this.parked, { reset: () => this.head.remove() }], () => this.readProjections()),
      this.read('processes', [this.behind, this.waiting, this.failed], () => this.readProcesses()),
      ...(this.onRoad === null ? [] : [this.read('road', [this.onRoad], () => this.readRoad())]),
    ]);
    return this.metrics.registry.metrics();
  }

  private async read(part: string, gauges: readonly { reset(): void }[], reading: () => Promise<void>): Promise<void> {
    try {
      await reading();
      this.answers.set({ part }, 1);
    } catch {
      for (const gauge of gauges) gauge.reset();
      this.answers.set({ part }, 0);
    }
  }

  private async readProjections(): Promise<void> {
    for (const { view, lagEvents, lags, lagSeconds, parked, head } of await this.projections.status()) {
      this.lag.set({ view }, lagEvents);
      lags.forEach((lag, partition) => this.partitionLag.set({ view, partition }, lag));
      this.age.set({ view }, lagSeconds);
      this.parked.set({ view }, parked);
      this.head.set(Number(head ?? 0n));
    }
  }

  private async readProcesses(): Promise<void> {
    for (const { process, lagSeconds, waiting, failed } of await this.processes.status()) {
      this.behind.set({ process }, lagSeconds);
      this.waiting.set({ process }, waiting);
      this.failed.set({ process }, failed);
    }
  }

  private async readRoad(): Promise<void> {
    if (this.road !== null) this.onRoad?.show(await this.road.status());
  }
}
