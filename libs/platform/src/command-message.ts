import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { Actor, Command } from '@throughline/kernel';
import { derivedId, freshId, transact, type Journal, type Outcome } from '@throughline/event-store';
import type { Decider, Fact } from '@throughline/kernel';
import type { FastifyReply } from 'fastify';
import type { Principal } from './permission';
import { Problem } from './problem';
import { correlationOf, joinTrace, type Traced } from './trace';

/** What a request says about a command beside its content. Time and actor come from here, never from the body. */
export interface CommandMessage {
  readonly by: Actor;
  readonly source: string;
  readonly at: string;
  /** v5(actor, `Idempotency-Key`), else v7: what makes the same request twice the same command. */
  readonly commandId: string;
  readonly ifMatch?: number;
  /** What all that follows from it has in common, see `trace.ts`. Left out: the command id. */
  readonly correlationId?: string;
}

/** `Idempotency-Key` (at most 200 characters), `If-Match: "<revision>"`, `traceparent` (W3C), `X-Correlation-Id` (a UUID; it wins over the trace). */
export const Message = createParamDecorator((_data: unknown, context: ExecutionContext): CommandMessage => {
  const request = context.switchToHttp().getRequest<Traced & { principal?: Principal }>();
  const { headers, principal } = request;
  if (principal === undefined) throw new Problem(401, 'KEY_MISSING', 'this route needs a key');
  const key = one(headers['idempotency-key']);
  if (key !== undefined && (key.length === 0 || key.length > 200)) throw new Problem(400, 'IDEMPOTENCY_KEY_INVALID', 'Idempotency-Key has 1 to 200 characters');
  const commandId = key === undefined ? freshId() : derivedId(principal.actor, key);
  const correlationId = saidCorrelation(one(headers['x-correlation-id'])) ?? correlationOf(headers['traceparent']) ?? commandId;
  joinTrace(request, context.switchToHttp().getResponse<FastifyReply>(), correlationId);
  return {
    by: principal.actor,
    source: principal.source,
    at: new Date().toISOString(),
    commandId,
    correlationId,
    ...ifMatch(one(headers['if-match'])),
  };
});

/** Not the one of zeros, which no trace may have. */
function saidCorrelation(header: string | undefined): string | undefined {
  if (header !== undefined && !/^(?![0-]+$)[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/i.test(header)) throw new Problem(400, 'CORRELATION_ID_INVALID', 'X-Correlation-Id is a UUID');
  return header?.toLowerCase();
}

function ifMatch(header: string | undefined): { ifMatch?: number } {
  if (header === undefined || header === '*') return {};
  const revision = /^"(\d{1,9})"$/.exec(header)?.[1];
  if (revision === undefined) throw new Problem(400, 'IF_MATCH_INVALID', 'If-Match is the ETag of an earlier answer, a revision in double quotes: "3"');
  return { ifMatch: Number(revision) };
}

function one(header: string | string[] | undefined): string | undefined {
  return Array.isArray(header) ? header[0] : header;
}

/** The id of what a command creates, where the sender gives none. */
export function createdId({ commandId }: CommandMessage, kind: string): string {
  return derivedId(commandId, kind);
}

/**
 * From a request to a decision: what every command handler does, in one line. `lookedUp` goes into the command beside what was asked
 * (a number, the settings in force) and not into its digest: the same request is the same command, whatever is looked up the next time.
 */
export function execute<S, C extends Command, E extends Fact>(
  journal: Journal,
  decider: Decider<S, C, E>,
  stream: string,
  wish: Pick<C, 'type' | 'data'>,
  message: CommandMessage,
  lookedUp: Readonly<Record<string, unknown>> = {},
): Promise<Outcome> {
  const { commandId } = message;
  const command = { type: wish.type, data: { ...lookedUp, ...(wish.data as object) }, by: message.by, at: message.at } as unknown as C;
  return transact(journal, decider, stream, command, {
    commandId,
    digest: journal.digest([stream, wish.type, wish.data]),
    source: message.source,
    correlationId: message.correlationId ?? commandId,
    causationId: commandId,
    ...(message.ifMatch === undefined ? {} : { ifMatch: message.ifMatch }),
  });
}
