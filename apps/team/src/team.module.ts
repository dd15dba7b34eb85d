import { Module } from '@nestjs/common';
import { Directory } from './directory.queries';
import { MemberController } from './member.controller';
import { OpenWork } from './open-work.queries';
import { ownedView } from './owned.view';
import { queueView } from './queue.view';
import { staffView } from './staff.view';
import { QueueController, TeamController } from './team.controller';
import { InboxHandler, MemberHandler, QueueHandler, TeamHandler } from './team.handler';
import { teamView } from './team.view';
import { WorkController } from './work.controller';
import { WorkList } from './work.queries';
import { workView } from './work.view';

export const teamViews = [staffView, teamView, queueView, workView, ownedView];

/** Who works here, and what there is to do. */
@Module({
  controllers: [MemberController, TeamController, QueueController, WorkController],
  providers: [Directory, OpenWork, WorkList, MemberHandler, TeamHandler, QueueHandler, InboxHandler],
})
export class TeamModule {}
