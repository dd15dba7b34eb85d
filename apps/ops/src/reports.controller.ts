import { Controller, Get, Param, Query } from '@nestjs/common';
import { ApiBearerAuth, ApiTags } from '@nestjs/swagger';
import { IsCount, IsText, Maybe, Permission, Problem } from '@throughline/platform';
import { ProjectionEngine } from '@throughline/projections';
import { historyReport, type HistoryReport } from './history.queries';
import { historyView } from './history.view';
import { staffView, type StaffMember } from './staff.view';

export class StaffRequest {
  @Maybe() @IsText(200) search?: string;
  @Maybe() @IsCount(200) limit?: number;
  /** `staffId` of the last one of the page before. */
  @Maybe() @IsText(100) after?: string;
}

@ApiTags('operations')
@ApiBearerAuth()
@Controller()
export class ReportsController {
  constructor(private readonly projections: ProjectionEngine) {}

  /** Cases, activities, variants and durations of the things of one kind: `ticket`, `opportunity` or `lead`. */
  @Get('ops/histories/:category/report')
  @Permission('ops:read')
  async histories(@Param('category') category: string): Promise<HistoryReport> {
    if (!['ticket', 'opportunity', 'lead'].includes(category)) throw new Problem(404, 'CATEGORY_NOT_FOUND', 'histories are kept of ticket, opportunity and lead');
    return historyReport(await this.projections.shelf(historyView.name), category);
  }

  @Get('staff')
  @Permission('customers:read')
  async staff(@Query() { search, limit, after }: StaffRequest): Promise<{ staff: readonly StaffMember[] }> {
    const shelf = await this.projections.shelf(staffView.name);
    const found = await shelf.find({ limit: limit ?? 50, ...(search === undefined ? {} : { where: { name: { contains: search } } }), ...(after === undefined ? {} : { after: { value: null, key: after } }) });
    return { staff: found.map(({ body }) => body as unknown as StaffMember) };
  }
}
