import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { randomUUID } from 'node:crypto';

/**
 * W3C Trace Context, level 1. A trace *is* a correlation: its 32 digits, written as a UUID, are the `correlationId` of every event that
 * follows, which the store, Kafka (`ce_traceparent`), projections and processes carry already. So nothing is stored beside it, and
 * whoever has one of the two names finds everything under the other.
 */
const TRACEPARENT = /^(?!ff)([\da-f]{2})-(?!0{32})([\da-f]{8})([\da-f]{4})([\da-f]{4})([\da-f]{4})([\da-f]{12})-(?!0{16})[\da-f]{16}-[\da-f]{2}(-.*)?$/;

/** A request that came through `traceRequests`. */
export type Traced = FastifyRequest & { trace?: string };

/** The correlation a `traceparent` names; `null` = it names none: then a new trace begins, as the standard wants it. */
export function correlationOf(traceparent: unknown): string | null {
  const [, version, a, b, c, d, e, more] = (typeof traceparent === 'string' ? TRACEPARENT.exec(traceparent) : null) ?? [];
  // Versions to come may add to the end, the one we know may not.
  if (version === undefined || (version === '00' && more !== undefined)) return null;
  return [a, b, c, d, e].join('-');
}

/** Sampled, because what follows is recorded for ever. */
export function traceparentOf(correlationId: string): string {
  return `00-${correlationId.replaceAll('-', '')}-${randomUUID().replaceAll('-', '').slice(16)}-01`;
}

/** Every request belongs to a trace, and its answer says to which. */
export function traceRequests(fastify: FastifyInstance): void {
  fastify.decorateRequest('trace');
  fastify.addHook('onRequest', (request, reply, done) => {
    joinTrace(request, reply, correlationOf(request.headers['traceparent']) ?? randomUUID());
    done();
  });
}

export function joinTrace(request: Traced, reply: FastifyReply, correlationId: string): void {
  request.trace = correlationId;
  void reply.header('traceparent', traceparentOf(correlationId));
}
