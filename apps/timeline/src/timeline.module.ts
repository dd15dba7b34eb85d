import { Module } from '@nestjs/common';
import { linkView } from '@throughline/identity';
import { running } from '@throughline/processes';
import { amendmentsView } from './amendments.view';
import { AttachmentDownloadController } from './attachment-download.controller';
import { AttachmentFiles } from './attachment-files';
import { AttachmentController } from './attachment.controller';
import { AttachmentHandler } from './attachment.handler';
import { attachmentView } from './attachment.view';
import { CustomerCommandsController } from './customer-commands.controller';
import { LinkHandler, NoteHandler, OwnerHandler } from './customer-commands.handler';
import { CustomerThings } from './customer-things';
import { CustomersController } from './customers.controller';
import { Customers } from './customers.queries';
import { FollowUpController } from './follow-up.controller';
import { followUp } from './follow-up.decider';
import { FollowUpHandler } from './follow-up.handler';
import { followUpProcess } from './follow-up.process';
import { followUpView } from './follow-up.view';
import { FollowUpsController } from './follow-ups.controller';
import { Live } from './live';
import { LiveController } from './live.controller';
import { NoteController } from './note.controller';
import { noteView } from './note.view';
import { PageController } from './page.controller';
import { RecordCommandsController } from './record-commands.controller';
import { RecordHandler } from './record.handler';
import { RecordsController } from './records.controller';
import { summaryView } from './summary.view';
import { timelineView } from './timeline.view';

export const timelineViews = [timelineView, amendmentsView, summaryView, linkView, noteView, followUpView, attachmentView];
export const timelineProcesses = [running({ process: followUpProcess, decider: followUp })];

/** The customer: one timeline, what is known at a glance, what people record about him. */
@Module({
  controllers: [PageController, LiveController, CustomersController, CustomerCommandsController, RecordsController, RecordCommandsController, NoteController, FollowUpController, FollowUpsController, AttachmentController, AttachmentDownloadController],
  providers: [Customers, CustomerThings, AttachmentFiles, Live, NoteHandler, OwnerHandler, LinkHandler, RecordHandler, FollowUpHandler, AttachmentHandler],
})
export class TimelineModule {}
