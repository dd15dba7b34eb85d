import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { issueNumber, Journal, readNumber, type Outcome } from '@throughline/event-store';
import { execute, type CommandMessage } from '@throughline/platform';
import { order, type OrderCommand } from './order.decider';

export class ToOrder {
  constructor(
    readonly wish: Pick<OrderCommand, 'type' | 'data'>,
    readonly message: CommandMessage,
  ) {}
}

@CommandHandler(ToOrder)
export class OrderHandler implements ICommandHandler<ToOrder, Outcome> {
  constructor(private readonly journal: Journal) {}

  async execute({ wish, message }: ToOrder): Promise<Outcome> {
    const { orderId } = wish.data;
    const lookedUp = wish.type === 'place-order' && !('number' in wish.data) ? { number: await this.number(orderId, message) } : {};
    return execute(this.journal, order, `order-${orderId}`, wish, message, lookedUp);
  }

  private async number(thing: string, { commandId, correlationId = commandId, by, source, at }: CommandMessage): Promise<string> {
    return readNumber('O', await issueNumber(this.journal, { sequence: 'order', thing, commandId, correlationId, by, source, at }));
  }
}
