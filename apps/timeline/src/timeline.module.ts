import { Module } from '@nestjs/common';
import { linkView } from '@throughline/identity';
import { CustomerCommandsController } from './customer-commands.controller';
import { LinkHandler, NoteHandler, OwnerHandler } from './customer-commands.handler';
import { CustomersController } from './customers.controller';
import { Customers } from './customers.queries';
import { Live } from './live';
import { LiveController } from './live.controller';
import { PageController } from './page.controller';
import { summaryView } from './summary.view';
import { timelineView } from './timeline.view';

export const timelineViews = [timelineView, summaryView, linkView];

/** The customer: one timeline, what is known at a glance, what people record about him. */
@Module({
  controllers: [PageController, LiveController, CustomersController, CustomerCommandsController],
  providers: [Customers, Live, NoteHandler, OwnerHandler, LinkHandler],
})
export class TimelineModule {}
