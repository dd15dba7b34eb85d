import { Logger } from '@nestjs/common';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { DocumentBuilder, SwaggerModule } from '@nestjs/swagger';
import { MAX_DEPTH } from '@throughline/vault';
import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { Readable } from 'node:stream';
import { isTooDeep } from './depth';
import { Problem } from './problem';
import { ProblemFilter } from './problem.filter';
import { streamSentFiles } from './sent-file';
import { traceRequests, type Traced } from './trace';
import { commandValidation } from './validation';

/** Bytes of a body that is read whole. What is longer is streamed (`/import`) or refused with 413. */
const BODY_LIMIT = 4 * 1024 * 1024;
const JSON_TYPES = ['application/cloudevents+json', 'application/cloudevents-batch+json'];
/** Passed on unread, as a stream. */
const STREAM_TYPES = ['application/x-ndjson', 'application/ndjson', 'application/jsonl'];

export function httpAdapter(): FastifyAdapter {
  // An open event stream must not keep a stopping process alive; an identifier in a path may be long.
  return new FastifyAdapter({ bodyLimit: BODY_LIMIT, forceCloseConnections: true, routerOptions: { maxParamLength: 1_000 }, genReqId: () => '', frameworkErrors: refuseAddress });
}

/** An address that cannot be read never comes as far as a route. It is not repeated: it may hold a customer's identifier. */
function refuseAddress({ statusCode }: FastifyError, _request: unknown, reply: FastifyReply): void {
  const problem = statusCode === 414 ? new Problem(414, 'ADDRESS_TOO_LONG', 'a part of the address is too long') : new Problem(400, 'ADDRESS_INVALID', 'the address is not a valid one: percent-encoding is UTF-8');
  void reply.status(problem.status).header('Content-Type', 'application/problem+json; charset=utf-8').send(JSON.stringify(problem.body('/')));
}

/** What every app's HTTP has in common: traces, formats, validation, problems, access log, documentation under `docs`. */
export function configureHttp(app: NestFastifyApplication, title: string, version: string, docs = 'docs'): void {
  const fastify = app.getHttpAdapter().getInstance();
  traceRequests(fastify);
  for (const type of JSON_TYPES) fastify.addContentTypeParser(type, { parseAs: 'string' }, (_request, body, done) => parseJson(String(body), done));
  for (const type of STREAM_TYPES) fastify.addContentTypeParser(type, (_request, payload, done) => done(null, payload));
  streamSentFiles(fastify);
  fastify.addHook('preValidation', refuseDeep);
  fastify.setReplySerializer(inJson);
  app.useGlobalFilters(new ProblemFilter());
  app.useGlobalPipes(commandValidation());
  logRequests(fastify);
  SwaggerModule.setup(docs, app, describe(app, title, version));
}

/** The OpenAPI document of all routes. */
function describe(app: NestFastifyApplication, title: string, version: string) {
  const options = new DocumentBuilder()
    .setTitle(title)
    .setDescription('Every route needs a key: Authorization: Bearer <key>. Refusals are application/problem+json with a stable code.')
    .setVersion(version)
    .addBearerAuth({ type: 'http', scheme: 'bearer' })
    .build();
  return SwaggerModule.createDocument(app, options);
}

/** Validating walks through all of a body and would run out of stack. A batch of events is let through: one that is too deep costs only itself. */
function refuseDeep({ headers, body }: FastifyRequest, _reply: unknown, done: (error?: Error) => void): void {
  const isEvents = JSON_TYPES.some((type) => headers['content-type']?.toLowerCase().startsWith(type));
  done(!isEvents && !(body instanceof Readable) && isTooDeep(body) ? new Problem(400, 'TOO_DEEP', `a body is nested at most ${MAX_DEPTH} levels deep`) : undefined);
}

function parseJson(text: string, done: (error: Error | null, body?: unknown) => void): void {
  try {
    done(null, JSON.parse(text));
  } catch {
    done(Object.assign(new Error('the body is not valid JSON'), { statusCode: 400 }));
  }
}

/** JSON has no 64-bit integers: positions are decimal strings. Looked for only where there is one. */
function inJson(payload: unknown): string {
  try {
    return JSON.stringify(payload);
  } catch {
    return JSON.stringify(payload, (_name, value: unknown) => (typeof value === 'bigint' ? String(value) : value));
  }
}

/** The route, not the address: an address may hold a customer's identifier. */
function logRequests(fastify: FastifyInstance): void {
  const log = new Logger('http');
  fastify.addHook('onResponse', (request: Traced, reply, done) => {
    const route = request.routeOptions.url ?? 'none';
    log.debug({ method: request.method, route, status: reply.statusCode, ms: Math.round(reply.elapsedTime), trace: request.trace });
    done();
  });
}
