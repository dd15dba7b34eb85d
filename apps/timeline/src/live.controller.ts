import { Controller, Get, Headers, Inject, Param, Query, Res } from '@nestjs/common';
import { ApiBearerAuth, ApiTags } from '@nestjs/swagger';
import type { EventStore } from '@throughline/event-store';
import { linkView } from '@throughline/identity';
import { effectiveTime, type StoredEvent } from '@throughline/kernel';
import { EVENT_STORE, Permission, Problem } from '@throughline/platform';
import type { FastifyReply } from 'fastify';
import { Customers } from './customers.queries';
import { Live } from './live';
import { LiveRequest } from './requests';
import { presentEntry } from './timeline.queries';
import { timelinesOf, timelineView } from './timeline.view';

/** Open pages at most; the next one is told to come back. */
const MAX_OPEN = 500;
/** Bytes a slow page may be behind before it is cut off; it comes back with its last event id and misses nothing. */
const MAX_BUFFERED = 1024 * 1024;
const HEARTBEAT = 15_000;

@ApiTags('customers')
@ApiBearerAuth()
@Controller('customers')
export class LiveController {
  constructor(
    private readonly live: Live,
    private readonly customers: Customers,
    @Inject(EVENT_STORE) private readonly store: EventStore,
  ) {}

  /** Server-sent events: `entry` (a timeline entry), `identity` (who belongs together has changed: read the page again). */
  @Get(':identifier/timeline/live')
  @Permission('customers:read')
  async stream(@Param('identifier') text: string, @Query() request: LiveRequest, @Headers('last-event-id') header: string | undefined, @Res() reply: FastifyReply): Promise<void> {
    if (this.live.open >= MAX_OPEN) throw new Problem(503, 'TOO_MANY_LIVE_PAGES', 'too many live pages are open here; try again', { retryAfter: 10 });
    const after = this.markOf(header ?? request.lastEventId);
    const { nodes } = await this.customers.resolve(text, {});
    const page = new LivePage(reply, this.store.storeId, new Set(nodes));
    const waiting: StoredEvent[] = [];
    let caughtUp = false;
    const { from, end } = this.live.listen((event) => (caughtUp ? page.tell(event) : waiting.push(event)));
    page.begin(this.live.stopped, end);
    for await (const event of this.live.between(after ?? from, from)) page.tell(event);
    for (const event of waiting) page.tell(event);
    caughtUp = true;
  }

  private markOf(lastEventId: string | undefined): bigint | null {
    if (lastEventId === undefined || lastEventId === '') return null;
    const [storeId, position = ''] = lastEventId.split(':');
    if (!/^\d{1,18}$/.test(position)) throw new Problem(400, 'LAST_EVENT_ID_INVALID', 'Last-Event-ID is taken as it is from the stream or the page');
    if (storeId !== this.store.storeId) throw new Problem(409, 'STORE_CHANGED', 'this mark is of another store; read the page again');
    return BigInt(position);
  }
}

/** One open page: what it has been told, and when it has gone. */
class LivePage {
  private gone = false;

  constructor(
    private readonly reply: FastifyReply,
    private readonly storeId: string,
    private readonly nodes: ReadonlySet<string>,
  ) {}

  begin(stopped: AbortSignal, end: () => void): void {
    this.reply.hijack();
    const { raw } = this.reply;
    raw.writeHead(200, { 'Content-Type': 'text/event-stream; charset=utf-8', 'Cache-Control': 'no-store', 'X-Accel-Buffering': 'no' });
    raw.write(': connected\n\n');
    const beat = setInterval(() => raw.write(': still here\n\n'), HEARTBEAT);
    const leave = (): void => {
      if (this.gone) return;
      this.gone = true;
      clearInterval(beat);
      stopped.removeEventListener('abort', leave);
      end();
      raw.end();
    };
    raw.on('close', leave);
    raw.on('error', leave);
    stopped.addEventListener('abort', leave, { once: true });
  }

  tell(event: StoredEvent): void {
    if (this.gone || !timelinesOf(event).some((key) => this.nodes.has(key))) return;
    const identity = linkView.keys(event).length > 0;
    const entry = presentEntry({ time: effectiveTime(event), body: timelineView.entry(event, '') });
    this.write(event.position, 'entry', entry);
    if (identity) this.write(event.position, 'identity', { linkId: (event.data as { linkId: string }).linkId });
    if (this.reply.raw.writableLength > MAX_BUFFERED) this.reply.raw.destroy();
  }

  private write(position: bigint, name: string, data: unknown): void {
    this.reply.raw.write(`id: ${this.storeId}:${position}\nevent: ${name}\ndata: ${JSON.stringify(data)}\n\n`);
  }
}
