import { Module } from '@nestjs/common';
import { FirstStart } from './first-start';
import { historyView } from './history.view';
import { Keys } from './keys';
import { KeysController } from './keys.controller';
import { ProcessesController } from './processes.controller';
import { ProjectionsController } from './projections.controller';
import { Rebuilds } from './rebuilds';
import { ReportsController } from './reports.controller';
import { RoadController } from './road.controller';

export { FirstStart } from './first-start';

export const opsViews = [historyView];

/** What operations see and do: projections, processes, keys. */
@Module({ controllers: [KeysController, ProcessesController, ProjectionsController, ReportsController, RoadController], providers: [FirstStart, Keys, Rebuilds] })
export class OpsModule {}
