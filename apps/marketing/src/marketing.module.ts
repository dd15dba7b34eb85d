import { Module } from '@nestjs/common';
import { LeadCriteriaHandler } from './lead-criteria.handler';
import { LeadController, LeadCriteriaController } from './lead.controller';
import { LeadHandler } from './lead.handler';

@Module({ controllers: [LeadController, LeadCriteriaController], providers: [LeadHandler, LeadCriteriaHandler] })
export class MarketingModule {}
