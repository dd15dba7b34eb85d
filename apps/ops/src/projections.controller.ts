import { Body, Controller, Delete, Get, HttpCode, Inject, Param, Post, Query } from '@nestjs/common';
import { ApiBearerAuth, ApiTags } from '@nestjs/swagger';
import type { EventStore } from '@throughline/event-store';
import { EVENT_STORE, IsCount, IsPosition, IsText, IsYesOrNo, Maybe, Permission, Problem } from '@throughline/platform';
import { ProjectionEngine } from '@throughline/projections';
import type { ParkedEvent } from '@throughline/read-store';
import { Rebuilds } from './rebuilds';

export class RetryRequest {
  /** The lane as `/ops/projections/:view/parked` names it. */
  @IsText(600) lane!: string;
}

export class ConfirmRequest {
  /** Whether readers may go over to the new version. */
  @IsYesOrNo() yes!: boolean;
}

export class ParkedRequest {
  @Maybe() @IsText(600) lane?: string;
  @Maybe() @IsPosition() after?: string;
  @Maybe() @IsCount(200) limit?: number;
}

@ApiTags('operations')
@ApiBearerAuth()
@Controller('ops/projections')
export class ProjectionsController {
  constructor(
    private readonly projections: ProjectionEngine,
    private readonly rebuilds: Rebuilds,
    @Inject(EVENT_STORE) private readonly store: EventStore,
  ) {}

  @Get()
  @Permission('ops:read')
  async list() {
    // Rebuilds first: where one is said to be done, what readers see is the new one.
    const rebuilds = this.rebuilds.all();
    return { projections: (await this.projections.status()).map((status) => ({ ...status, rebuild: rebuilds.get(status.view) ?? null })) };
  }

  /** Events that could not be folded, and the later ones of their lanes that wait behind them; each with the trace it came in. */
  @Get(':view/parked')
  @Permission('ops:read')
  async parked(@Param('view') view: string, @Query() { lane, after, limit }: ParkedRequest) {
    const shelf = await this.projections.knownShelf(view);
    const parked = await shelf.parked({ limit: limit ?? 50, ...(lane === undefined ? {} : { lane }), ...(after === undefined ? {} : { afterPosition: BigInt(after) }) });
    return { parked: await Promise.all(parked.map((event) => this.traced(event))), after: parked.length === (limit ?? 50) ? String(parked.at(-1)?.position) : null };
  }

  @Post(':view/retry')
  @HttpCode(200)
  @Permission('ops:write')
  retry(@Param('view') view: string, @Body() { lane }: RetryRequest) {
    return this.projections.retryLane(view, lane);
  }

  /** Begins to build the view anew beside the running one; progress and outcome stand in the list of projections. */
  @Post(':view/rebuild')
  @HttpCode(202)
  @Permission('ops:write')
  async rebuild(@Param('view') view: string) {
    await this.projections.knownShelf(view);
    if (!this.rebuilds.begin(view)) throw new Problem(409, 'REBUILD_RUNNING', 'this view is being rebuilt already');
    return { view, rebuild: this.rebuilds.of(view) };
  }

  @Delete(':view/rebuild')
  @HttpCode(204)
  @Permission('ops:write')
  cancel(@Param('view') view: string): void {
    if (!this.rebuilds.cancel(view)) throw new Problem(404, 'REBUILD_NOT_FOUND', 'this view is not being rebuilt');
  }

  /** Answers a raised version that was built and asks before readers see it. */
  @Post(':view/confirm')
  @HttpCode(204)
  @Permission('ops:write')
  confirm(@Param('view') view: string, @Body() { yes }: ConfirmRequest): void {
    if (!this.projections.confirm(view, yes)) throw new Problem(409, 'NOTHING_TO_CONFIRM', 'no new version of this view is waiting');
  }

  /** `null` = the store has it no longer. */
  private async traced(parked: ParkedEvent): Promise<ParkedEvent & { readonly trace: string | null }> {
    const { position, eventId } = parked;
    for await (const event of this.store.readAll({ limit: 1, ...(position > 0n ? { after: position - 1n } : {}) })) if (event.id === eventId) return { ...parked, trace: event.correlationId };
    return { ...parked, trace: null };
  }
}
