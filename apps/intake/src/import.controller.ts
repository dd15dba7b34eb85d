import { Body, Controller, Headers, HttpCode, Post, Res } from '@nestjs/common';
import { ApiBearerAuth, ApiBody, ApiConsumes, ApiTags } from '@nestjs/swagger';
import { By, Permission, Problem, problemOf, type Principal } from '@throughline/platform';
import type { FastifyReply } from 'fastify';
import { Readable } from 'node:stream';
import { ImportRun } from './import-run';
import { Intake } from './intake';

/** Imports at once; the next one is told to come back. */
const MAX_RUNNING = 2;
/** Milliseconds between two lines of progress. */
const PROGRESS_EVERY = 500;

@ApiTags('intake')
@ApiBearerAuth()
@Controller('import')
export class ImportController {
  private running = 0;

  constructor(private readonly intake: Intake) {}

  /**
   * NDJSON, one CloudEvent a line, any length, applied in file order; repeating it doubles nothing. With
   * `Accept: application/x-ndjson` the answer is a line of progress twice a second and a last one with `done` or `error`.
   */
  @Post()
  @HttpCode(200)
  @Permission('events:write')
  @ApiConsumes('application/x-ndjson')
  @ApiBody({ schema: { type: 'string', description: 'one CloudEvent a line' } })
  async import(@Body() body: unknown, @Headers('accept') accept: string | undefined, @By() principal: Principal, @Res() reply: FastifyReply): Promise<void> {
    if (!(body instanceof Readable)) throw new Problem(415, 'UNSUPPORTED_MEDIA_TYPE', 'send the file as application/x-ndjson, one CloudEvent a line');
    if (this.running >= MAX_RUNNING) throw new Problem(429, 'TOO_MANY_IMPORTS', `${MAX_RUNNING} imports are running; try again when one is done`, { retryAfter: 10 });
    this.running += 1;
    try {
      const run = new ImportRun(this.intake, principal);
      if (accept?.includes('ndjson') === true) await streamProgress(run, body, reply);
      else {
        await applied(run, body);
        await reply.status(200).send({ done: true, ...run.progress });
      }
    } finally {
      this.running -= 1;
    }
  }
}

/** What came before the connection ended is recorded; that it ended is nobody's failure here. */
async function applied(run: ImportRun, body: Readable): Promise<void> {
  try {
    await run.apply(body);
  } catch (error) {
    if ((error as { code?: unknown }).code !== 'ECONNRESET') throw error;
    throw new Problem(400, 'SENDER_GONE', 'the connection ended before the file did; send the same file again, nothing is recorded twice');
  }
}

/** The status is sent before the outcome is known, so a failure is told in the last line. */
async function streamProgress(run: ImportRun, body: Readable, reply: FastifyReply): Promise<void> {
  reply.hijack();
  const { raw } = reply;
  raw.writeHead(200, { 'Content-Type': 'application/x-ndjson; charset=utf-8', 'Cache-Control': 'no-store', 'X-Accel-Buffering': 'no' });
  const say = (line: unknown): void => void raw.write(`${JSON.stringify(line)}\n`);
  const timer = setInterval(() => say(run.progress), PROGRESS_EVERY);
  raw.on('error', () => body.destroy());
  try {
    await applied(run, body);
    say({ done: true, ...run.progress });
  } catch (error) {
    say({ error: problemOf(error).body('/import'), ...run.progress });
  } finally {
    clearInterval(timer);
    raw.end();
  }
}
