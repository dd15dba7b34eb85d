import { Module } from '@nestjs/common';
import { LeadController } from './lead.controller';
import { LeadHandler } from './lead.handler';

@Module({ controllers: [LeadController], providers: [LeadHandler] })
export class MarketingModule {}
