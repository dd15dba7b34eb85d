// Real: everything here is pure; keys are random, the schemas are TypeBox like the catalogue's.
import { randomBytes } from 'node:crypto';
import { Type, type TSchema } from '@sinclair/typebox';
import type { Identifier } from '@throughline/kernel';
import fc from 'fast-check';
import { NodeNames } from './node-id';
import { ownersIn, sealFields, sealPlan } from './personal-fields';
import { ERASED } from './seal';
import { sealedOwners, unsealFields } from './unseal';

const { node } = new NodeNames(randomBytes(32));
const eventId = '0199f0a0-0000-7000-8000-000000000001';
const subject = 'stream:lead-1';

function personal<S extends TSchema>(schema: S, owner: 'subject' | 'self' = 'subject'): S {
  return { ...schema, personal: owner };
}

const identifier = Type.Object({ type: Type.String(), value: personal(Type.String(), 'self') });
const lead = sealPlan(
  Type.Object({
    channel: Type.String(),
    name: personal(Type.String()),
    message: Type.Optional(personal(Type.String())),
    contact: identifier,
    others: Type.Array(identifier),
    visits: Type.Optional(Type.Array(Type.Object({ at: Type.String(), place: personal(Type.Object({ city: Type.String() })) }))),
    answers: Type.Optional(Type.Record(Type.String(), personal(Type.String()))),
    reply: Type.Optional(Type.Union([Type.Null(), Type.Object({ text: personal(Type.String()), rating: Type.Number() })])),
  }),
);
const jen: Identifier = { type: 'email', value: 'Jen@Example.com' };
const acme: Identifier = { type: 'company', value: 'Acme' };
const data = { channel: 'web', name: 'Jen Doe', contact: jen, others: [acme, { type: 'phone', value: '+49 30 1234567' }] };

function keysFor(owners: readonly string[]): Map<string, Buffer | null> {
  return new Map(owners.map((owner) => [owner, randomBytes(32)]));
}

function sealed<T>(value: T, keys = keysFor(ownersIn(value, lead, { subject, node }))) {
  return { keys, value: sealFields(value, lead, { eventId, subject, node, keys }) };
}

describe('personal fields of a catalogue type', () => {
  it('names every owner whose key is needed, once', () => {
    const twice = { ...data, others: [...data.others, jen] };
    expect(ownersIn(twice, lead, { subject, node })).toEqual([subject, node(jen), node({ type: 'phone', value: '+49301234567' })]);
  });

  it('needs no owner where nothing is personal', () => {
    expect(ownersIn({ channel: 'web', others: [acme] }, lead, { subject, node })).toEqual([]);
    expect(sealPlan(Type.Object({ stage: Type.String() }))).toBeNull();
  });

  it('seals what is marked and nothing else', () => {
    const { value } = sealed(data);
    expect(value).toEqual({
      channel: 'web',
      name: { $sealed: expect.objectContaining({ v: 1, k: subject }) },
      contact: { type: 'email', value: { $sealed: expect.objectContaining({ k: node(jen) }) } },
      others: [acme, { type: 'phone', value: { $sealed: expect.anything() } }],
    });
  });

  it('leaves no clear value in the text', () => {
    const text = JSON.stringify(sealed({ ...data, message: 'call me', visits: [{ at: 'x', place: { city: 'Bonn' } }], answers: { q1: 'yes, forty' } }).value);
    for (const clear of ['Jen', 'Example', '1234567', 'call me', 'Bonn', 'forty']) expect(text).not.toContain(clear);
    expect(text).toContain('Acme');
  });

  it('does not change its input', () => {
    const before = JSON.stringify(data);
    sealed(data);
    expect(JSON.stringify(data)).toBe(before);
  });

  it('leaves absent and null members alone', () => {
    const { value } = sealed({ name: null, others: [], reply: null });
    expect(value).toEqual({ name: null, others: [], reply: null });
  });

  it('follows the branches of a union', () => {
    expect(sealed({ reply: { text: 'fine', rating: 4 } }).value).toEqual({ reply: { text: { $sealed: expect.anything() }, rating: 4 } });
  });

  it('stores erased, not clear, for an owner who was erased before', () => {
    const keys = keysFor(ownersIn(data, lead, { subject, node })).set(node(jen), null);
    expect(sealed(data, keys).value.contact).toEqual({ type: 'email', value: ERASED });
  });

  it('refuses to seal without having asked for the key', () => {
    expect(() => sealed(data, new Map())).toThrow(/was not asked for/);
  });

  it('opens one owner and reads the other as erased', () => {
    const { value, keys } = sealed(data);
    const opened = unsealFields(value, eventId, (owner) => (owner === subject ? null : keys.get(owner)));
    expect(opened).toEqual({ ...data, name: ERASED });
  });

  it('names the owners of what is sealed without a schema', () => {
    const { value, keys } = sealed(data);
    expect(new Set(sealedOwners(value))).toEqual(new Set(keys.keys()));
  });

  it('refuses a value that was moved to another field', () => {
    const { value, keys } = sealed({ ...data, message: 'call me' });
    expect(() => unsealFields({ ...value, name: value.message }, eventId, (owner) => keys.get(owner))).toThrow(expect.objectContaining({ code: 'SEAL_DAMAGED' }));
  });

  it('refuses marks it cannot follow', () => {
    expect(() => sealPlan({ properties: { email: { personal: 'self' } } })).toThrow(/beside a type/);
    expect(() => sealPlan({ properties: { email: { personal: 'me' } } })).toThrow(/"me"/);
    expect(() => sealPlan({ properties: { child: { $ref: '#' } } })).toThrow(/recursive/);
  });

  it('gives back any data it has sealed', () => {
    const anyIdentifier = fc.record({ type: fc.constantFrom('email', 'phone', 'company', 'user'), value: fc.string() });
    const anyData = fc.record(
      {
        channel: fc.string(),
        name: fc.string(),
        contact: anyIdentifier,
        others: fc.array(anyIdentifier, { maxLength: 4 }),
        answers: fc.dictionary(fc.string(), fc.string()),
        reply: fc.option(fc.record({ text: fc.string(), rating: fc.integer() })),
      },
      { requiredKeys: ['others'] },
    );
    fc.assert(
      fc.property(anyData, (value) => {
        const { value: stored, keys } = sealed(value);
        const read: unknown = unsealFields(JSON.parse(JSON.stringify(stored)), eventId, (owner) => keys.get(owner));
        expect(read).toEqual(JSON.parse(JSON.stringify(value)));
      }),
    );
  });
});
