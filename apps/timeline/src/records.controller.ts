import { Controller, Get, Param, Res } from '@nestjs/common';
import { ApiBearerAuth, ApiTags } from '@nestjs/swagger';
import { Journal } from '@throughline/event-store';
import { Permission, Problem } from '@throughline/platform';
import type { FastifyReply } from 'fastify';
import { streamLaidOver } from './laid-over.rules';
import { shown } from './overlay';
import { presentEntry } from './timeline.queries';
import { timelinesOf } from './timeline.view';

@ApiTags('customers')
@ApiBearerAuth()
@Controller('customers/records')
export class RecordsController {
  constructor(private readonly journal: Journal) {}

  /** One thing with all its entries, the oldest first, as they read now and as they read at first. Its `ETag` is for `If-Match`. */
  @Get(':stream')
  @Permission('customers:read')
  async show(@Param('stream') stream: string, @Res({ passthrough: true }) reply: FastifyReply) {
    const { head, events, notUnderstood } = await this.journal.load(stream);
    // Our own housekeeping is nobody's record.
    const concerning = events.filter((event) => timelinesOf(event).length > 0);
    if (concerning.length === 0) throw new Problem(404, 'RECORD_NOT_FOUND', 'nothing is recorded under this name');
    void reply.header('ETag', `"${head.revision}"`);
    return { stream, revision: head.revision, entries: streamLaidOver(concerning).map((one) => presentEntry(shown(one))), incomplete: notUnderstood !== null };
  }
}
