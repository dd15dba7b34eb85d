import { Module } from '@nestjs/common';
import { Directory } from './directory.queries';
import { InboxController } from './inbox.controller';
import { Inbox } from './inbox.queries';
import { inboxView } from './inbox.view';
import { MemberController } from './member.controller';
import { OpenWork } from './open-work.queries';
import { ownedView } from './owned.view';
import { queueView } from './queue.view';
import { readMarksView } from './read-marks.view';
import { staffView } from './staff.view';
import { QueueController, TeamController } from './team.controller';
import { InboxHandler, MemberHandler, QueueHandler, TeamHandler } from './team.handler';
import { teamView } from './team.view';
import { WorkController } from './work.controller';
import { WorkList } from './work.queries';
import { workView } from './work.view';

export const teamViews = [staffView, teamView, queueView, workView, ownedView, inboxView, readMarksView];

/** Who works here, what there is to do, and what reached whom. */
@Module({
  controllers: [MemberController, TeamController, QueueController, WorkController, InboxController],
  providers: [Directory, OpenWork, WorkList, Inbox, MemberHandler, TeamHandler, QueueHandler, InboxHandler],
})
export class TeamModule {}
