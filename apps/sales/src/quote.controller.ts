import { Body, Controller, HttpCode, Param, Post, Put, UseInterceptors } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ApiBearerAuth, ApiTags } from '@nestjs/swagger';
import type { QuoteContent } from '@throughline/contracts';
import type { Outcome } from '@throughline/event-store';
import { CommandAnswer, createdId, Message, Permission, Problem, type CommandMessage } from '@throughline/platform';
import { quoteTotals, whyNotCalculable } from './quote-totals.rules';
import type { QuoteCommand } from './quote.decider';
import { ToQuote } from './quote.handler';
import { AcceptQuoteRequest, DraftQuoteRequest, RejectQuoteRequest, SendQuoteRequest, TermsRequest, WithdrawQuoteRequest } from './quote.requests';

@ApiTags('sales')
@ApiBearerAuth()
@UseInterceptors(CommandAnswer)
@Controller('sales/quotes')
export class QuoteController {
  constructor(private readonly bus: CommandBus) {}

  @Post()
  @Permission('sales:write')
  draft(@Body() { quoteId, ...body }: DraftQuoteRequest, @Message() message: CommandMessage): Promise<Outcome> {
    return this.send({ type: 'draft-quote', data: { quoteId: quoteId ?? createdId(message, 'quote'), ...body } }, message);
  }

  @Put(':id/content')
  @Permission('sales:write')
  revise(@Param('id') quoteId: string, @Body() body: TermsRequest, @Message() message: CommandMessage): Promise<Outcome> {
    return this.send({ type: 'revise-quote', data: { quoteId, ...body } }, message);
  }

  /** The customer has it now. Nothing is sent by this: it says that it was. */
  @Post(':id/send')
  @Permission('sales:write')
  sent(@Param('id') quoteId: string, @Body() body: SendQuoteRequest, @Message() message: CommandMessage): Promise<Outcome> {
    return this.send({ type: 'send-quote', data: { quoteId, ...body } }, message);
  }

  @Post(':id/accept')
  @Permission('sales:write')
  accept(@Param('id') quoteId: string, @Body() body: AcceptQuoteRequest, @Message() message: CommandMessage): Promise<Outcome> {
    return this.send({ type: 'accept-quote', data: { quoteId, ...body } }, message);
  }

  @Post(':id/reject')
  @Permission('sales:write')
  reject(@Param('id') quoteId: string, @Body() body: RejectQuoteRequest, @Message() message: CommandMessage): Promise<Outcome> {
    return this.send({ type: 'reject-quote', data: { quoteId, ...body } }, message);
  }

  @Post(':id/withdraw')
  @Permission('sales:write')
  withdraw(@Param('id') quoteId: string, @Body() body: WithdrawQuoteRequest, @Message() message: CommandMessage): Promise<Outcome> {
    return this.send({ type: 'withdraw-quote', data: { quoteId, ...body } }, message);
  }

  private send(wish: Pick<QuoteCommand, 'type' | 'data'>, message: CommandMessage): Promise<Outcome> {
    return this.bus.execute(new ToQuote(wish, message));
  }
}

/** What an offer would come to, while it is being written. Records nothing. */
@ApiTags('sales')
@ApiBearerAuth()
@Controller('sales/quotes/calculate')
export class QuoteCalculator {
  @Post()
  @HttpCode(200)
  @Permission('sales:read')
  calculate(@Body() terms: TermsRequest): Pick<QuoteContent, 'lines' | 'totals'> {
    const wrong = whyNotCalculable(terms);
    if (wrong !== null) throw new Problem(400, 'QUOTE_NOT_CALCULABLE', `${wrong.field} must ${wrong.must}`, { errors: [{ path: wrong.field, message: `must ${wrong.must}` }] });
    return quoteTotals(terms);
  }
}
