import { Body, Controller, Delete, Get, Inject, Param, Put, Query, UseInterceptors } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ApiBearerAuth, ApiTags } from '@nestjs/swagger';
import { Journal, type Outcome } from '@throughline/event-store';
import { CLOCK, CommandAnswer, Message, Permission, Problem, type CommandMessage } from '@throughline/platform';
import type { Clock } from '@throughline/processes';
import { ProjectionEngine } from '@throughline/projections';
import { ToServiceLevels } from './service-level.handler';
import { allPromises, slaReport, ticketSla, type SlaReport, type TicketSla } from './sla.queries';
import { ServiceLevelsRequest, SlaReportRequest } from './sla.requests';
import { slaView } from './sla.view';

@ApiTags('service')
@ApiBearerAuth()
@Controller('service')
export class SlaController {
  constructor(
    private readonly bus: CommandBus,
    private readonly journal: Journal,
    private readonly projections: ProjectionEngine,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** When we work and what we promise, now and before. */
  @Get('sla')
  @Permission('service:read')
  async show() {
    const promises = await allPromises(this.journal);
    const said = promises.map(({ from, levels }) => ({ from: new Date(from).toISOString(), levels }));
    return { current: said.at(-1)?.levels ?? null, history: said.toReversed() };
  }

  /** Holds for tickets opened from now on. */
  @Put('sla')
  @UseInterceptors(CommandAnswer)
  @Permission('service:write')
  set(@Body() body: ServiceLevelsRequest, @Message() message: CommandMessage): Promise<Outcome> {
    return this.bus.execute(new ToServiceLevels({ type: 'set-service-levels', data: { ...body } }, message));
  }

  /** Tickets opened from now on are promised nothing. */
  @Delete('sla')
  @UseInterceptors(CommandAnswer)
  @Permission('service:write')
  end(@Message() message: CommandMessage): Promise<Outcome> {
    return this.bus.execute(new ToServiceLevels({ type: 'end-service-levels', data: {} }, message));
  }

  /** How many tickets kept what was promised; by priority, category and queue. */
  @Get('sla/report')
  @Permission('service:read')
  async report(@Query() { from, to }: SlaReportRequest): Promise<SlaReport> {
    const period = { ...(from === undefined ? {} : { from: Date.parse(from) }), ...(to === undefined ? {} : { to: Date.parse(to) }) };
    return slaReport(await this.projections.shelf(slaView.name), await allPromises(this.journal), period, this.clock.now());
  }

  /** What was promised for a ticket, when it is due and how much time is left. */
  @Get('tickets/:id/sla')
  @Permission('service:read')
  async ticket(@Param('id') id: string): Promise<TicketSla> {
    const found = await ticketSla(await this.projections.shelf(slaView.name), await allPromises(this.journal), id, this.clock.now());
    if (found === null) throw new Problem(404, 'TICKET_NOT_FOUND', 'there is no ticket with this id');
    return found;
  }
}
