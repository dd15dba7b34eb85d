import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { amended, type TicketEvent } from '@throughline/contracts';
import { issueNumber, Journal, readNumber, type Outcome } from '@throughline/event-store';
import type { Fact } from '@throughline/kernel';
import { execute, Problem, type CommandMessage } from '@throughline/platform';
import { solution } from './solution.decider';
import { ticket, type OtherTicket, type TicketCommand } from './ticket.decider';

/** What is looked up here, where other streams can be seen, and not asked for. */
type LookedUp = 'number' | 'other' | 'isKnown';
type WishOf<C extends TicketCommand> = C extends TicketCommand ? { readonly type: C['type']; readonly data: Omit<C['data'], LookedUp> } : never;
export type TicketWish = WishOf<TicketCommand>;

export class ToTicket {
  constructor(
    readonly wish: TicketWish,
    readonly message: CommandMessage,
  ) {}
}

@CommandHandler(ToTicket)
export class TicketHandler implements ICommandHandler<ToTicket, Outcome> {
  constructor(private readonly journal: Journal) {}

  async execute({ wish, message }: ToTicket): Promise<Outcome> {
    const stream = `ticket-${wish.data.ticketId}`;
    const outcome = await execute(this.journal, ticket, stream, wish as Pick<TicketCommand, 'type' | 'data'>, message, await this.lookUp(wish, message));
    if (outcome.kind === 'rejected' && outcome.rejection.code === 'TICKET_TAKEN') throw await this.faster(stream, outcome.rejection.detail);
    return outcome;
  }

  private async lookUp(wish: TicketWish, message: CommandMessage): Promise<Readonly<Record<string, unknown>>> {
    if (wish.type === 'open-ticket') return { number: await this.number(wish.data.ticketId, message) };
    if (wish.type === 'merge-ticket') return { other: await this.other(wish.data.into) };
    if (wish.type !== 'link-solution' && wish.type !== 'resolve-ticket') return {};
    return wish.data.solutionId === undefined ? {} : { isKnown: await this.isKnown(wish.data.solutionId) };
  }

  private async number(thing: string, { commandId, correlationId = commandId, by, source, at }: CommandMessage): Promise<string> {
    return readNumber('T', await issueNumber(this.journal, { sequence: 'ticket', thing, commandId, correlationId, by, source, at }));
  }

  private async other(ticketId: string): Promise<OtherTicket> {
    const state = (await this.past<TicketEvent>(`ticket-${ticketId}`)).reduce(ticket.evolve, ticket.initial);
    if (state.status === 'merged') return { status: 'merged', into: state.into };
    if (state.status === 'none') return { status: 'none' };
    return { status: 'there', ...(state.opened?.number === undefined ? {} : { number: state.opened.number }) };
  }

  private async isKnown(solutionId: string): Promise<boolean> {
    return (await this.past<Parameters<typeof solution.evolve>[1]>(`solution-${solutionId}`)).reduce(solution.evolve, solution.initial).status !== 'none';
  }

  /** Who was faster, for programs as well as for people. */
  private async faster(stream: string, detail: string): Promise<Problem> {
    const steps = amended((await this.journal.load(stream)).events);
    const last = steps.findLast(({ data }) => (data as { assignee?: string }).assignee !== undefined);
    return new Problem(409, 'TICKET_TAKEN', detail, { assignee: (last?.data as { assignee?: string } | undefined)?.assignee, since: last?.occurredAt });
  }

  private async past<E extends Fact>(stream: string): Promise<readonly E[]> {
    return amended((await this.journal.load(stream)).events) as readonly unknown[] as readonly E[];
  }
}
