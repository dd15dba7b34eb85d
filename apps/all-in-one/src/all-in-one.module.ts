import { Module, type DynamicModule } from '@nestjs/common';
import type { View } from '@throughline/kernel';
import { PlatformModule, type Config } from '@throughline/platform';
import { systemClock, type Clock } from '@throughline/processes';
import { IntakeModule, intakeViews } from '../../intake/src/intake.module';
import { MarketingModule, marketingProcesses, marketingViews } from '../../marketing/src/marketing.module';
import { OpsModule, opsViews } from '../../ops/src/ops.module';
import { SalesModule, salesProcesses, salesViews } from '../../sales/src/sales.module';
import { ServiceModule, serviceProcesses, serviceViews } from '../../service/src/service.module';
import { TeamModule, teamViews } from '../../team/src/team.module';
import { TimelineModule, timelineProcesses, timelineViews } from '../../timeline/src/timeline.module';

export const everyView: readonly View[] = [...timelineViews, ...marketingViews, ...salesViews, ...serviceViews, ...intakeViews, ...opsViews, ...teamViews];
export const everyProcess = [...timelineProcesses, ...marketingProcesses, ...salesProcesses, ...serviceProcesses];

/** Every context in one process. */
@Module({})
export class AllInOneModule {
  /** `clock`: what processes go by; a test lets days pass with its own. */
  static forRoot(config: Config, clock: Clock = systemClock): DynamicModule {
    return {
      module: AllInOneModule,
      imports: [PlatformModule.forRoot(config, { name: 'all-in-one', views: everyView, processes: everyProcess, clock }), IntakeModule, MarketingModule, SalesModule, ServiceModule, TimelineModule, OpsModule, TeamModule],
    };
  }
}
