import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { Journal, type Outcome } from '@throughline/event-store';
import { execute, type CommandMessage } from '@throughline/platform';
import { membership, type MembershipCommand } from './membership.decider';

export class ToMembership {
  constructor(
    readonly wish: Pick<MembershipCommand, 'type' | 'data'>,
    readonly message: CommandMessage,
  ) {}
}

@CommandHandler(ToMembership)
export class MembershipHandler implements ICommandHandler<ToMembership, Outcome> {
  constructor(private readonly journal: Journal) {}

  execute({ wish, message }: ToMembership): Promise<Outcome> {
    return execute(this.journal, membership, `membership-${wish.data.membershipId}`, wish, message);
  }
}
