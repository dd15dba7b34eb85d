// Real: the reading of messages; events are written by the cloudevents package, as other systems do.
import { MAX_EVENT_BYTES } from '@throughline/event-store';
import { CloudEvent, Kafka } from 'cloudevents';
import { readInboxMessage } from './inbox-message';

const event = new CloudEvent({ id: '1', source: '/shop', type: 'com.example.order', subject: 'email:jane@example.com', time: '2026-01-15T09:00:00.000Z', datacontenttype: 'application/json', data: { total: '9.90', text: 'ä€' }, region: 'eu' });
const wanted = { specversion: '1.0', id: '1', source: '/shop', type: 'com.example.order', subject: 'email:jane@example.com', time: '2026-01-15T09:00:00.000Z', data: { total: '9.90', text: 'ä€' }, region: 'eu' };

/** As the client gives it: everything is bytes. */
function received({ headers, value }: { readonly headers: object; readonly value: unknown }) {
  return { headers: Object.fromEntries(Object.entries(headers).map(([name, text]) => [name, Buffer.from(String(text))])), value: Buffer.from(typeof value === 'string' ? value : JSON.stringify(value)) };
}
const message = (headers: Readonly<Record<string, string>>, value: string | Buffer = '') => ({ headers, value: Buffer.from(value) });
const ce = { ce_specversion: '1.0', ce_id: '1', ce_source: '/s', ce_type: 't' };

describe('a message of the inbox', () => {
  it('in binary mode is an event', () => {
    expect(readInboxMessage(received(Kafka.binary(event))).value).toMatchObject(wanted);
  });

  it('in structured mode is an event', () => {
    expect(readInboxMessage(received(Kafka.structured(event))).value).toMatchObject(wanted);
  });

  it('keeps the words of the sender', () => {
    for (const made of [Kafka.binary(event), Kafka.structured(event)]) {
      const { value, body } = readInboxMessage(received(made));
      expect(JSON.parse(body as string)).toEqual(value);
    }
  });

  it('may be nested deeper than anybody can walk: that is for the door to refuse', () => {
    const deep = '['.repeat(100_000) + ']'.repeat(100_000);
    expect(readInboxMessage(message(ce, deep)).body).toBe(`{"specversion":"1.0","id":"1","source":"/s","type":"t","data":${deep}}`);
  });

  it('may have headers in capitals, a content type with parameters, or none', () => {
    expect(readInboxMessage(message({ ...ce, 'Content-Type': 'application/json; charset=utf-8' }, '[1]')).value).toMatchObject({ id: '1', data: [1] });
    expect(readInboxMessage(message({ ...ce, CE_Subject: 'user:7' }, '[1]')).value).toMatchObject({ subject: 'user:7', data: [1] });
    expect(readInboxMessage({ headers: { 'content-type': 'Application/CloudEvents+JSON; charset=UTF-8' }, value: Buffer.from('{"id":"2"}') }).value).toEqual({ id: '2' });
  });

  it('may have no data, data that is text, or data that is neither', () => {
    expect(readInboxMessage({ headers: ce, value: null }).value).toEqual({ specversion: '1.0', id: '1', source: '/s', type: 't' });
    expect(readInboxMessage(message({ ...ce, 'content-type': 'text/plain' }, 'hello')).value).toMatchObject({ data: 'hello' });
    expect(readInboxMessage(message({ ...ce, 'content-type': 'image/png' }, Buffer.from([0xff, 0]))).value).toMatchObject({ data_base64: '/wA=' });
  });

  it('takes the last of several headers of one name', () => {
    expect(readInboxMessage({ headers: { ...ce, ce_id: [Buffer.from('1'), Buffer.from('2')] }, value: null }).value).toMatchObject({ id: '2' });
  });

  it.each([
    ['without headers', message({}, '{"id":"1"}'), 'NOT_A_CLOUD_EVENT', '{"id":"1"}'],
    ['without anything', { value: null }, 'NOT_A_CLOUD_EVENT', ''],
    ['that is not the JSON it says it is', message({ 'content-type': 'application/cloudevents+json' }, '{"id":'), 'NOT_JSON', '{"id":'],
    ['whose data is not the JSON it says it is', message({ ...ce, 'content-type': 'application/json' }, 'hello'), 'NOT_JSON', 'hello'],
  ])('%s is refused, with its words', (_name, given, code, body) => {
    expect(readInboxMessage(given)).toMatchObject({ value: null, refused: { code }, body });
  });

  it.each([
    ['that is no text', message(ce, Buffer.from([0x7b, 0xff])), 'NOT_JSON', 2],
    ['that is too long', message(ce, 'x'.repeat(MAX_EVENT_BYTES + 1)), 'TOO_LARGE', MAX_EVENT_BYTES + 1],
  ])('%s is refused, with its length and digest', (_name, given, code, bytes) => {
    expect(readInboxMessage(given)).toMatchObject({ value: null, refused: { code }, body: { bytes, sha256: expect.stringMatching(/^[\da-f]{64}$/) } });
  });
});
