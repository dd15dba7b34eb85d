import { Body, Controller, Get, Param, Post, Query, UseInterceptors } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ApiBearerAuth, ApiTags } from '@nestjs/swagger';
import { MOST_MENTIONS } from '@throughline/contracts';
import type { Outcome } from '@throughline/event-store';
import { AreStaff, CommandAnswer, createdId, IsSlug, IsText, IsThingId, Maybe, Message, Permission, type CommandMessage } from '@throughline/platform';
import { ToNote } from './customer-commands.handler';
import { CustomerThings, DEFAULT_LIST, ListOfCustomerRequest } from './customer-things';
import { namedCustomer } from './named-customer';
import type { NoteCommand } from './note.decider';
import { notesOf } from './note.queries';
import { noteView } from './note.view';

export class WriteNoteRequest {
  /** Your own id for it; left out, one is made. */
  @Maybe() @IsThingId() noteId?: string;
  @IsText(50_000) text!: string;
  /** The contact it was written about: `phone`, `visit` … */
  @Maybe() @IsSlug() channel?: string;
  /** The colleagues it speaks to. */
  @Maybe() @AreStaff(MOST_MENTIONS) mentions?: `staff:${string}`[];
}

@ApiTags('customers')
@ApiBearerAuth()
@Controller('customers')
export class NoteController {
  constructor(
    private readonly bus: CommandBus,
    private readonly things: CustomerThings,
  ) {}

  @Post(':identifier/notes')
  @UseInterceptors(CommandAnswer)
  @Permission('customers:write')
  write(@Param('identifier') identifier: string, @Body() { noteId, mentions = [], ...body }: WriteNoteRequest, @Message() message: CommandMessage): Promise<Outcome> {
    return this.send({ type: 'write-note', data: { noteId: noteId ?? createdId(message, 'note'), customer: namedCustomer(identifier), ...body, mentions: [...new Set(mentions)] } }, message);
  }

  /** It stays on top of the customer's notes. */
  @Post('notes/:id/pin')
  @UseInterceptors(CommandAnswer)
  @Permission('customers:write')
  pin(@Param('id') noteId: string, @Message() message: CommandMessage): Promise<Outcome> {
    return this.send({ type: 'pin-note', data: { noteId } }, message);
  }

  @Post('notes/:id/unpin')
  @UseInterceptors(CommandAnswer)
  @Permission('customers:write')
  unpin(@Param('id') noteId: string, @Message() message: CommandMessage): Promise<Outcome> {
    return this.send({ type: 'unpin-note', data: { noteId } }, message);
  }

  /** Newest first; with the first page all that are pinned, once more on top. */
  @Get(':identifier/notes')
  @Permission('customers:read')
  async list(@Param('identifier') identifier: string, @Query() { limit = DEFAULT_LIST, after, minPosition }: ListOfCustomerRequest) {
    const { shelf, nodes } = await this.things.of(noteView.name, identifier, minPosition);
    return notesOf(shelf, nodes, { limit, ...(after === undefined ? {} : { after }) });
  }

  private send(wish: Pick<NoteCommand, 'type' | 'data'>, message: CommandMessage): Promise<Outcome> {
    return this.bus.execute(new ToNote(wish, message));
  }
}
