import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { Journal, type Outcome } from '@throughline/event-store';
import { execute, type CommandMessage } from '@throughline/platform';
import { consent, type ConsentCommand } from './consent.decider';

export class ToConsent {
  constructor(
    readonly wish: Pick<ConsentCommand, 'type' | 'data'>,
    readonly message: CommandMessage,
  ) {}
}

@CommandHandler(ToConsent)
export class ConsentHandler implements ICommandHandler<ToConsent, Outcome> {
  constructor(private readonly journal: Journal) {}

  /** A paper that is entered late counts from when it was signed, so that a refusal in between stands; nothing is said ahead of time. */
  execute({ wish, message }: ToConsent): Promise<Outcome> {
    const said = isOnPaper(wish) ? wish.data.evidence?.at : undefined;
    const at = said === undefined ? message.at : new Date(Math.min(Date.parse(said), Date.parse(message.at))).toISOString();
    return execute(this.journal, consent, `consent-${this.journal.node(wish.data.address)}`, wish, { ...message, at });
  }
}

/** The click of a double opt-in and a refusal count from when we hear of them: the clocks of others may be wrong. */
function isOnPaper({ data }: Pick<ConsentCommand, 'type' | 'data'>): boolean {
  return 'method' in data && data.method !== 'double-opt-in';
}
