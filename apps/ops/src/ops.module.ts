import { Module } from '@nestjs/common';
import { FirstStart } from './first-start';
import { Gauges } from './gauges';
import { HealthController } from './health.controller';
import { Keys } from './keys';
import { KeysController } from './keys.controller';
import { ProjectionsController } from './projections.controller';
import { Rebuilds } from './rebuilds';

export { FirstStart } from './first-start';

export const opsViews = [];

/** What operations see and do: health, metrics, projections, keys. */
@Module({ controllers: [HealthController, KeysController, ProjectionsController], providers: [FirstStart, Gauges, Keys, Rebuilds] })
export class OpsModule {}
