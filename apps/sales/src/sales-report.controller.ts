import { Controller, Get } from '@nestjs/common';
import { ApiBearerAuth, ApiTags } from '@nestjs/swagger';
import { linkView, resolveNodes } from '@throughline/identity';
import { Permission } from '@throughline/platform';
import { ProjectionEngine } from '@throughline/projections';
import { orderView } from './order.view';
import { ordersByBuyer } from './orders.queries';
import { everyOpportunity } from './pipeline.queries';
import { pipelineView } from './pipeline.view';
import { purchasesReport, type PurchasesReport } from './purchases-report';
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

  /** Who bought, how often and for how much; several purchases of a customer on one day also counted as one. */
  @Get('purchases/report')
  @Permission('sales:read')
  async purchases(): Promise<PurchasesReport> {
    const links = await this.projections.shelf(linkView.name);
    return purchasesReport(ordersByBuyer(await this.projections.shelf(orderView.name)), (node) => resolveNodes(links, node));
  }
}
