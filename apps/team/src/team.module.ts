import { Module } from '@nestjs/common';
import { queueView } from './queue.view';
import { staffView } from './staff.view';
import { teamView } from './team.view';
import { workView } from './work.view';

export const teamViews = [staffView, teamView, queueView, workView];

/** Who works here, and what there is to do. */
@Module({})
export class TeamModule {}
