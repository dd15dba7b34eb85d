import { Module } from '@nestjs/common';
import { OpportunityController } from './opportunity.controller';
import { OpportunityHandler } from './opportunity.handler';
import { PipelineController } from './pipeline.controller';
import { pipelineView } from './pipeline.view';

export const salesViews = [pipelineView];

@Module({ controllers: [OpportunityController, PipelineController], providers: [OpportunityHandler] })
export class SalesModule {}
