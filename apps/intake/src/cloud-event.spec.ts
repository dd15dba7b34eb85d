// Real: the reading of CloudEvents and the whole catalogue. Nothing is replaced.
import fc from 'fast-check';
import { isUnreadable, readCloudEvent, type ReadEvent } from './cloud-event';

const order = { specversion: '1.0', id: '1', source: '/shop', type: 'shop.order-placed', data: { order: 'A-1' } };
const note = { ...order, type: 'customer.note-written', data: { noteId: 'n', customer: { type: 'email', value: 'jane@example.com' }, text: 'called' } };

function read(item: unknown): ReadEvent {
  const found = readCloudEvent(item);
  if (isUnreadable(found)) throw new Error(`${found.code} ${found.message}`);
  return found;
}

describe('a CloudEvent', () => {
  it('is read in our terms, and every word of the sender is kept', () => {
    expect(read({ ...order, subject: 'Jane@Example.com', time: '2026-01-15T10:00:00+01:00', datacontenttype: 'application/json', traceparent: 't', retries: 3 })).toEqual({
      type: 'shop.order-placed',
      data: { order: 'A-1' },
      occurredAt: '2026-01-15T09:00:00.000Z',
      sender: { source: '/shop', id: '1', subject: { type: 'email', value: 'Jane@Example.com' }, time: '2026-01-15T10:00:00+01:00', attributes: { traceparent: 't', retries: 3 } },
    });
  });

  it('may do without subject, time and data', () => {
    const { data: _data, ...bare } = order;
    expect(read(bare)).toEqual({ type: 'shop.order-placed', data: {}, sender: { source: '/shop', id: '1' } });
    expect(read({ ...order, data: null }).data).toEqual({});
    expect(read({ ...order, data: ['a', 7] }).data).toEqual(['a', 7]);
  });

  it('of a type that changed comes as it is today, if its sender says which version he speaks', () => {
    const lost = { ...order, type: 'sales.opportunity-lost', data: { opportunityId: '7', reason: 'they chose another' } };
    expect(readCloudEvent(lost)).toMatchObject({ code: 'DATA_INVALID' });
    expect(read({ ...lost, schemaversion: 1 }).data).toEqual({ opportunityId: '7', reason: 'other', explanation: 'they chose another' });
    expect(read({ ...lost, schemaversion: '1' }).data).toMatchObject({ reason: 'other' });
    for (const schemaversion of [3, 0, 1.5, 'one', null, {}, { toString: false }]) expect(isUnreadable(readCloudEvent({ ...lost, schemaversion }))).toBe(true);
  });
});

function nested(depth: number): unknown {
  let value: unknown = 1;
  for (let i = 0; i < depth; i++) value = [value];
  return value;
}

it.each<[string, unknown, string]>([
  ['what is no object', [order], 'NOT_AN_OBJECT'],
  ['a text', 'event', 'NOT_AN_OBJECT'],
  ['null', null, 'NOT_AN_OBJECT'],
  ['another version of the specification', { ...order, specversion: '0.3' }, 'SPECVERSION_UNKNOWN'],
  ['no id', { ...order, id: undefined }, 'ATTRIBUTE_MISSING'],
  ['an id that is a number', { ...order, id: 1 }, 'ATTRIBUTE_MISSING'],
  ['an empty source', { ...order, source: '' }, 'ATTRIBUTE_MISSING'],
  ['no type', { ...order, type: undefined }, 'ATTRIBUTE_MISSING'],
  ['an id beyond the limit', { ...order, id: 'x'.repeat(301) }, 'ATTRIBUTE_TOO_LONG'],
  ['a source beyond the limit', { ...order, source: 'x'.repeat(501) }, 'ATTRIBUTE_TOO_LONG'],
  ['a type beyond the limit', { ...order, type: 'x'.repeat(201) }, 'ATTRIBUTE_TOO_LONG'],
  ['a type that names somebody', { ...order, type: 'signed-up:jane@example.com' }, 'TYPE_NAMES_A_PERSON'],
  ['a subject that is no text', { ...order, subject: 7 }, 'SUBJECT_INVALID'],
  ['a blank subject', { ...order, subject: '  ' }, 'SUBJECT_INVALID'],
  ['a subject that is a type without a value', { ...order, subject: 'email:' }, 'SUBJECT_INVALID'],
  ['a subject beyond the limit', { ...order, subject: 'x'.repeat(321) }, 'SUBJECT_INVALID'],
  ['a day for a time', { ...order, time: '2026-01-15' }, 'TIME_INVALID'],
  ['a time without a zone', { ...order, time: '2026-01-15T09:00:00' }, 'TIME_INVALID'],
  ['a time that does not exist', { ...order, time: '2026-13-15T09:00:00Z' }, 'TIME_INVALID'],
  ['a time that is a number', { ...order, time: 1768467600 }, 'TIME_INVALID'],
  ['binary data', { ...order, data_base64: 'AAAA' }, 'BINARY_DATA'],
  ['an attribute with an odd name', { ...order, 'trace-id': 't' }, 'ATTRIBUTE_INVALID'],
  ['a name that is ours in the data', { ...order, data: { a: [{ $sealed: {} }] } }, 'RESERVED_MEMBER'],
  ['a name that is ours in an attribute', { ...order, extra: { $erased: true } }, 'RESERVED_MEMBER'],
  ['data nested too deep', { ...order, data: nested(10_000) }, 'TOO_DEEP'],
  ['an attribute nested too deep', { ...order, extra: nested(101) }, 'TOO_DEEP'],
  ['a type of ours that is not known', { ...order, type: 'sales.opportunity-dreamt' }, 'TYPE_UNKNOWN'],
  ['a type that only we write', { ...order, type: 'identity.nodes-linked' }, 'TYPE_CLOSED'],
  ['data that does not fit its schema', { ...note, data: { noteId: 'n', text: 'called' } }, 'DATA_INVALID'],
  ['a field that does not belong there', { ...note, data: { ...note.data, secret: 'x' } }, 'DATA_INVALID'],
  ['an identifier without a value', { ...note, data: { ...note.data, customer: { type: 'email', value: '' } } }, 'DATA_INVALID'],
  ['an identifier of blanks', { ...note, data: { ...note.data, customer: { type: 'email', value: ' \t ' } } }, 'DATA_INVALID'],
])('refuses %s', (_name, item, code) => {
  expect(readCloudEvent(item)).toEqual({ code, message: expect.stringMatching(/.+/) });
});

it('names the place of what is wrong and never quotes it', () => {
  const secret = 'jane@example.com';
  const broken = [
    { ...order, time: secret }, { ...order, specversion: secret }, { ...order, [secret]: 1 }, { ...order, source: secret.repeat(40) },
    { ...note, data: { ...note.data, [secret]: secret } }, { ...note, data: { ...note.data, channel: secret } }, { ...note, data: secret },
    { ...note, type: 'sales.opportunity-lost', schemaversion: secret, data: {} },
  ];
  for (const item of broken) expect(JSON.stringify(readCloudEvent(item))).not.toContain('jane');
});

it('reads or refuses anything, and what it reads has a time of ours or none', () => {
  const item = fc.oneof(fc.anything({ withNullPrototype: true }), fc.record({ specversion: fc.constant('1.0'), id: fc.string(), source: fc.string(), type: fc.oneof(fc.string(), fc.constantFrom('page', 'customer.note-written')), subject: fc.oneof(fc.string(), fc.anything()), time: fc.oneof(fc.string(), fc.date({ noInvalidDate: true }).map((date) => date.toISOString())), data: fc.anything(), schemaversion: fc.anything() }, { requiredKeys: ['specversion'] }));
  fc.assert(
    fc.property(item, (anything) => {
      const found = readCloudEvent(anything);
      if (isUnreadable(found)) expect(found.code).toMatch(/^[A-Z_]+$/);
      else if (found.occurredAt !== undefined) expect(found.occurredAt).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
    }),
    { numRuns: 500 },
  );
});
