import { Catch, HttpException, Logger, type ArgumentsHost, type ExceptionFilter } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { Problem } from './problem';
import type { Traced } from './trace';

/** Codes of our ports that a client can do something about; everything else is a 500 that tells nothing. */
const PORT_CODES: Readonly<Record<string, { readonly status: number; readonly retryAfter?: number }>> = {
  STORE_BUSY: { status: 503, retryAfter: 1 },
  STORE_FAILED: { status: 503, retryAfter: 30 },
  STORE_CLOSED: { status: 503, retryAfter: 5 },
  CURSOR_INVALID: { status: 400 },
  READ_STORE_CLOSED: { status: 503, retryAfter: 5 },
  READ_STORE_FAILED: { status: 503, retryAfter: 30 },
  VAULT_CLOSED: { status: 503, retryAfter: 5 },
  VAULT_FAILED: { status: 503, retryAfter: 30 },
  BLOB_EMPTY: { status: 400 },
  BLOB_TOO_LARGE: { status: 413 },
  // A fact says it is there: somebody has to restore it.
  BLOB_UNKNOWN: { status: 500 },
  BLOB_DAMAGED: { status: 500 },
  BLOB_STORE_CLOSED: { status: 503, retryAfter: 5 },
  BLOB_STORE_FAILED: { status: 503, retryAfter: 30 },
  VIEW_UNKNOWN: { status: 404 },
  VIEW_NOT_BUILT: { status: 503, retryAfter: 2 },
  PROJECTION_BEHIND: { status: 503, retryAfter: 1 },
  REBUILD_RUNNING: { status: 409 },
  ENGINE_STOPPED: { status: 503, retryAfter: 5 },
  EVENT_TOO_LARGE: { status: 413 },
  STREAM_NAME_INVALID: { status: 400 },
  FST_ERR_CTP_BODY_TOO_LARGE: { status: 413 },
  FST_ERR_CTP_INVALID_MEDIA_TYPE: { status: 415 },
  FST_ERR_CTP_EMPTY_JSON_BODY: { status: 400 },
  FST_ERR_CTP_INVALID_CONTENT_LENGTH: { status: 400 },
};

/** The one place where an error becomes an answer. */
@Catch()
export class ProblemFilter implements ExceptionFilter {
  private readonly log = new Logger('http');

  catch(error: unknown, host: ArgumentsHost): void {
    const http = host.switchToHttp();
    const reply = http.getResponse<FastifyReply>();
    const request = http.getRequest<Traced>();
    const problem = problemOf(error);
    if (problem.status >= 500) this.log.error({ code: problem.code, error: nameOf(error), stack: stackOf(error), trace: request.trace });
    if (reply.sent || reply.raw.headersSent) {
      reply.raw.destroy();
      return;
    }
    const { retryAfter } = problem.extra;
    if (retryAfter !== undefined) void reply.header('Retry-After', String(retryAfter));
    if (problem.status === 401) void reply.header('WWW-Authenticate', 'Bearer');
    void reply
      .status(problem.status)
      .header('Content-Type', 'application/problem+json; charset=utf-8')
      .send(JSON.stringify(problem.body(request.url.split('?')[0] ?? '/')));
  }
}

export function problemOf(error: unknown): Problem {
  if (error instanceof Problem) return error;
  if (error instanceof HttpException) return new Problem(error.getStatus(), codeOfStatus(error.getStatus()), error.message);
  const { code, message, statusCode } = (error ?? {}) as { code?: unknown; message?: unknown; statusCode?: unknown };
  const known = typeof code === 'string' && Object.hasOwn(PORT_CODES, code) ? PORT_CODES[code] : undefined;
  if (known !== undefined) return new Problem(known.status, String(code), String(message), known.retryAfter === undefined ? {} : { retryAfter: known.retryAfter });
  if (typeof statusCode === 'number' && statusCode >= 400 && statusCode < 500) return new Problem(statusCode, codeOfStatus(statusCode), statusCode === 400 ? 'the body is not valid JSON' : String(message));
  return new Problem(500, 'INTERNAL', 'something failed here; the log has it under the time of this answer');
}

function codeOfStatus(status: number): string {
  return { 400: 'BAD_REQUEST', 404: 'NOT_FOUND', 405: 'METHOD_NOT_ALLOWED', 413: 'TOO_LARGE', 415: 'UNSUPPORTED_MEDIA_TYPE' }[status] ?? `HTTP_${status}`;
}

function nameOf(error: unknown): string {
  return error instanceof Error ? `${error.name}${'code' in error ? ` ${String(error.code)}` : ''}` : typeof error;
}

/** Frames only: a message may quote what a customer wrote. */
function stackOf(error: unknown): string | undefined {
  return error instanceof Error ? error.stack?.split('\n').filter((line) => line.trimStart().startsWith('at ')).slice(0, 8).join('\n') : undefined;
}
