import { Controller, Get, Param, Query } from '@nestjs/common';
import { ApiBearerAuth, ApiTags } from '@nestjs/swagger';
import { IsCount, IsLabel, IsOneOf, IsSlug, IsStaff, IsText, Maybe, Permission, Problem } from '@throughline/platform';
import { ProjectionEngine } from '@throughline/projections';
import { everyOpportunity, opportunityById, pipelinePage } from './pipeline.queries';
import { PIPELINE_STATUSES, pipelineView, type PipelineOpportunity } from './pipeline.view';
import { salesReport, type SalesReport, type Seller } from './sales-report';

export class PipelineRequest {
  @Maybe() @IsOneOf(PIPELINE_STATUSES) status?: string;
  @Maybe() @IsSlug() stage?: string;
  @Maybe() @IsStaff() owner?: string;
  @Maybe() @IsText(320) company?: string;
  @Maybe() @IsLabel() product?: string;
  @Maybe() @IsCount(200) limit?: number;
  /** `after` of the page before. */
  @Maybe() @IsText(300) after?: string;
}

@ApiTags('sales')
@ApiBearerAuth()
@Controller('sales')
export class PipelineController {
  constructor(private readonly projections: ProjectionEngine) {}

  @Get('opportunities')
  @Permission('sales:read')
  async list(@Query() { limit, ...request }: PipelineRequest) {
    return pipelinePage(await this.projections.shelf(pipelineView.name), { limit: limit ?? 50, ...request });
  }

  @Get('opportunities/:id')
  @Permission('sales:read')
  async show(@Param('id') id: string): Promise<PipelineOpportunity> {
    const found = await opportunityById(await this.projections.shelf(pipelineView.name), id);
    if (found === null) throw new Problem(404, 'OPPORTUNITY_NOT_FOUND', 'there is no opportunity with this id');
    return found;
  }

  /** Totals per stage, quarter, office, owner, company and product; win rate and days to close. */
  @Get('report')
  @Permission('sales:read')
  async report(): Promise<SalesReport> {
    const staff = await this.projections.shelf('staff');
    const sellers = new Map<string, Promise<Seller | null>>();
    const sellerOf = (owner: string): Promise<Seller | null> => {
      const seller = sellers.get(owner) ?? staff.documents([owner.slice('staff:'.length)]).then((found) => (found.values().next().value?.body as Seller | undefined) ?? null);
      sellers.set(owner, seller);
      return seller;
    };
    return salesReport(everyOpportunity(await this.projections.shelf(pipelineView.name)), sellerOf);
  }
}
