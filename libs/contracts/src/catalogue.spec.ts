// Pure: the real catalogue with its compiled schemas.
import type { TSchema } from '@sinclair/typebox';
import fc from 'fast-check';
import { catalogue } from './catalogue';
import { Position } from './fields';

const opened = { opportunityId: '42', stage: 'proposal' };

describe('every type', () => {
  it.each(catalogue.types.map((type) => [type.type, type] as const))('%s stands in one of our namespaces, alone, and admits no field it does not name', (name, type) => {
    expect(catalogue.isOurNamespace(name)).toBe(true);
    expect(catalogue.types.filter((other) => other.type === name)).toEqual([type]);
    expect(objectsIn(type.schema).every((schema) => schema['additionalProperties'] === false)).toBe(true);
  });

  it('links, settings, quarantine, processes and corrections are written by ourselves alone', () => {
    const open = catalogue.types.filter((type) => type.door === 'open').map((type) => catalogue.context(type.type));
    for (const context of ['identity', 'intake', 'process', 'record', 'settings']) expect(open).not.toContain(context);
    expect(open).toEqual(expect.arrayContaining(['customer', 'marketing', 'sales', 'service']));
  });
});

it('a type that names positions says how they are replaced, and no other does', () => {
  const named = catalogue.types.filter(({ schema }) => JSON.stringify(schema).includes(JSON.stringify(Position.pattern)));
  expect(named.map(({ type }) => type).toSorted()).toEqual(['staff.customer-seen', 'staff.inbox-read']);
  expect(catalogue.types.filter((type) => type.places !== undefined)).toEqual(named);
  const here = (position: string): string => `1${position}`;
  expect(catalogue.type('staff.customer-seen')?.places?.({ staffId: 's', position: '7' }, here)).toEqual({ staffId: 's', position: '17' });
  expect(catalogue.type('staff.inbox-read')?.places?.({ day: 'd', upTo: '7', entries: ['8', '9'] }, here)).toEqual({ day: 'd', upTo: '17', entries: ['18', '19'] });
  expect(catalogue.type('staff.inbox-read')?.places?.({ day: 'd' }, here)).toEqual({ day: 'd' });
});

it('what is undone by an act of its own is never amended', () => {
  const amendable = catalogue.types.filter(({ final }) => final !== true).map(({ type }) => catalogue.context(type));
  for (const context of ['identity', 'intake', 'process', 'record', 'settings', 'staff']) expect(amendable).not.toContain(context);
  expect(amendable).toEqual(expect.arrayContaining(['customer', 'marketing', 'sales', 'service']));
});

describe('namespaces', () => {
  it('ours are ours, also where the type is not known yet', () => {
    expect(catalogue.isOurNamespace('sales.something-new')).toBe(true);
    expect(catalogue.isOurNamespace('privacy.subject-erased')).toBe(true);
    expect(catalogue.type('sales.something-new')).toBeUndefined();
  });
  it.each(['com.shop.order', 'salesforce.lead', 'Order Completed', 'sales', '.sales', ''])('%j is not', (type) => {
    expect(catalogue.isOurNamespace(type)).toBe(false);
    expect(catalogue.currentVersion(type)).toBe(1);
  });
  it('say the context', () => {
    expect(catalogue.context('sales.opportunity-won')).toBe('sales');
    expect(catalogue.context('com.shop.order')).toBe('com');
    expect(catalogue.context('Order Completed')).toBe('other');
  });
});

describe('upcasting', () => {
  it('leaves the current version and foreign data alone', () => {
    expect(catalogue.upcast('sales.opportunity-opened', 1, opened)).toEqual({ ok: true, data: opened });
    expect(catalogue.upcast('com.shop.order', 7, opened)).toEqual({ ok: true, data: opened });
  });
  it.each([99, 0, -1, 1.5, Number.NaN])('does not guess at version %d', (version) => {
    expect(catalogue.upcast('sales.opportunity-opened', version, opened)).toMatchObject({ ok: false, code: 'UNKNOWN_VERSION' });
    expect(catalogue.validate('sales.opportunity-opened', opened, version)).not.toBeNull();
  });
  it('does not guess at a type of ours that it does not know', () => {
    expect(catalogue.upcast('sales.something-new', 1, {})).toEqual({ ok: false, code: 'UNKNOWN_TYPE', detail: 'sales.something-new' });
    expect(catalogue.validate('sales.something-new', {})).not.toBeNull();
  });
});

describe('validating', () => {
  it.each([
    [{ opportunityId: '42' }, '', "must have required property 'stage'"],
    [{ ...opened, stage: 'Proposal!' }, '/stage', 'must match pattern "^[a-z0-9][a-z0-9-]{0,59}$"'],
    [{ ...opened, value: { amount: 12, currency: 'EUR' } }, '/value/amount', 'must be string'],
    [{ ...opened, expectedClose: '2026-02-30' }, '/expectedClose', 'must match format "date"'],
    [{ ...opened, custmer: {} }, '', 'has a field "custmer" that does not belong there'],
    [{ ...opened, 'jane@example.com': 1 }, '', 'has a field that does not belong there'],
    [{ ...opened, opportunityId: 'half \ud83d' }, '/opportunityId', expect.stringContaining('must match pattern')],
    [{ ...opened, opportunityId: 'ticket of jane@example.com' }, '/opportunityId', expect.stringContaining('must match pattern')],
    [{ ...opened, customer: { type: 'email', value: ' ' } }, '/customer/value', expect.stringContaining('must match pattern')],
    [{ ...opened, customer: { type: 'email', value: 'half \ud800' } }, '/customer/value', expect.stringContaining('must match pattern')],
    ['text', '', 'must be object'],
  ])('%j', (data, path, message) => expect(catalogue.validate('sales.opportunity-opened', data)).toEqual({ path, message }));

  it('takes ids as others write them', () => expect(catalogue.validate('sales.opportunity-opened', { ...opened, opportunityId: 'Fälle/2026 № 7 😀' })).toBeNull());

  it('names the words to choose from', () =>
    expect(catalogue.validate('service.ticket-opened', { ticketId: '1', priority: 'highest' })).toEqual({ path: '/priority', message: 'must be one of low, normal, high, urgent' }));

  it('takes foreign data as it is', () => expect(catalogue.validate('com.shop.order', 'anything')).toBeNull());

  it('never repeats a value', () => {
    const secret = 'K4tz3nf0tter';
    const anything = fc.object({ key: fc.constantFrom('opportunityId', 'stage', 'value', 'customer', 'type', `${secret}!`), values: [fc.constant(secret), fc.integer()] });
    fc.assert(fc.property(anything, fc.constantFrom(...catalogue.types), (data, type) => expect(JSON.stringify(catalogue.validate(type.type, data))).not.toContain(secret)));
  });
});

function objectsIn(schema: TSchema): readonly TSchema[] {
  const below = [schema['items'], ...Object.values((schema['properties'] ?? {}) as Record<string, TSchema>)].filter((one): one is TSchema => one !== undefined);
  return [...(schema['type'] === 'object' ? [schema] : []), ...below.flatMap(objectsIn)];
}
