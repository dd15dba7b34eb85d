import { Body, Controller, Headers, HttpCode, Post, Res } from '@nestjs/common';
import { ApiBearerAuth, ApiBody, ApiConsumes, ApiTags } from '@nestjs/swagger';
import { By, cutOff, isTooDeep, Permission, Problem, type Principal } from '@throughline/platform';
import type { FastifyReply } from 'fastify';
import { Intake, type Taken } from './intake';

/** Events in one request at most; whoever has more sends a file to /import. */
const MAX_BATCH = 2_500;
const STRUCTURED = 'application/cloudevents+json';
const BATCH = 'application/cloudevents-batch+json';
/** For the documentation under /docs; `readCloudEvent` is what decides. */
const CLOUD_EVENT = {
  type: 'object' as const,
  required: ['specversion', 'id', 'source', 'type'],
  properties: { specversion: { type: 'string' as const, enum: ['1.0'] }, id: { type: 'string' as const }, source: { type: 'string' as const }, type: { type: 'string' as const }, subject: { type: 'string' as const, example: 'email:jane@example.com' }, time: { type: 'string' as const, format: 'date-time' }, data: {} },
};

@ApiTags('intake')
@ApiBearerAuth()
@Controller('events')
export class EventsController {
  constructor(private readonly intake: Intake) {}

  /** CloudEvents 1.0 over HTTP, structured and batch. 200 = all recorded (or known before); 202 = some were quarantined, see `events`. */
  @Post()
  @HttpCode(200)
  @Permission('events:write')
  @ApiConsumes(STRUCTURED, BATCH)
  @ApiBody({ schema: { oneOf: [CLOUD_EVENT, { type: 'array', items: CLOUD_EVENT, maxItems: MAX_BATCH }] } })
  async receive(@Body() body: unknown, @Headers('content-type') contentType: string | undefined, @By() principal: Principal, @Res({ passthrough: true }) reply: FastifyReply): Promise<{ events: readonly Taken[] }> {
    const items = itemsOf(body, mediaType(contentType));
    const events = await this.intake.take('events', items.map((value) => ({ value, body: bodyOf(value) })), principal);
    if (events.some((taken) => taken.status === 'quarantined')) void reply.status(202);
    return { events };
  }
}

/** As it is quarantined, should it be. What nobody can walk through is cut off where it becomes too deep. */
function bodyOf(value: unknown): string {
  return JSON.stringify(isTooDeep(value) ? cutOff(value) : value) ?? 'null';
}

function mediaType(header: string | undefined): string {
  return (header ?? '').split(';')[0]?.trim().toLowerCase() ?? '';
}

function itemsOf(body: unknown, type: string): readonly unknown[] {
  if (type === STRUCTURED) return [body];
  if (type !== BATCH) throw new Problem(415, 'UNSUPPORTED_MEDIA_TYPE', `send one event as ${STRUCTURED} or a list as ${BATCH}`);
  if (!Array.isArray(body)) throw new Problem(400, 'BATCH_NOT_A_LIST', `${BATCH} is a JSON array of events`);
  if (body.length > MAX_BATCH) throw new Problem(413, 'BATCH_TOO_LONG', `a batch has at most ${MAX_BATCH} events; send more as a file to /import`);
  return body;
}
