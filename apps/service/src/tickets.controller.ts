import { Controller, Get, Param, Query } from '@nestjs/common';
import { ApiBearerAuth, ApiTags } from '@nestjs/swagger';
import { Journal } from '@throughline/event-store';
import { CustomerNodes, Permission, Problem } from '@throughline/platform';
import { ProjectionEngine } from '@throughline/projections';
import type { Shelf } from '@throughline/read-store';
import { linkedSolutions } from './solution.queries';
import { solutionView } from './solution.view';
import { duplicatesOf, ticketById, ticketPage, ticketReport, type TicketPage, type TicketReport } from './ticket.queries';
import { TicketsRequest } from './ticket.requests';
import { ticketThread, type Thread } from './ticket-thread.queries';
import { ticketView } from './ticket.view';

@ApiTags('service')
@ApiBearerAuth()
@Controller('service')
export class TicketsController {
  constructor(
    private readonly projections: ProjectionEngine,
    private readonly customers: CustomerNodes,
    private readonly journal: Journal,
  ) {}

  /** Oldest first. */
  @Get('tickets')
  @Permission('service:read')
  async list(@Query() { limit, status, customer, waiting, assigned, ...request }: TicketsRequest): Promise<TicketPage> {
    return ticketPage(await this.tickets(), {
      ...request,
      limit: limit ?? 50,
      status: status ?? (customer === undefined && request.search === undefined ? 'open' : 'any'),
      ...(assigned === undefined ? {} : { assigned: assigned === 'true' }),
      ...(waiting === undefined ? {} : { waiting: waiting === 'true' }),
      ...(customer === undefined ? {} : { customer: await this.customers.of(customer) }),
    });
  }

  /** With what was merged into it, and the solutions it names. */
  @Get('tickets/:id')
  @Permission('service:read')
  async show(@Param('id') id: string) {
    const tickets = await this.tickets();
    const found = await ticketById(tickets, id);
    if (found === null) throw noTicket();
    return { ...found, duplicates: await duplicatesOf(tickets, id), linkedSolutions: await linkedSolutions(await this.projections.shelf(solutionView.name), found) };
  }

  /** Replies, notes and steps in order, those of its duplicates too. */
  @Get('tickets/:id/thread')
  @Permission('service:read')
  async thread(@Param('id') id: string): Promise<Thread> {
    const thread = await ticketThread(this.journal, await this.tickets(), id);
    if (thread === null) throw noTicket();
    return thread;
  }

  @Get('report')
  @Permission('service:read')
  async report(): Promise<TicketReport> {
    return ticketReport(await this.tickets());
  }

  private tickets(): Promise<Shelf> {
    return this.projections.shelf(ticketView.name);
  }
}

function noTicket(): Problem {
  return new Problem(404, 'TICKET_NOT_FOUND', 'there is no ticket with this id');
}
