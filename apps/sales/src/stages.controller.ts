import { Body, Controller, Get, Put, UseInterceptors } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ApiBearerAuth, ApiTags } from '@nestjs/swagger';
import { STAGE_REQUIREMENTS, type StageRequirement } from '@throughline/contracts';
import { Journal, type Outcome } from '@throughline/event-store';
import { AreOneOf, CommandAnswer, IsLabel, IsListOf, IsSlug, IsWhole, Maybe, Message, Nested, Permission, type CommandMessage } from '@throughline/platform';
import { pipelineOf } from './stages.decider';
import { stagesInForce, ToStages } from './stages.handler';
import type { Pipeline } from './stages.rules';

class StageLabel {
  @IsLabel() en!: string;
  @IsLabel() de!: string;
}

class StageRequest {
  @IsSlug() stage!: string;
  @Nested(() => StageLabel) label!: StageLabel;
  /** Per cent: how many of those that come this far are won. */
  @Maybe() @IsWhole(0, 100) probability?: number;
  /** What an opportunity needs before it may come into this stage, or past it. */
  @Maybe() @AreOneOf(STAGE_REQUIREMENTS) requires?: StageRequirement[];
}

export class PipelineStagesRequest {
  /** In their order. */
  @IsListOf(() => StageRequest, 30) stages!: StageRequest[];
}

@ApiTags('sales')
@ApiBearerAuth()
@Controller('sales/stages')
export class StagesController {
  constructor(
    private readonly bus: CommandBus,
    private readonly journal: Journal,
  ) {}

  /** Until the company sets its own these are proposals, and any other stage will do. */
  @Get()
  @Permission('sales:read')
  async show(): Promise<{ stages: Pipeline }> {
    return { stages: pipelineOf(await stagesInForce(this.journal)) };
  }

  @Put()
  @Permission('sales:write')
  @UseInterceptors(CommandAnswer)
  set(@Body() body: PipelineStagesRequest, @Message() message: CommandMessage): Promise<Outcome> {
    return this.bus.execute(new ToStages({ type: 'set-pipeline', data: body }, message));
  }
}
