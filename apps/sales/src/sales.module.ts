import { Module } from '@nestjs/common';
import { running } from '@throughline/processes';
import { leadConversionProcess } from './lead-conversion.process';
import { OpportunityController } from './opportunity.controller';
import { opportunity } from './opportunity.decider';
import { OpportunityHandler } from './opportunity.handler';
import { OpportunityWorkController } from './opportunity-work.controller';
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

export const salesViews = [pipelineView, quoteView];

export const salesProcesses = [running({ process: quoteExpiryProcess, decider: quote }), running({ process: leadConversionProcess, decider: opportunity })];

@Module({
  controllers: [OpportunityController, OpportunityWorkController, PipelineController, SalesReportController, StagesController, QuoteCalculator, QuoteController, QuotesController],
  providers: [OpportunityHandler, StagesHandler, QuoteHandler],
})
export class SalesModule {}
