import { TICKET_PRIORITIES, WEEKDAYS, type TicketPriority, type Weekday } from '@throughline/contracts';
import { AreDays, IsLabel, IsListOf, IsOneOf, IsTime, IsTimeOfDay, IsWhole, IsZone, Maybe } from '@throughline/platform';

export class OpeningRequest {
  @IsOneOf(WEEKDAYS) day!: Weekday;
  @IsTimeOfDay() from!: string;
  /** `24:00` is the end of the day. */
  @IsTimeOfDay() to!: string;
}

/** Business minutes. What is left out of priority and queue is any; the rule that says most holds, whole. */
export class GoalRequest {
  @Maybe() @IsOneOf(TICKET_PRIORITIES) priority?: TicketPriority;
  @Maybe() @IsLabel() queue?: string;
  @Maybe() @IsWhole(1, 1_000_000) firstAnswer?: number;
  @Maybe() @IsWhole(1, 1_000_000) nextAnswer?: number;
  @Maybe() @IsWhole(1, 1_000_000) solution?: number;
}

export class ServiceLevelsRequest {
  @IsZone() zone!: string;
  /** Several spans a day are possible. */
  @IsListOf(() => OpeningRequest, 100) opening!: OpeningRequest[];
  /** Days of the zone on which nobody works. */
  @AreDays(2_000) holidays!: string[];
  @IsListOf(() => GoalRequest, 500) goals!: GoalRequest[];
}

export class SlaReportRequest {
  /** Tickets opened at or after this. */
  @Maybe() @IsTime() from?: string;
  /** Tickets opened before this. */
  @Maybe() @IsTime() to?: string;
}
