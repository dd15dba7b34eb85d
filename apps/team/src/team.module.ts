import { Module } from '@nestjs/common';

export const teamViews = [];

/** Who works here, and what there is to do. */
@Module({})
export class TeamModule {}
