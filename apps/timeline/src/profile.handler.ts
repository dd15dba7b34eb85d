import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { Journal, type Outcome } from '@throughline/event-store';
import { execute, type CommandMessage } from '@throughline/platform';
import { profile, type ProfileCommand } from './profile.decider';
import { Profiles } from './profile.queries';
import { profileStream } from './profile.view';

export class ToProfile {
  constructor(
    readonly wish: Pick<ProfileCommand, 'type' | 'data'>,
    readonly message: CommandMessage,
  ) {}
}

@CommandHandler(ToProfile)
export class ProfileHandler implements ICommandHandler<ToProfile, Outcome> {
  constructor(
    private readonly journal: Journal,
    private readonly profiles: Profiles,
  ) {}

  async execute({ wish, message }: ToProfile): Promise<Outcome> {
    const { customer } = wish.data;
    const lookedUp = wish.type === 'change-profile' ? { elsewhere: await this.profiles.elsewhere(customer) } : {};
    return execute(this.journal, profile, profileStream(this.journal.node(customer)), wish, message, lookedUp);
  }
}
