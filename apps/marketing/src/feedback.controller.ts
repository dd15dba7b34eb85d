import { Body, Controller, Get, Param, Post, Query, UseInterceptors } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ApiBearerAuth, ApiTags } from '@nestjs/swagger';
import type { Outcome } from '@throughline/event-store';
import { CommandAnswer, createdId, CustomerNodes, Message, Permission, type CommandMessage } from '@throughline/platform';
import { ProjectionEngine } from '@throughline/projections';
import { ofCustomer } from './documents';
import { ToRecommendation, ToSatisfaction, ToWish } from './feedback.handler';
import { feedbackPage, satisfactionOf } from './feedback.queries';
import { AnswerRequest, DeclineWishRequest, FulfilWishRequest, RecommendationLeadRequest, RecommendationRequest, RecommendationsRequest, SatisfactionRequest, WishesRequest, WishRequest } from './feedback.requests';
import { recommendationView, satisfactionView, wishView, type RecommendationDocument, type SatisfactionDocument, type WishDocument } from './feedback.view';
import type { SatisfactionReport } from './satisfaction-report';

@ApiTags('marketing')
@ApiBearerAuth()
@UseInterceptors(CommandAnswer)
@Controller('marketing')
export class FeedbackController {
  constructor(private readonly bus: CommandBus) {}

  @Post('satisfaction')
  @Permission('marketing:write')
  answer(@Body() { answerId, ...body }: AnswerRequest, @Message() message: CommandMessage): Promise<Outcome> {
    return this.bus.execute(new ToSatisfaction({ type: 'record-satisfaction', data: { answerId: answerId ?? createdId(message, 'satisfaction'), ...body } }, message));
  }

  @Post('wishes')
  @Permission('marketing:write')
  wish(@Body() { wishId, ...body }: WishRequest, @Message() message: CommandMessage): Promise<Outcome> {
    return this.bus.execute(new ToWish({ type: 'note-wish', data: { wishId: wishId ?? createdId(message, 'wish'), ...body } }, message));
  }

  @Post('wishes/:id/fulfil')
  @Permission('marketing:write')
  fulfil(@Param('id') wishId: string, @Body() body: FulfilWishRequest, @Message() message: CommandMessage): Promise<Outcome> {
    return this.bus.execute(new ToWish({ type: 'fulfil-wish', data: { wishId, ...body } }, message));
  }

  @Post('wishes/:id/decline')
  @Permission('marketing:write')
  decline(@Param('id') wishId: string, @Body() body: DeclineWishRequest, @Message() message: CommandMessage): Promise<Outcome> {
    return this.bus.execute(new ToWish({ type: 'decline-wish', data: { wishId, ...body } }, message));
  }

  @Post('recommendations')
  @Permission('marketing:write')
  recommend(@Body() { recommendationId, ...body }: RecommendationRequest, @Message() message: CommandMessage): Promise<Outcome> {
    return this.bus.execute(new ToRecommendation({ type: 'make-recommendation', data: { recommendationId: recommendationId ?? createdId(message, 'recommendation'), ...body } }, message));
  }

  @Post('recommendations/:id/lead')
  @Permission('marketing:write')
  becameLead(@Param('id') recommendationId: string, @Body() body: RecommendationLeadRequest, @Message() message: CommandMessage): Promise<Outcome> {
    return this.bus.execute(new ToRecommendation({ type: 'turn-recommendation-into-lead', data: { recommendationId, ...body } }, message));
  }
}

interface FeedbackOfCustomer {
  readonly satisfaction: readonly SatisfactionDocument[];
  readonly wishes: readonly WishDocument[];
  readonly recommendations: readonly RecommendationDocument[];
}

@ApiTags('marketing')
@ApiBearerAuth()
@Controller('marketing')
export class FeedbackQueriesController {
  constructor(
    private readonly projections: ProjectionEngine,
    private readonly customers: CustomerNodes,
  ) {}

  /** NPS and CSAT: altogether, by period, and by what was asked about. */
  @Get('satisfaction/report')
  @Permission('marketing:read')
  async report(@Query() { by = 'month', ...request }: SatisfactionRequest): Promise<SatisfactionReport> {
    return satisfactionOf(await this.projections.shelf(satisfactionView.name), { by, ...request });
  }

  @Get('wishes')
  @Permission('marketing:read')
  async wishes(@Query() { limit = 50, ...request }: WishesRequest): Promise<{ readonly wishes: readonly WishDocument[]; readonly after: string | null }> {
    const { documents, after } = await feedbackPage<WishDocument>(await this.projections.shelf(wishView.name), ['noted', 'fulfilled', 'declined'], { limit, ...request });
    return { wishes: documents, after };
  }

  @Get('recommendations')
  @Permission('marketing:read')
  async recommendations(@Query() { limit = 50, ...request }: RecommendationsRequest): Promise<{ readonly recommendations: readonly RecommendationDocument[]; readonly after: string | null }> {
    const { documents, after } = await feedbackPage<RecommendationDocument>(await this.projections.shelf(recommendationView.name), ['made', 'lead'], { limit, ...request });
    return { recommendations: documents, after };
  }

  /** What one customer answered, wished for and recommended. */
  @Get('customers/:identifier/feedback')
  @Permission('marketing:read')
  async ofCustomer(@Param('identifier') identifier: string): Promise<FeedbackOfCustomer> {
    const nodes = await this.customers.of(identifier);
    return {
      satisfaction: await ofCustomer<SatisfactionDocument>(await this.projections.shelf(satisfactionView.name), nodes, 'at'),
      wishes: await ofCustomer<WishDocument>(await this.projections.shelf(wishView.name), nodes, 'at'),
      recommendations: await ofCustomer<RecommendationDocument>(await this.projections.shelf(recommendationView.name), nodes, 'at'),
    };
  }
}
