import { Module } from '@nestjs/common';
import { linkView } from '@throughline/identity';
import { running } from '@throughline/processes';
import { amendmentsView } from './amendments.view';
import { AttachmentDownloadController } from './attachment-download.controller';
import { AttachmentFiles } from './attachment-files';
import { AttachmentController } from './attachment.controller';
import { AttachmentHandler } from './attachment.handler';
import { attachmentView } from './attachment.view';
import { CompanyMembers } from './company-members.queries';
import { CustomerCommandsController } from './customer-commands.controller';
import { LinkHandler, NoteHandler, OwnerHandler } from './customer-commands.handler';
import { CustomerThings } from './customer-things';
import { CustomersController } from './customers.controller';
import { Customers } from './customers.queries';
import { deputyProcess } from './deputy.process';
import { Duplicates } from './duplicates.queries';
import { likenessView } from './duplicates.view';
import { FollowUpController } from './follow-up.controller';
import { followUp } from './follow-up.decider';
import { FollowUpHandler } from './follow-up.handler';
import { followUpProcess } from './follow-up.process';
import { followUpView } from './follow-up.view';
import { FollowUpsController } from './follow-ups.controller';
import { Live } from './live';
import { LiveController } from './live.controller';
import { MembershipController } from './membership.controller';
import { MembershipHandler } from './membership.handler';
import { membershipView } from './membership.view';
import { NoteController } from './note.controller';
import { noteView } from './note.view';
import { OwnerController } from './owner.controller';
import { owner } from './owner.decider';
import { ownershipView } from './owner.view';
import { PageController } from './page.controller';
import { ProfileCreation } from './profile-creation';
import { ProfileController } from './profile.controller';
import { ProfileHandler } from './profile.handler';
import { Profiles } from './profile.queries';
import { profileView } from './profile.view';
import { RecordCommandsController } from './record-commands.controller';
import { RecordHandler } from './record.handler';
import { RecordsController } from './records.controller';
import { SeenController } from './seen.controller';
import { SeenHandler } from './seen.handler';
import { seenView } from './seen.view';
import { summaryView } from './summary.view';
import { timelineView } from './timeline.view';

export const timelineViews = [timelineView, amendmentsView, summaryView, linkView, noteView, followUpView, attachmentView, profileView, likenessView, membershipView, ownershipView, seenView];
export const timelineProcesses = [running({ process: followUpProcess, decider: followUp }), running({ process: deputyProcess, decider: owner })];

/** The customer: one timeline, what is known at a glance, what people record about him. */
@Module({
  controllers: [PageController, LiveController, CustomersController, CustomerCommandsController, RecordsController, RecordCommandsController, NoteController, FollowUpController, FollowUpsController, AttachmentController, AttachmentDownloadController, ProfileController, MembershipController, OwnerController, SeenController],
  providers: [Customers, CompanyMembers, CustomerThings, AttachmentFiles, Live, NoteHandler, OwnerHandler, LinkHandler, RecordHandler, FollowUpHandler, AttachmentHandler, Profiles, Duplicates, ProfileCreation, ProfileHandler, MembershipHandler, SeenHandler],
})
export class TimelineModule {}
