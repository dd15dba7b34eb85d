import { Controller, Get, Param, Query } from '@nestjs/common';
import { ApiBearerAuth, ApiTags } from '@nestjs/swagger';
import { CustomerNodes, Permission, Problem } from '@throughline/platform';
import { ProjectionEngine } from '@throughline/projections';
import { touchesOf } from './campaign.queries';
import { documentOf, ofCustomer } from './documents';
import { leadPage } from './lead.queries';
import { LeadsRequest } from './lead.requests';
import { leadView, type LeadDocument } from './lead.view';
import { touchView, type TouchDocument } from './touch.view';

@ApiTags('marketing')
@ApiBearerAuth()
@Controller('marketing')
export class LeadsController {
  constructor(
    private readonly projections: ProjectionEngine,
    private readonly customers: CustomerNodes,
  ) {}

  @Get('leads')
  @Permission('marketing:read')
  async list(@Query() { limit = 50, ...request }: LeadsRequest): Promise<{ readonly leads: readonly LeadDocument[]; readonly after: string | null }> {
    const { documents, after } = await leadPage(await this.projections.shelf(leadView.name), { limit, ...request });
    return { leads: documents, after };
  }

  @Get('leads/:id')
  @Permission('marketing:read')
  async show(@Param('id') id: string): Promise<LeadDocument> {
    const found = await documentOf<LeadDocument>(await this.projections.shelf(leadView.name), id);
    if (found === null) throw new Problem(404, 'LEAD_NOT_FOUND', 'there is no lead with this id');
    return found;
  }

  @Get('customers/:identifier/leads')
  @Permission('marketing:read')
  async ofCustomer(@Param('identifier') identifier: string): Promise<{ readonly leads: readonly LeadDocument[] }> {
    return { leads: await ofCustomer<LeadDocument>(await this.projections.shelf(leadView.name), await this.customers.of(identifier), 'capturedAt') };
  }

  /** Which campaigns touched him, and what came back. */
  @Get('customers/:identifier/campaigns')
  @Permission('marketing:read')
  async campaignsOf(@Param('identifier') identifier: string): Promise<{ readonly campaigns: readonly TouchDocument[] }> {
    return { campaigns: await touchesOf(await this.projections.shelf(touchView.name), await this.customers.of(identifier)) };
  }
}
