import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { Journal, type Outcome } from '@throughline/event-store';
import { execute, type CommandMessage } from '@throughline/platform';
import { attachment, type AttachmentCommand } from './attachment.decider';

export class ToAttachment {
  constructor(
    readonly wish: Pick<AttachmentCommand, 'type' | 'data'>,
    readonly message: CommandMessage,
  ) {}
}

@CommandHandler(ToAttachment)
export class AttachmentHandler implements ICommandHandler<ToAttachment, Outcome> {
  constructor(private readonly journal: Journal) {}

  execute({ wish, message }: ToAttachment): Promise<Outcome> {
    return execute(this.journal, attachment, `attachment-${wish.data.attachmentId}`, wish, message);
  }
}
