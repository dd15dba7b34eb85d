import { Transform } from 'class-transformer';
import { IsInt, IsISO8601, IsOptional, IsString, Matches, Max, MaxLength, Min } from 'class-validator';

const toNumber = ({ value }: { value: unknown }): unknown => (typeof value === 'string' && /^\d{1,9}$/.test(value) ? Number(value) : value);

/** The two clocks and reading one's own writing: every query of a customer takes them. */
export class MomentRequest {
  /** State as of this time (by effective time), RFC 3339. */
  @IsOptional()
  @IsISO8601({ strict: true })
  asOf?: string;

  /** As it was known at this time, RFC 3339, or at this position. */
  @IsOptional()
  @IsString()
  @Matches(/^(\d{1,19}|\d{4}-\d{2}-\d{2}T[\d:.]+(Z|[+-]\d{2}:\d{2}))$/, { message: 'knownAt must be a date and time of RFC 3339 or a position' })
  knownAt?: string;

  /** Wait (at most five seconds) until the page knows this position: the `position` of an earlier answer. */
  @IsOptional()
  @Matches(/^\d{1,19}$/, { message: 'minPosition must be a position' })
  minPosition?: string;
}

export class TimelineRequest extends MomentRequest {
  @IsOptional()
  @Transform(toNumber)
  @IsInt()
  @Min(1)
  @Max(200)
  limit?: number;

  /** Cursor of an earlier page, going back in time. */
  @IsOptional()
  @IsString()
  @MaxLength(200)
  older?: string;

  /** Cursor of an earlier page, going forward. */
  @IsOptional()
  @IsString()
  @MaxLength(200)
  newer?: string;

  /** Begin with the last entry of this day (YYYY-MM-DD, UTC) or before this time. */
  @IsOptional()
  @IsISO8601({ strict: true })
  at?: string;

  @IsOptional()
  @IsString()
  @MaxLength(100)
  context?: string;

  @IsOptional()
  @IsString()
  @MaxLength(200)
  type?: string;

  @IsOptional()
  @IsString()
  @MaxLength(100)
  channel?: string;

  @IsOptional()
  @IsString()
  @MaxLength(300)
  actor?: string;

  @IsOptional()
  @IsString()
  @MaxLength(300)
  words?: string;
}

export class SearchRequest {
  @IsString()
  @MaxLength(320)
  search!: string;

  @IsOptional()
  @Transform(toNumber)
  @IsInt()
  @Min(1)
  @Max(100)
  limit?: number;

  /** The last node of the page before. */
  @IsOptional()
  @IsString()
  @MaxLength(2_000)
  after?: string;
}

export class LiveRequest {
  /** Like the header `Last-Event-ID`, for clients that cannot set one. */
  @IsOptional()
  @IsString()
  @MaxLength(100)
  lastEventId?: string;
}
