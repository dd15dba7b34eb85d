import { Controller, Get, Param, Query } from '@nestjs/common';
import { ApiBearerAuth, ApiTags } from '@nestjs/swagger';
import { Permission, Problem } from '@throughline/platform';
import { ProjectionEngine } from '@throughline/projections';
import { solutionById, solutionPage, suggestionsFor, type SolutionShelves } from './solution.queries';
import { SolutionsRequest } from './solution.requests';
import { solutionUseView } from './solution-use.view';
import { solutionView } from './solution.view';
import { ticketView } from './ticket.view';

const SUGGESTED = 10;

@ApiTags('service')
@ApiBearerAuth()
@Controller('service')
export class SolutionsController {
  constructor(private readonly projections: ProjectionEngine) {}

  @Get('solutions')
  @Permission('service:read')
  async list(@Query() { limit, ...request }: SolutionsRequest) {
    return solutionPage(await this.shelves(), { limit: limit ?? 50, ...request });
  }

  @Get('solutions/:id')
  @Permission('service:read')
  async show(@Param('id') id: string) {
    const found = await solutionById(await this.shelves(), id);
    if (found === null) throw new Problem(404, 'SOLUTION_NOT_FOUND', 'there is no solution with this id in the collection');
    return found;
  }

  /** Of the collection, and tickets like this one that were resolved; likest first. */
  @Get('tickets/:id/solutions')
  @Permission('service:read')
  async suggestions(@Param('id') id: string) {
    const found = await suggestionsFor(await this.shelves(), id, SUGGESTED);
    if (found === null) throw new Problem(404, 'TICKET_NOT_FOUND', 'there is no ticket with this id');
    return found;
  }

  private async shelves(): Promise<SolutionShelves> {
    const [solutions, uses, tickets] = await Promise.all([this.projections.shelf(solutionView.name), this.projections.shelf(solutionUseView.name), this.projections.shelf(ticketView.name)]);
    return { solutions, uses, tickets };
  }
}
