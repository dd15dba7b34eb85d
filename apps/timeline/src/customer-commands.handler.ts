import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { Journal, type Outcome } from '@throughline/event-store';
import { execute, type CommandMessage } from '@throughline/platform';
import { link, type LinkCommand } from './link.decider';
import { note, type NoteCommand } from './note.decider';
import { owner, type OwnerCommand } from './owner.decider';

export class ToNote {
  constructor(
    readonly wish: Pick<NoteCommand, 'type' | 'data'>,
    readonly message: CommandMessage,
  ) {}
}

@CommandHandler(ToNote)
export class NoteHandler implements ICommandHandler<ToNote, Outcome> {
  constructor(private readonly journal: Journal) {}

  execute({ wish, message }: ToNote): Promise<Outcome> {
    return execute(this.journal, note, `note-${wish.data.noteId}`, wish, message);
  }
}

export class ToOwner {
  constructor(
    readonly wish: Pick<OwnerCommand, 'type' | 'data'>,
    readonly message: CommandMessage,
  ) {}
}

@CommandHandler(ToOwner)
export class OwnerHandler implements ICommandHandler<ToOwner, Outcome> {
  constructor(private readonly journal: Journal) {}

  execute({ wish, message }: ToOwner): Promise<Outcome> {
    return execute(this.journal, owner, `owner-${this.journal.node(wish.data.customer)}`, wish, message);
  }
}

export class ToLink {
  constructor(
    readonly wish: Pick<LinkCommand, 'type' | 'data'>,
    readonly message: CommandMessage,
  ) {}
}

@CommandHandler(ToLink)
export class LinkHandler implements ICommandHandler<ToLink, Outcome> {
  constructor(private readonly journal: Journal) {}

  execute({ wish, message }: ToLink): Promise<Outcome> {
    return execute(this.journal, link, `link-${wish.data.linkId}`, wish, message);
  }
}
