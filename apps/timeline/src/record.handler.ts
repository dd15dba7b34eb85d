import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { Journal, type Outcome } from '@throughline/event-store';
import { execute, type CommandMessage } from '@throughline/platform';
import { recordDecider, type RecordCommand } from './record.decider';

/** To whatever was recorded under this stream's name. */
export class ToRecord {
  constructor(
    readonly wish: Pick<RecordCommand, 'type' | 'data'>,
    readonly message: CommandMessage,
  ) {}
}

@CommandHandler(ToRecord)
export class RecordHandler implements ICommandHandler<ToRecord, Outcome> {
  constructor(private readonly journal: Journal) {}

  execute({ wish, message }: ToRecord): Promise<Outcome> {
    return execute(this.journal, recordDecider(this.journal.node), wish.data.stream, wish, message);
  }
}
