import { REPLY_DIRECTIONS, TICKET_KINDS, TICKET_PRIORITIES, type TicketKind, type TicketPriority } from '@throughline/contracts';
import { IdentifierRequest, IsCount, IsLabel, IsOneOf, IsSlug, IsStaff, IsText, IsThingId, Maybe, MaybeNull, Nested } from '@throughline/platform';

export class OpenTicketRequest {
  /** Your own id for it; left out, one is made. */
  @Maybe() @IsThingId() ticketId?: string;
  @Maybe() @Nested(() => IdentifierRequest) customer?: IdentifierRequest;
  @Maybe() @Nested(() => IdentifierRequest) company?: IdentifierRequest;
  @Maybe() @IsOneOf(TICKET_KINDS) kind?: TicketKind;
  @IsText(2_000) subject!: string;
  @Maybe() @IsText(50_000) text?: string;
  @Maybe() @IsSlug() channel?: string;
  @Maybe() @IsLabel() category?: string;
  @Maybe() @IsLabel() product?: string;
  @Maybe() @IsOneOf(TICKET_PRIORITIES) priority?: TicketPriority;
  @Maybe() @IsLabel() queue?: string;
}

export class AssignTicketRequest {
  @Maybe() @IsStaff() assignee?: `staff:${string}`;
  @Maybe() @IsLabel() queue?: string;
}

export class TakeTicketRequest {
  /** Who has it, as you saw it; left out or null = nobody. If somebody else has it by now, you are told who. */
  @MaybeNull() @IsStaff() expected?: `staff:${string}` | null;
}

/** What is left out stays; null takes it away. */
export class ChangeTicketRequest {
  @Maybe() @IsText(2_000) subject?: string;
  @Maybe() @IsOneOf(TICKET_PRIORITIES) priority?: TicketPriority;
  @MaybeNull() @IsOneOf(TICKET_KINDS) kind?: TicketKind | null;
  @MaybeNull() @IsSlug() channel?: string | null;
  @MaybeNull() @IsLabel() category?: string | null;
  @MaybeNull() @IsLabel() product?: string | null;
  @MaybeNull() @IsLabel() queue?: string | null;
}

export class IdentifyCustomerRequest {
  @Nested(() => IdentifierRequest) customer!: IdentifierRequest;
  @Maybe() @Nested(() => IdentifierRequest) company?: IdentifierRequest;
}

export class ReplyRequest {
  @IsText(50_000) text!: string;
  @Maybe() @IsSlug() channel?: string;
  /** `in` = the customer wrote, `out` = we did. */
  @IsOneOf(REPLY_DIRECTIONS) direction!: 'in' | 'out';
}

export class NoteOnTicketRequest {
  @IsText(50_000) text!: string;
}

export class WaitForCustomerRequest {
  /** What for. */
  @Maybe() @IsText(2_000) note?: string;
}

export class LinkSolutionRequest {
  @IsThingId() solutionId!: string;
}

export class MergeTicketRequest {
  /** The ticket in which work goes on. */
  @IsThingId() into!: string;
}

export class ResolveTicketRequest {
  @Maybe() @IsText(50_000) solution?: string;
  /** The one of the collection that helped. */
  @Maybe() @IsThingId() solutionId?: string;
}

export class ReopenTicketRequest {
  @Maybe() @IsText(2_000) reason?: string;
}

export class TicketsRequest {
  /** Left out: the open ones; with a search or a customer: all. */
  @Maybe() @IsOneOf(['open', 'resolved', 'closed', 'merged', 'any']) status?: 'open' | 'resolved' | 'closed' | 'merged' | 'any';
  @Maybe() @IsLabel() queue?: string;
  @Maybe() @IsStaff() assignee?: string;
  /** Only those that somebody has, or only those that nobody has yet. */
  @Maybe() @IsOneOf(['true', 'false']) assigned?: 'true' | 'false';
  @Maybe() @IsOneOf(TICKET_PRIORITIES) priority?: string;
  @Maybe() @IsLabel() category?: string;
  @Maybe() @IsLabel() product?: string;
  @Maybe() @IsOneOf(TICKET_KINDS) kind?: string;
  /** Any identifier of a person or company. */
  @Maybe() @IsText(400) customer?: string;
  /** A number, or words of number and subject. */
  @Maybe() @IsText(300) search?: string;
  /** Only those that wait for the customer, or only the others. */
  @Maybe() @IsOneOf(['true', 'false']) waiting?: 'true' | 'false';
  @Maybe() @IsCount(200) limit?: number;
  /** `after` of the page before. */
  @Maybe() @IsText(300) after?: string;
}
