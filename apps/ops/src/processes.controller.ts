import { Controller, Get, Param, Query } from '@nestjs/common';
import { ApiBearerAuth, ApiTags } from '@nestjs/swagger';
import { IsCount, IsText, Maybe, Permission, Problem } from '@throughline/platform';
import { ProcessEngine } from '@throughline/processes';

export class FailuresRequest {
  /** `after` of the page before. */
  @Maybe() @IsText(600) after?: string;
  @Maybe() @IsCount(200) limit?: number;
}

/** Failures shown beside each process; the rest is paged. */
const SHOWN = 20;

@ApiTags('operations')
@ApiBearerAuth()
@Controller('ops/processes')
export class ProcessesController {
  constructor(private readonly processes: ProcessEngine) {}

  /** What runs by events and by time: how far behind, how many wait, when the next one is due, what failed and is tried again. */
  @Get()
  @Permission('ops:read')
  async list() {
    const all = await this.processes.status();
    return { processes: await Promise.all(all.map(async (status) => ({ ...status, failures: status.failed === 0 ? [] : await this.processes.failures(status.process, SHOWN) }))) };
  }

  /** All that could not be attended to, with the reason and when it is tried again. */
  @Get(':process/failures')
  @Permission('ops:read')
  async failures(@Param('process') process: string, @Query() { after, limit = 50 }: FailuresRequest) {
    const failures = await this.processes.failures(process, limit, after);
    if (failures === null) throw new Problem(404, 'PROCESS_UNKNOWN', 'there is no process with this name');
    return { failures, after: failures.length === limit ? (failures.at(-1)?.key ?? null) : null };
  }
}
