import { Controller, Get, Inject, Param, Query } from '@nestjs/common';
import { ApiBearerAuth, ApiTags } from '@nestjs/swagger';
import { Journal } from '@throughline/event-store';
import { CLOCK, CustomerNodes, IsCount, IsDay, IsLabel, IsOneOf, IsSlug, IsStaff, IsText, Maybe, Permission, Problem } from '@throughline/platform';
import type { Clock } from '@throughline/processes';
import { ProjectionEngine } from '@throughline/projections';
import { pipelineTotals, type PipelineTotals } from './pipeline-totals';
import { NEXT_STEP_FILTERS, openOpportunities, opportunityById, pipelinePage, type NextStepFilter, type PipelineFilter, type PipelinePage } from './pipeline.queries';
import { PIPELINE_STATUSES, pipelineView, type PipelineOpportunity } from './pipeline.view';
import { pipelineOf } from './stages.decider';
import { stagesInForce } from './stages.handler';

export class TotalsRequest {
  @Maybe() @IsStaff() owner?: string;
  @Maybe() @IsLabel() product?: string;
  /** Days, both inclusive. */
  @Maybe() @IsDay() expectedFrom?: string;
  @Maybe() @IsDay() expectedTo?: string;
  /** Any identifier of a person or company. */
  @Maybe() @IsText(400) customer?: string;
}

export class PipelineRequest extends TotalsRequest {
  @Maybe() @IsOneOf(PIPELINE_STATUSES) status?: string;
  @Maybe() @IsSlug() stage?: string;
  @Maybe() @IsText(320) company?: string;
  /** Part of a title, a product, a customer or an id. */
  @Maybe() @IsLabel() search?: string;
  @Maybe() @IsOneOf(NEXT_STEP_FILTERS) nextStep?: NextStepFilter;
  @Maybe() @IsCount(200) limit?: number;
  /** `after` of the page before. */
  @Maybe() @IsText(300) after?: string;
}

@ApiTags('sales')
@ApiBearerAuth()
@Controller('sales')
export class PipelineController {
  constructor(
    private readonly projections: ProjectionEngine,
    private readonly customers: CustomerNodes,
    private readonly journal: Journal,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  @Get('opportunities')
  @Permission('sales:read')
  async list(@Query() { limit, customer, ...request }: PipelineRequest): Promise<PipelinePage> {
    return pipelinePage(await this.projections.shelf(pipelineView.name), { limit: limit ?? 50, ...request, ...(await this.nodesOf(customer)) }, this.clock.now());
  }

  @Get('opportunities/:id')
  @Permission('sales:read')
  async show(@Param('id') id: string): Promise<PipelineOpportunity> {
    const found = await opportunityById(await this.projections.shelf(pipelineView.name), id);
    if (found === null) throw new Problem(404, 'OPPORTUNITY_NOT_FOUND', 'there is no opportunity with this id');
    return found;
  }

  /** What is open, by stage and currency, also weighted by how likely each stage is won. */
  @Get('pipeline')
  @Permission('sales:read')
  async totals(@Query() { customer, ...request }: TotalsRequest): Promise<PipelineTotals> {
    const open = openOpportunities(await this.projections.shelf(pipelineView.name), { ...request, ...(await this.nodesOf(customer)) });
    return pipelineTotals(open, pipelineOf(await stagesInForce(this.journal)), this.clock.now());
  }

  private async nodesOf(customer: string | undefined): Promise<Pick<PipelineFilter, 'nodes'>> {
    return customer === undefined ? {} : { nodes: await this.customers.of(customer) };
  }
}
