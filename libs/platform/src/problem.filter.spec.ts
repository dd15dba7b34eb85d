// Real: how an error becomes an answer, with the errors of the real ports and of Nest.
import { ForbiddenException, NotFoundException } from '@nestjs/common';
import { EventStoreError } from '@throughline/event-store';
import { ReadStoreError } from '@throughline/read-store';
import { VaultError } from '@throughline/vault';
import { Problem } from './problem';
import { problemOf } from './problem.filter';

const shown = (error: unknown) => {
  const problem = problemOf(error);
  return { status: problem.status, code: problem.code, retryAfter: problem.extra.retryAfter };
};

it('takes a problem as it is', () => {
  const problem = new Problem(409, 'TICKET_CLOSED', 'this ticket is closed');
  expect(problemOf(problem)).toBe(problem);
});

it.each([
  [new EventStoreError('STORE_BUSY', 'come back'), { status: 503, code: 'STORE_BUSY', retryAfter: 1 }],
  [new EventStoreError('STORE_FAILED', 'the disk is full'), { status: 503, code: 'STORE_FAILED', retryAfter: 30 }],
  [new EventStoreError('STORE_CLOSED', 'it stops'), { status: 503, code: 'STORE_CLOSED', retryAfter: 5 }],
  [new EventStoreError('EVENT_TOO_LARGE', 'too large'), { status: 413, code: 'EVENT_TOO_LARGE', retryAfter: undefined }],
  [new EventStoreError('STREAM_NAME_INVALID', 'no name'), { status: 400, code: 'STREAM_NAME_INVALID', retryAfter: undefined }],
  [new ReadStoreError('READ_STORE_CLOSED', 'it stops'), { status: 503, code: 'READ_STORE_CLOSED', retryAfter: 5 }],
  [new VaultError('VAULT_CLOSED', 'it stops'), { status: 503, code: 'VAULT_CLOSED', retryAfter: 5 }],
  [Object.assign(new Error('too large'), { code: 'FST_ERR_CTP_BODY_TOO_LARGE', statusCode: 413 }), { status: 413, code: 'FST_ERR_CTP_BODY_TOO_LARGE', retryAfter: undefined }],
  [Object.assign(new Error('what is this'), { statusCode: 415 }), { status: 415, code: 'UNSUPPORTED_MEDIA_TYPE', retryAfter: undefined }],
  [new NotFoundException('Cannot GET /nowhere'), { status: 404, code: 'NOT_FOUND', retryAfter: undefined }],
  [new ForbiddenException(), { status: 403, code: 'HTTP_403', retryAfter: undefined }],
])('knows %s', (error, answer) => expect(shown(error)).toEqual(answer));

it.each([
  [new Error('jane@example.com could not be saved')],
  [new TypeError("Cannot read properties of undefined (reading 'jane@example.com')")],
  [Object.assign(new Error('jane@example.com'), { code: 'ENOENT' })],
  [Object.assign(new Error('jane@example.com'), { code: 'toString' })],
  [Object.assign(new Error('jane@example.com'), { statusCode: 502 })],
  [new EventStoreError('EVENT_ID_REUSED', 'jane@example.com')],
  ['jane@example.com'],
  [null],
  [undefined],
])('tells nothing of an error nobody foresaw: %s', (error) => {
  const problem = problemOf(error);
  expect(shown(error)).toEqual({ status: 500, code: 'INTERNAL', retryAfter: undefined });
  expect(JSON.stringify(problem.body('/here')) + problem.message).not.toContain('jane');
});

it('does not repeat what could not be parsed', () => {
  const error = Object.assign(new SyntaxError(`Unexpected token j in JSON: "jane@example.com"`), { statusCode: 400 });
  expect(problemOf(error)).toMatchObject({ status: 400, code: 'BAD_REQUEST', detail: 'the body is not valid JSON' });
});

it('is shown as RFC 9457 says, without what belongs into a header', () => {
  const problem = new Problem(429, 'TOO_MANY_IMPORTS', 'two are running', { retryAfter: 10, running: 2 });
  expect(problem.body('/import')).toEqual({ type: 'urn:throughline:problem:too-many-imports', title: 'Too many at once', status: 429, code: 'TOO_MANY_IMPORTS', detail: 'two are running', instance: '/import', running: 2 });
});

it.each([[418, 'Refused'], [500, 'Something failed here'], [502, 'Something failed here']])('has a title for %i too', (status, title) => {
  expect(new Problem(status, 'X', 'y').body('/')).toMatchObject({ title });
});
