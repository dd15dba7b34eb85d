import { Controller, Get, Param, Query } from '@nestjs/common';
import { ApiBearerAuth, ApiTags } from '@nestjs/swagger';
import { TICKET_PRIORITIES } from '@throughline/contracts';
import { IsCount, IsLabel, IsOneOf, IsStaff, IsText, Maybe, Permission, Problem } from '@throughline/platform';
import { ProjectionEngine } from '@throughline/projections';
import { ticketById, ticketPage, ticketReport, type TicketReport } from './ticket.queries';
import { ticketView, type TicketDocument } from './ticket.view';

export class TicketsRequest {
  @Maybe() @IsOneOf(['open', 'resolved', 'closed']) status?: string;
  @Maybe() @IsLabel() queue?: string;
  @Maybe() @IsStaff() assignee?: string;
  @Maybe() @IsOneOf(TICKET_PRIORITIES) priority?: string;
  @Maybe() @IsCount(200) limit?: number;
  /** `after` of the page before. */
  @Maybe() @IsText(300) after?: string;
}

@ApiTags('service')
@ApiBearerAuth()
@Controller('service')
export class TicketsController {
  constructor(private readonly projections: ProjectionEngine) {}

  /** Without a status: the open ones. */
  @Get('tickets')
  @Permission('service:read')
  async list(@Query() { limit, status, ...request }: TicketsRequest) {
    return ticketPage(await this.projections.shelf(ticketView.name), { limit: limit ?? 50, status: status ?? 'open', ...request });
  }

  @Get('tickets/:id')
  @Permission('service:read')
  async show(@Param('id') id: string): Promise<TicketDocument> {
    const found = await ticketById(await this.projections.shelf(ticketView.name), id);
    if (found === null) throw new Problem(404, 'TICKET_NOT_FOUND', 'there is no ticket with this id');
    return found;
  }

  @Get('report')
  @Permission('service:read')
  async report(): Promise<TicketReport> {
    return ticketReport(await this.projections.shelf(ticketView.name));
  }
}
