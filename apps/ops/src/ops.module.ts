import { Module } from '@nestjs/common';
import { FirstStart } from './first-start';
import { Gauges } from './gauges';
import { HealthController } from './health.controller';
import { historyView } from './history.view';
import { Keys } from './keys';
import { KeysController } from './keys.controller';
import { ProcessesController } from './processes.controller';
import { ProjectionsController } from './projections.controller';
import { Rebuilds } from './rebuilds';
import { ReportsController } from './reports.controller';

export { FirstStart } from './first-start';

export const opsViews = [historyView];

/** What operations see and do: health, metrics, projections, keys. */
@Module({ controllers: [HealthController, KeysController, ProcessesController, ProjectionsController, ReportsController], providers: [FirstStart, Gauges, Keys, Rebuilds] })
export class OpsModule {}
