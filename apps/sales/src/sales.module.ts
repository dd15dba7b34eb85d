import { Module } from '@nestjs/common';
import { running } from '@throughline/processes';
import { OpportunityController } from './opportunity.controller';
import { OpportunityHandler } from './opportunity.handler';
import { PipelineController } from './pipeline.controller';
import { pipelineView } from './pipeline.view';
import { quoteExpiryProcess } from './quote-expiry.process';
import { QuoteCalculator, QuoteController } from './quote.controller';
import { QuoteHandler } from './quote.handler';
import { quote } from './quote.decider';
import { quoteView } from './quote.view';
import { QuotesController } from './quotes.controller';

export const salesViews = [pipelineView, quoteView];

export const salesProcesses = [running({ process: quoteExpiryProcess, decider: quote })];

@Module({ controllers: [OpportunityController, PipelineController, QuoteCalculator, QuoteController, QuotesController], providers: [OpportunityHandler, QuoteHandler] })
export class SalesModule {}
