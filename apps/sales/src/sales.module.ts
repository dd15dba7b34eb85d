import { Module } from '@nestjs/common';
import { running } from '@throughline/processes';
import { CustomerSalesController } from './customer-sales.controller';
import { leadConversionProcess } from './lead-conversion.process';
import { OpportunityController } from './opportunity.controller';
import { opportunity } from './opportunity.decider';
import { OpportunityHandler } from './opportunity.handler';
import { OpportunityWorkController } from './opportunity-work.controller';
import { OrderController } from './order.controller';
import { OrderHandler } from './order.handler';
import { orderView } from './order.view';
import { OrdersController } from './orders.controller';
import { PipelineController } from './pipeline.controller';
import { pipelineView } from './pipeline.view';
import { quoteExpiryProcess } from './quote-expiry.process';
import { QuoteCalculator, QuoteController } from './quote.controller';
import { QuoteHandler } from './quote.handler';
import { quote } from './quote.decider';
import { quoteView } from './quote.view';
import { QuotesController } from './quotes.controller';
import { SalesReportController } from './sales-report.controller';
import { StagesController } from './stages.controller';
import { StagesHandler } from './stages.handler';

export const salesViews = [pipelineView, quoteView, orderView];

export const salesProcesses = [running({ process: quoteExpiryProcess, decider: quote }), running({ process: leadConversionProcess, decider: opportunity })];

@Module({
  controllers: [
    OpportunityController,
    OpportunityWorkController,
    PipelineController,
    StagesController,
    QuoteCalculator,
    QuoteController,
    QuotesController,
    OrderController,
    OrdersController,
    CustomerSalesController,
    SalesReportController,
  ],
  providers: [OpportunityHandler, StagesHandler, QuoteHandler, OrderHandler],
})
export class SalesModule {}
