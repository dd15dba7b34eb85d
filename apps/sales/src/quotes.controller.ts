import { Controller, Get, Param, Query } from '@nestjs/common';
import { ApiBearerAuth, ApiTags } from '@nestjs/swagger';
import { CustomerNodes, Permission, Problem } from '@throughline/platform';
import { ProjectionEngine } from '@throughline/projections';
import { QuotesRequest } from './quote.requests';
import { quoteView, type QuoteDocument } from './quote.view';
import { quoteById, quotePage, quotesOf, type QuotePage, type QuoteSummary } from './quotes.queries';

@ApiTags('sales')
@ApiBearerAuth()
@Controller('sales')
export class QuotesController {
  constructor(
    private readonly projections: ProjectionEngine,
    private readonly customers: CustomerNodes,
  ) {}

  @Get('quotes')
  @Permission('sales:read')
  async list(@Query() { limit, ...request }: QuotesRequest): Promise<QuotePage> {
    return quotePage(await this.projections.shelf(quoteView.name), { limit: limit ?? 50, ...request });
  }

  @Get('quotes/:id')
  @Permission('sales:read')
  async show(@Param('id') id: string): Promise<QuoteDocument> {
    const found = await quoteById(await this.projections.shelf(quoteView.name), id);
    if (found === null) throw new Problem(404, 'QUOTE_NOT_FOUND', 'there is no quote with this id');
    return found;
  }

  @Get('customers/:identifier/quotes')
  @Permission('sales:read')
  async ofCustomer(@Param('identifier') identifier: string): Promise<{ quotes: readonly QuoteSummary[] }> {
    return { quotes: await quotesOf(await this.projections.shelf(quoteView.name), await this.customers.of(identifier), 200) };
  }
}
