import { Controller, Get, Query } from '@nestjs/common';
import { ApiBearerAuth, ApiTags } from '@nestjs/swagger';
import { TICKET_KINDS } from '@throughline/contracts';
import { IsCount, IsDay, IsLabel, IsOneOf, IsSlug, IsZone, Maybe, Permission, Problem } from '@throughline/platform';
import { ProjectionEngine } from '@throughline/projections';
import { DateTime } from 'luxon';
import { ticketView } from './ticket.view';
import { trendReport, TREND_GROUPS, type TrendGroup, type TrendReport } from './trends.queries';
import { daysIn, TREND_BUCKETS, type Period, type TrendBucket } from './trends.rules';

/** Weeks that are shown where no period is asked for. */
const WEEKS = 12;
const MOST_BUCKETS = 400;
const DAYS_IN = { day: 1, week: 7, month: 28 } as const satisfies Record<TrendBucket, number>;

export class TrendsRequest {
  /** First day; left out, twelve weeks before the last. */
  @Maybe() @IsDay() from?: string;
  /** Last day; left out, today. */
  @Maybe() @IsDay() to?: string;
  /** In which days begin and end; left out, UTC. */
  @Maybe() @IsZone() zone?: string;
  @Maybe() @IsOneOf(TREND_BUCKETS) bucket?: TrendBucket;
  @Maybe() @IsOneOf(TREND_GROUPS) by?: TrendGroup;
  @Maybe() @IsOneOf(TICKET_KINDS) kind?: string;
  @Maybe() @IsLabel() category?: string;
  @Maybe() @IsLabel() product?: string;
  @Maybe() @IsSlug() channel?: string;
  @Maybe() @IsLabel() queue?: string;
  @Maybe() @IsCount(200) limit?: number;
}

@ApiTags('service')
@ApiBearerAuth()
@Controller('service/trends')
export class TrendsController {
  constructor(private readonly projections: ProjectionEngine) {}

  /** Complaints by category: `?kind=complaint&by=category`. Against the period before. */
  @Get()
  @Permission('service:read')
  async trends(@Query() { from, to, zone, bucket, by, limit, ...only }: TrendsRequest): Promise<TrendReport> {
    const period = periodOf(from, to, zone ?? 'UTC');
    const unit = bucket ?? 'week';
    if (period.from > period.to) throw new Problem(400, 'PERIOD_INVALID', 'the first day comes after the last');
    if (daysIn(period) > MOST_BUCKETS * DAYS_IN[unit]) throw new Problem(400, 'PERIOD_TOO_LONG', `more than ${MOST_BUCKETS} of these buckets: ask for greater ones, or for less time`);
    return trendReport(await this.projections.shelf(ticketView.name), { period, by: by ?? 'category', bucket: unit, only, limit: limit ?? 50 });
  }
}

function periodOf(from: string | undefined, to: string | undefined, zone: string): Period {
  const last = to ?? DateTime.now().setZone(zone).toFormat('yyyy-MM-dd');
  const first = from ?? DateTime.fromISO(last, { zone }).minus({ weeks: WEEKS }).plus({ days: 1 }).toFormat('yyyy-MM-dd');
  return { from: first, to: last, zone };
}
