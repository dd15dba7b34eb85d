import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import { RouteConfig } from '@nestjs/platform-fastify';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { Readable } from 'node:stream';
import { Problem } from './problem';

/** A file on its way in: the body of a request as it comes, of whatever type, and never held whole. */
export interface FileInTransit {
  /** Ends with the problem `SENDER_GONE` when the connection does. Whoever stops reading early leaves the rest to the server, which lets it run dry. */
  readonly content: AsyncIterable<Buffer>;
  /** The header `Content-Type`, word for word. */
  readonly contentType: string | undefined;
  /** Bytes its sender says it has, if he does. */
  readonly announced: number | undefined;
}

/** Under which the one parser is found that leaves a body alone. Never on the wire. */
const AS_IT_COMES = 'application/vnd.throughline.file';

/** The body of this route is a file: not parsed, whatever it says it is (JSON, a form), and not limited in length. The route limits it. */
export const TakesFile = () => RouteConfig({ takesFile: true });

/** Of a route that `TakesFile`. */
export const SentFile = createParamDecorator((_data: unknown, context: ExecutionContext): FileInTransit => {
  const request = context.switchToHttp().getRequest<FastifyRequest>();
  const { 'content-type': contentType, 'content-length': length } = request.raw.headers;
  return { content: received(request.body as Readable), contentType, announced: length === undefined ? undefined : Number(length) };
});

export function streamSentFiles(fastify: FastifyInstance): void {
  fastify.addContentTypeParser(AS_IT_COMES, (_request, payload, done) => done(null, payload));
  fastify.addHook('onRequest', (request, _reply, done) => {
    const { takesFile } = request.routeOptions.config as { readonly takesFile?: true };
    if (takesFile === true) request.headers = { ...request.headers, 'content-type': AS_IT_COMES };
    done();
  });
}

/** Destroying a request would take the connection with it, and the answer. */
async function* received(body: Readable): AsyncGenerator<Buffer> {
  try {
    yield* body.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>;
  } catch (error) {
    if ((error as { code?: unknown }).code !== 'ECONNRESET') throw error;
    throw new Problem(400, 'SENDER_GONE', 'the connection ended before the file did; nothing of it is kept, send it again');
  }
}
