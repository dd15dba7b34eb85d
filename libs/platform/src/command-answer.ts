import { Injectable, type CallHandler, type ExecutionContext, type NestInterceptor } from '@nestjs/common';
import type { Outcome } from '@throughline/event-store';
import type { Rejection } from '@throughline/kernel';
import type { FastifyReply } from 'fastify';
import { map, type Observable } from 'rxjs';
import { Metrics } from './metrics';
import { Problem } from './problem';

/** Broken rules that are about the request itself rather than about the state of the thing. */
const STATUS_OF_CODE: Readonly<Record<string, number>> = { DATA_INVALID: 400, QUOTE_NOT_CALCULABLE: 400, STREAM_TOO_BUSY: 503, STREAM_NOT_UNDERSTOOD: 503 };

/**
 * `also`: what is answered beside the outcome of a command that was done or was done before. What it created, in clear, where the name
 * of its stream holds a digest only.
 */
export type Answered = Outcome & { readonly also?: Readonly<Record<string, unknown>> };

/** The one place where the outcome of a command becomes an HTTP answer. The stream's revision is its ETag. */
@Injectable()
export class CommandAnswer implements NestInterceptor<Answered, unknown> {
  constructor(private readonly metrics: Metrics) {}

  intercept(context: ExecutionContext, next: CallHandler<Answered>): Observable<unknown> {
    return next.handle().pipe(map((outcome) => this.answer(outcome, context.switchToHttp().getResponse<FastifyReply>())));
  }

  private answer(outcome: Answered, reply: FastifyReply): unknown {
    this.metrics.commands.inc({ outcome: outcome.kind });
    switch (outcome.kind) {
      case 'done': {
        const created = outcome.events[0]?.revision === 0;
        void reply.status(created ? 201 : 200).header('ETag', `"${outcome.revision}"`);
        const events = outcome.events.map((event) => ({ ...event, position: String(event.position) }));
        return { stream: outcome.stream, id: idOf(outcome.stream), revision: outcome.revision, repeated: outcome.repeated, position: events.at(-1)?.position, events, ...outcome.also };
      }
      case 'nothing':
        void reply.status(200);
        if (outcome.revision >= 0) void reply.header('ETag', `"${outcome.revision}"`);
        return { stream: outcome.stream, id: idOf(outcome.stream), revision: outcome.revision, repeated: false, position: null, events: [], ...outcome.also };
      case 'rejected':
        throw refused(outcome.rejection);
      case 'key-reused':
        throw new Problem(422, 'IDEMPOTENCY_KEY_REUSED', 'this Idempotency-Key came with another content before; use a new key for a new command');
      case 'changed':
        throw new Problem(412, 'REVISION_CHANGED', 'somebody changed this after you read it; read it again and decide anew', { actualRevision: outcome.actual });
    }
  }
}

function refused({ code, detail, path }: Rejection): Problem {
  const status = STATUS_OF_CODE[code] ?? (code.endsWith('_NOT_FOUND') ? 404 : 409);
  return new Problem(status, code, detail, path === undefined ? {} : { errors: [{ path, message: detail }] });
}

/** Names of streams begin with what kind of thing it is. One kind is called by two words; an id may hold any number of hyphens. */
const KIND = /^(?:follow-up|[a-z]+)-/;

function idOf(stream: string): string {
  return stream.replace(KIND, '');
}
