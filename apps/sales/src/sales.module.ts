import { Module } from '@nestjs/common';
import { OpportunityController } from './opportunity.controller';
import { OpportunityHandler } from './opportunity.handler';
import { PipelineController } from './pipeline.controller';
import { pipelineView } from './pipeline.view';
import { QuoteCalculator, QuoteController } from './quote.controller';
import { QuoteHandler } from './quote.handler';
import { quoteView } from './quote.view';
import { QuotesController } from './quotes.controller';

export const salesViews = [pipelineView, quoteView];

@Module({ controllers: [OpportunityController, PipelineController, QuoteCalculator, QuoteController, QuotesController], providers: [OpportunityHandler, QuoteHandler] })
export class SalesModule {}
