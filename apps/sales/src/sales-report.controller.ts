import { Controller, Get } from '@nestjs/common';
import { ApiBearerAuth, ApiTags } from '@nestjs/swagger';
import { Permission } from '@throughline/platform';
import { ProjectionEngine } from '@throughline/projections';
import { everyOpportunity } from './pipeline.queries';
import { pipelineView } from './pipeline.view';
import { salesReport, type SalesReport, type Seller } from './sales-report';

@ApiTags('sales')
@ApiBearerAuth()
@Controller('sales')
export class SalesReportController {
  constructor(private readonly projections: ProjectionEngine) {}

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
