import { Module } from '@nestjs/common';
import { OpportunityController } from './opportunity.controller';
import { OpportunityHandler } from './opportunity.handler';

export const salesViews = [];

@Module({ controllers: [OpportunityController], providers: [OpportunityHandler] })
export class SalesModule {}
