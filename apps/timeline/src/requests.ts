import { IsCount, IsOneOf, IsPosition, IsText, IsTime, IsTimeOrPosition, Maybe } from '@throughline/platform';

/** The two clocks, and reading one's own writing: every query of a customer takes them. */
export class MomentRequest {
  /** State as of this time (by effective time). */
  @Maybe() @IsTime() asOf?: string;

  /** As it was known at this time (RFC 3339), or at this position. */
  @Maybe() @IsTimeOrPosition() knownAt?: string;

  /** Wait (at most five seconds) until the page knows this position: the `position` of an earlier answer. */
  @Maybe() @IsPosition() minPosition?: string;
}

export class TimelineRequest extends MomentRequest {
  @Maybe() @IsCount(200) limit?: number;
  /** Cursor of an earlier page, going back in time. */
  @Maybe() @IsText(200) older?: string;
  /** Cursor of an earlier page, going forward. */
  @Maybe() @IsText(200) newer?: string;
  /** Begin with the last entry of this day (UTC) or before this time. */
  @Maybe() @IsTime() at?: string;
  @Maybe() @IsText(100) context?: string;
  @Maybe() @IsText(200) type?: string;
  @Maybe() @IsText(100) channel?: string;
  @Maybe() @IsText(300) actor?: string;
  /** `true`: with what was moved to somebody else since, where it stood. */
  @Maybe() @IsOneOf(['true', 'false']) originals?: string;
  /** `true`, of a company: with what its people did for it, in their role and time. */
  @Maybe() @IsOneOf(['true', 'false']) members?: string;
  /** All of them must stand in the entry, in either language. */
  @Maybe() @IsText(300) words?: string;
}

export class SearchRequest {
  /** Part of a name or an identifier, or a whole identifier. */
  @IsText(320) search!: string;
  @Maybe() @IsCount(100) limit?: number;
  /** `after` of the page before. */
  @Maybe() @IsText(2_000) after?: string;
}

export class LiveRequest {
  /** Like the header `Last-Event-ID`, for clients that cannot set one. */
  @Maybe() @IsText(100) lastEventId?: string;
}
