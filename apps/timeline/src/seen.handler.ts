import { Inject } from '@nestjs/common';
import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { Journal, type EventStore, type Outcome } from '@throughline/event-store';
import { EVENT_STORE, execute, type CommandMessage } from '@throughline/platform';
import { seen, type SeenCommand } from './seen.decider';
import { seenKey } from './seen.view';

export class ToSeen {
  constructor(
    readonly wish: Pick<SeenCommand, 'type' | 'data'>,
    readonly message: CommandMessage,
  ) {}
}

@CommandHandler(ToSeen)
export class SeenHandler implements ICommandHandler<ToSeen, Outcome> {
  constructor(
    private readonly journal: Journal,
    @Inject(EVENT_STORE) private readonly store: EventStore,
  ) {}

  async execute({ wish, message }: ToSeen): Promise<Outcome> {
    const { staffId, customer } = wish.data;
    return execute(this.journal, seen, `seen-${seenKey(staffId, this.journal.node(customer))}`, wish, message, { head: String((await this.store.head()) ?? 0n) });
  }
}
