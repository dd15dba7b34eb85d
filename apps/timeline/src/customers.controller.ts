import { Controller, Get, Inject, Param, Query } from '@nestjs/common';
import { ApiBearerAuth, ApiTags } from '@nestjs/swagger';
import { Journal, type EventStore } from '@throughline/event-store';
import { candidateIdentifiers, linkView, type Moment } from '@throughline/identity';
import { EVENT_STORE, Permission, Problem, readCursor, writeCursor } from '@throughline/platform';
import { ProjectionEngine } from '@throughline/projections';
import type { Shelf } from '@throughline/read-store';
import { amendmentsView } from './amendments.view';
import { CompanyMembers } from './company-members.queries';
import { Customers } from './customers.queries';
import { MomentRequest, SearchRequest, TimelineRequest } from './requests';
import { searchCustomers } from './search.queries';
import { summaryView } from './summary.view';
import { presentEntry } from './timeline.queries';
import { timelineView } from './timeline.view';

const DEFAULT_PAGE = 50;
/** Milliseconds to wait for a position before saying that the shelves are behind. */
const PATIENCE = 5_000;

@ApiTags('customers')
@ApiBearerAuth()
@Controller('customers')
export class CustomersController {
  constructor(
    private readonly customers: Customers,
    private readonly people: CompanyMembers,
    private readonly projections: ProjectionEngine,
    private readonly journal: Journal,
    @Inject(EVENT_STORE) private readonly store: EventStore,
  ) {}

  @Get()
  @Permission('customers:read')
  async search(@Query() request: SearchRequest) {
    return searchCustomers(await this.projections.shelf(summaryView.name), this.journal, request);
  }

  @Get(':identifier')
  @Permission('customers:read')
  async customer(@Param('identifier') text: string, @Query() request: MomentRequest) {
    const moment = await this.momentOf(text, request);
    const { identifier, nodes } = await this.customers.resolve(text, moment);
    const [summary, incompleteSince, lagSeconds] = await Promise.all([this.customers.summary(nodes, moment), this.customers.incompleteSince(nodes), this.customers.lagSeconds()]);
    if (summary.events === 0) throw new Problem(404, 'CUSTOMER_NOT_FOUND', 'nothing was ever recorded about this identifier up to the moment asked for');
    return { identifier, nodes, summary, incompleteSince, lagSeconds };
  }

  @Get(':identifier/timeline')
  @Permission('customers:read')
  async timeline(@Param('identifier') text: string, @Query() request: TimelineRequest) {
    const moment = await this.momentOf(text, request);
    const { identifier, nodes } = await this.customers.resolve(text, moment);
    const low = await lowMark(await Promise.all([timelineView, amendmentsView].map(({ name }) => this.projections.shelf(name))));
    const { storeId } = this.store;
    const { older, newer, at, limit, originals, context, type, channel, actor, words } = request;
    const from = older === undefined ? (at === undefined ? undefined : Customers.jumpTo(at)) : readCursor(older, storeId);
    const members = request.members === 'true' ? await this.people.of(nodes, moment) : undefined;
    const query = {
      nodes,
      limit: limit ?? DEFAULT_PAGE,
      ...moment,
      originals: originals === 'true',
      ...(from === undefined ? {} : { older: from }),
      ...(newer === undefined ? {} : { newer: readCursor(newer, storeId) }),
      ...defined({ context, type, channel, actor, words }),
    };
    const page = await this.customers.timeline(query, members);
    return {
      identifier,
      nodes,
      entries: page.entries.map(presentEntry),
      older: page.older === null ? null : writeCursor(page.older, storeId),
      newer: page.newer === null ? null : writeCursor(page.newer, storeId),
      // Where live begins for this page: everything at or below it was on the shelf when the page was read.
      live: `${storeId}:${low}`,
      incompleteSince: await this.customers.incompleteSince([...nodes, ...(members?.nodes ?? [])]),
      // How old all this is; null = nobody can tell, because the event store does not answer.
      lagSeconds: await this.customers.lagSeconds(),
    };
  }

  private async momentOf(text: string, { asOf, knownAt, minPosition }: MomentRequest): Promise<Moment> {
    const lane = candidateIdentifiers(text)[0];
    if (minPosition !== undefined && lane !== undefined)
      await Promise.all([timelineView, amendmentsView, summaryView, linkView].map((view) => this.projections.waitFor(view.name, this.journal.node(lane), BigInt(minPosition), PATIENCE)));
    return {
      ...(asOf === undefined ? {} : { asOf: Date.parse(asOf) }),
      ...(knownAt === undefined ? {} : { knownAt: /^\d+$/.test(knownAt) ? BigInt(knownAt) : ((await this.store.positionAt(new Date(knownAt).toISOString())) ?? -1n) }),
    };
  }
}

/** Everything at or below it is on these shelves, on every partition. */
async function lowMark(shelves: readonly Shelf[]): Promise<bigint> {
  const positions = (await Promise.all(shelves.map((shelf) => shelf.checkpoints()))).flat().map(({ position }) => position);
  return positions.length === 0 ? 0n : positions.reduce((low, position) => (position < low ? position : low));
}

function defined<Value>(record: Readonly<Record<string, Value | undefined>>): Record<string, Value> {
  return Object.fromEntries(Object.entries(record).filter((member): member is [string, Value] => member[1] !== undefined));
}
