import { Body, Controller, Get, Param, Post, Query, UseInterceptors } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ApiBearerAuth, ApiTags } from '@nestjs/swagger';
import { INTERACTION_DIRECTIONS, INTERACTION_KINDS, type InteractionKind } from '@throughline/contracts';
import type { Outcome } from '@throughline/event-store';
import { parseIdentifier } from '@throughline/identity';
import { CommandAnswer, createdId, CustomerNodes, IdentifierRequest, IsCount, IsOneOf, IsSlug, IsText, IsThingId, IsThingStream, IsTime, IsWhole, IsYesOrNo, Maybe, Message, Nested, Permission, Problem, type CommandMessage } from '@throughline/platform';
import { ProjectionEngine } from '@throughline/projections';
import { ToInteraction } from './interaction.handler';
import { interactionPage, type InteractionPage } from './interaction.queries';
import { interactionView } from './interaction.view';

const NINETY_DAYS = 7_776_000;

export class RecordInteractionRequest {
  /** Your own id for it; left out, one is made. */
  @Maybe() @IsThingId() interactionId?: string;
  @Maybe() @Nested(() => IdentifierRequest) company?: IdentifierRequest;
  @IsOneOf(INTERACTION_KINDS) kind!: InteractionKind;
  /** `in` = the customer came to us, `out` = we to him. */
  @IsOneOf(INTERACTION_DIRECTIONS) direction!: 'in' | 'out';
  @Maybe() @IsText(50_000) summary?: string;
  /** Left out: now. */
  @Maybe() @IsTime() startedAt?: string;
  /** How long it took. */
  @Maybe() @IsWhole(0, NINETY_DAYS) seconds?: number;
  /** How long the customer waited for us. */
  @Maybe() @IsWhole(0, NINETY_DAYS) waitingSeconds?: number;
  /** Of an outgoing call: whether somebody answered. */
  @Maybe() @IsYesOrNo() reached?: boolean;
  /** What it was about. */
  @Maybe() @IsThingStream() about?: string;
  /** Left out: the usual one of this kind. */
  @Maybe() @IsSlug() channel?: string;
}

export class InteractionsRequest {
  @Maybe() @IsOneOf(INTERACTION_KINDS) kind?: string;
  @Maybe() @IsOneOf(INTERACTION_DIRECTIONS) direction?: string;
  @Maybe() @IsThingStream() about?: string;
  @Maybe() @IsCount(200) limit?: number;
  /** `after` of the page before. */
  @Maybe() @IsText(300) after?: string;
}

@ApiTags('service')
@ApiBearerAuth()
@Controller('service/customers/:identifier/interactions')
export class InteractionController {
  constructor(
    private readonly bus: CommandBus,
    private readonly projections: ProjectionEngine,
    private readonly customers: CustomerNodes,
  ) {}

  @Post()
  @UseInterceptors(CommandAnswer)
  @Permission('service:write')
  record(@Param('identifier') text: string, @Body() { interactionId, startedAt, ...body }: RecordInteractionRequest, @Message() message: CommandMessage): Promise<Outcome> {
    const customer = parseIdentifier(text);
    if (customer === null) throw new Problem(400, 'IDENTIFIER_INVALID', 'an identifier is "type:value" or an e-mail address, a phone number or an id, at most 320 characters');
    const began = startedAt === undefined ? {} : { startedAt: new Date(startedAt).toISOString() };
    return this.bus.execute(new ToInteraction({ type: 'record-interaction', data: { interactionId: interactionId ?? createdId(message, 'interaction'), customer, ...began, ...body } }, message));
  }

  /** Newest first. */
  @Get()
  @Permission('service:read')
  async list(@Param('identifier') text: string, @Query() { limit, ...request }: InteractionsRequest): Promise<InteractionPage> {
    return interactionPage(await this.projections.shelf(interactionView.name), { customer: await this.customers.of(text), limit: limit ?? 50, ...request });
  }
}
