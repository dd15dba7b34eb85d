import { Module, type DynamicModule } from '@nestjs/common';
import { OneMachineModule, type Config } from '@throughline/platform';
import { IntakeModule, intakeViews } from '../../intake/src/intake.module';
import { MarketingModule } from '../../marketing/src/marketing.module';
import { OpsModule, opsViews } from '../../ops/src/ops.module';
import { SalesModule, salesViews } from '../../sales/src/sales.module';
import { ServiceModule, serviceViews } from '../../service/src/service.module';
import { TeamModule, teamViews } from '../../team/src/team.module';
import { TimelineModule, timelineViews } from '../../timeline/src/timeline.module';

/** Every context in one process, on one machine. */
@Module({})
export class AllInOneModule {
  static forRoot(config: Config): DynamicModule {
    const views = [...timelineViews, ...salesViews, ...serviceViews, ...intakeViews, ...opsViews, ...teamViews];
    return {
      module: AllInOneModule,
      imports: [OneMachineModule.forRoot(config, views), IntakeModule, MarketingModule, SalesModule, ServiceModule, TimelineModule, OpsModule, TeamModule],
    };
  }
}
