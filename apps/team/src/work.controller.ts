import { Controller, Get, Inject, Param, Query } from '@nestjs/common';
import { ApiBearerAuth, ApiTags } from '@nestjs/swagger';
import { By, CLOCK, IsCount, IsOneOf, IsStaff, IsText, Maybe, Permission, type Principal } from '@throughline/platform';
import type { Clock } from '@throughline/processes';
import { Directory, type Member, type Queue } from './directory.queries';
import { OpenWork, type OpenWorkPage } from './open-work.queries';
import type { TeamDocument } from './team.view';
import { WORK_KINDS, type WorkKind } from './work.rules';
import { WHOSE, WorkList, type Whose, type WorkPage } from './work.queries';

const DEFAULT_PAGE = 50;

export class PageRequest {
  @Maybe() @IsCount(200) limit?: number;
  /** `after` of the page before. */
  @Maybe() @IsText(600) after?: string;
}

export class MembersRequest extends PageRequest {
  @Maybe() @IsText(200) search?: string;
  @Maybe() @IsOneOf(['true', 'false']) active?: 'true' | 'false';
}

export class WorkRequest extends PageRequest {
  @Maybe() @IsOneOf(WHOSE) whose?: Whose;
  @Maybe() @IsOneOf(WORK_KINDS) kind?: WorkKind;
}

export class OpenWorkRequest extends PageRequest {
  /** Who takes it over; then each item says which request hands it over. */
  @Maybe() @IsStaff() to?: `staff:${string}`;
}

@ApiTags('team')
@ApiBearerAuth()
@Controller('team')
export class WorkController {
  constructor(
    private readonly directory: Directory,
    private readonly workList: WorkList,
    private readonly openWork: OpenWork,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  @Get('members')
  @Permission('team:read')
  members(@Query() { active, limit, ...request }: MembersRequest): Promise<{ members: readonly Member[]; after: string | null }> {
    return this.directory.members({ limit: limit ?? DEFAULT_PAGE, ...request, ...(active === undefined ? {} : { active: active === 'true' }) });
  }

  @Get('members/:id')
  @Permission('team:read')
  member(@Param('id') id: string): Promise<Member> {
    return this.directory.member(id);
  }

  /** Everything he would have to hand over before he leaves, with the request that does it. */
  @Get('members/:id/open-work')
  @Permission('team:read')
  async open(@Param('id') id: string, @Query() { limit, ...request }: OpenWorkRequest): Promise<OpenWorkPage> {
    return this.openWork.page((await this.directory.member(id)).staffId, { limit: limit ?? DEFAULT_PAGE, ...request });
  }

  @Get('teams')
  @Permission('team:read')
  teams(@Query() { limit, ...request }: PageRequest): Promise<{ teams: readonly TeamDocument[]; after: string | null }> {
    return this.directory.teams({ limit: limit ?? DEFAULT_PAGE, ...request });
  }

  @Get('teams/:id')
  @Permission('team:read')
  team(@Param('id') teamId: string): Promise<TeamDocument> {
    return this.directory.team(teamId);
  }

  @Get('queues')
  @Permission('team:read')
  queues(@Query() { limit, ...request }: PageRequest): Promise<{ queues: readonly Queue[]; after: string | null }> {
    return this.directory.queues({ limit: limit ?? DEFAULT_PAGE, ...request });
  }

  @Get('queues/:id')
  @Permission('team:read')
  queue(@Param('id') queueId: string): Promise<Queue> {
    return this.directory.queue(queueId);
  }

  /** What there is to do; without `whose`: mine. */
  @Get('work')
  @Permission('team:read')
  work(@Query() { whose, limit, ...request }: WorkRequest, @By() { actor }: Principal): Promise<WorkPage> {
    return this.workList.page(actor, { whose: whose ?? 'mine', limit: limit ?? DEFAULT_PAGE, ...request }, this.clock.now());
  }
}
