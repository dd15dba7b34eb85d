import { Controller, Get, Param } from '@nestjs/common';
import { ApiBearerAuth, ApiTags } from '@nestjs/swagger';
import { Permission, Problem } from '@throughline/platform';
import { ProjectionEngine } from '@throughline/projections';
import { historyReport, type HistoryReport } from './history.queries';
import { historyView } from './history.view';

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
}
