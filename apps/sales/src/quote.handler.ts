import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { issueNumber, Journal, readNumber, type Outcome } from '@throughline/event-store';
import { execute, type CommandMessage } from '@throughline/platform';
import { quote, type QuoteCommand } from './quote.decider';

export class ToQuote {
  constructor(
    readonly wish: Pick<QuoteCommand, 'type' | 'data'>,
    readonly message: CommandMessage,
  ) {}
}

@CommandHandler(ToQuote)
export class QuoteHandler implements ICommandHandler<ToQuote, Outcome> {
  constructor(private readonly journal: Journal) {}

  async execute({ wish, message }: ToQuote): Promise<Outcome> {
    const { quoteId } = wish.data;
    const lookedUp = wish.type === 'draft-quote' ? { number: await this.number(quoteId, message) } : {};
    return execute(this.journal, quote, `quote-${quoteId}`, wish, message, lookedUp);
  }

  private async number(thing: string, { commandId, correlationId = commandId, by, source, at }: CommandMessage): Promise<string> {
    return readNumber('Q', await issueNumber(this.journal, { sequence: 'quote', thing, commandId, correlationId, by, source, at }));
  }
}
