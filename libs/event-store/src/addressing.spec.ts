// Real: addressing over the whole catalogue. Nodes are named in clear here, so that one can read them.
import { catalogue } from '@throughline/contracts';
import type { Identifier } from '@throughline/kernel';
import { addressEvents, laneOwner, NO_STREAM, streamOf } from './addressing';
import { anEvent } from './contract-fixture';

const node = ({ type, value }: Identifier) => `${type}:${value}`;
const jane = { type: 'email', value: 'jane@example.com' };
const john = { type: 'email', value: 'john@example.com' };
const acme = { type: 'company', value: 'Acme' };

const opened = (data: object) => anEvent({ type: 'sales.opportunity-opened', data: { opportunityId: '7', stage: 'proposal', ...data } });
const advanced = () => anEvent({ type: 'sales.opportunity-stage-advanced', data: { opportunityId: '7', stage: 'negotiation' } });
const ticket = (data: object) => anEvent({ type: 'service.ticket-assigned', data: { ticketId: '9', ...data } });

describe('the place of a fact', () => {
  it('has its stream from its content, and its revision behind the head', () => {
    const first = addressEvents(NO_STREAM, [opened({ company: acme }), advanced()], node);
    expect([first.stream, first.head.revision]).toEqual(['opportunity-7', 1]);
    expect(addressEvents(first.head, [advanced()], node).head.revision).toBe(2);
    expect(streamOf(anEvent({ type: 'customer.owner-released', data: { customer: jane } }), node)).toBe('owner-email:jane@example.com');
  });

  it('carries the current version of its type, and 1 for a foreign one', () => {
    const versions = ['sales.opportunity-lost', 'com.shop.order'].map((type) => addressEvents(NO_STREAM, [anEvent({ type, data: { opportunityId: '7' } })], node).events[0]?.schemaVersion);
    expect(versions).toEqual([catalogue.currentVersion('sales.opportunity-lost'), 1]);
  });

  it('has the parties it names, the customer before the company', () => {
    expect(addressEvents(NO_STREAM, [opened({ company: acme, customer: jane })], node).events[0]).toMatchObject({
      subject: 'email:jane@example.com',
      parties: [{ node: 'email:jane@example.com', role: 'customer' }, { node: 'company:Acme', role: 'company' }],
    });
  });

  it('inherits the parties it does not name, role by role', () => {
    const { head, events } = addressEvents(NO_STREAM, [opened({ company: acme, customer: jane }), advanced()], node);
    expect(events[1]?.parties).toEqual(events[0]?.parties);
    expect(addressEvents(head, [advanced()], node).events[0]?.parties).toEqual(events[0]?.parties);
  });

  it('replaces the parties of the roles it names, and only those', () => {
    const before = { revision: 0, subject: 'email:jane@example.com', parties: [{ node: node(jane), role: 'customer' as const }, { node: node(acme), role: 'company' as const }] };
    const [event] = addressEvents(before, [ticket({ customer: john })], node).events;
    expect(event?.parties).toEqual([{ node: node(john), role: 'customer' }, { node: node(acme), role: 'company' }]);
  });

  it('moved to another customer keeps nobody it does not name; whom it left is named once and not inherited', () => {
    const { head } = addressEvents(NO_STREAM, [opened({ company: acme, customer: jane })], node);
    const move = anEvent({ type: 'record.moved', data: { stream: 'opportunity-7', customer: john, fromCustomer: jane, fromCompany: acme, reason: 'a namesake' } });
    const { events } = addressEvents(head, [move, advanced()], node);
    const moved = [{ node: 'email:john@example.com', role: 'customer' }];
    expect(events.map(({ parties }) => parties)).toEqual([[...moved, { node: 'email:jane@example.com', role: 'former' }, { node: 'company:Acme', role: 'former' }], moved]);
    expect(new Set(events.map(({ subject }) => subject))).toEqual(new Set(['email:jane@example.com']));
  });

  it('names nobody twice', () => {
    expect(addressEvents(NO_STREAM, [opened({ customer: acme, company: acme })], node).events[0]?.parties).toEqual([{ node: 'company:Acme', role: 'customer' }]);
  });
});

describe('the lane', () => {
  it('is fixed by the first event, whoever comes later', () => {
    const { head } = addressEvents(NO_STREAM, [ticket({ queue: 'first line' })], node);
    expect(head.subject).toBe('ticket-9');
    const [moved] = addressEvents(head, [ticket({ customer: jane })], node).events;
    expect(moved).toMatchObject({ subject: 'ticket-9', parties: [{ node: 'email:jane@example.com', role: 'customer' }] });
  });

  it('is sealed with a key of its own where it is the stream itself', () => {
    expect(laneOwner('ticket-9', 'ticket-9')).toBe('stream:ticket-9');
    expect(laneOwner('email:jane@example.com', 'ticket-9')).toBe('email:jane@example.com');
  });

  it.each([[jane, john], [john, jane]])('of a link is the smaller node, whichever comes first', (a, b) => {
    const linked = anEvent({ type: 'identity.nodes-linked', data: { linkId: 'l', a, b, rule: 'by hand' } });
    const { stream, events } = addressEvents(NO_STREAM, [linked], node);
    expect([stream, events[0]?.subject]).toEqual(['link-l', 'email:jane@example.com']);
    expect(events[0]?.parties.map((party) => party.node).toSorted()).toEqual([node(jane), node(john)]);
  });
});

describe('a foreign event', () => {
  const sender = { source: '/shop', id: '1' };

  it('stands alone and concerns the subject its sender names', () => {
    const order = anEvent({ type: 'com.shop.order', sender: { ...sender, subject: jane } });
    expect(addressEvents(NO_STREAM, [order], node)).toMatchObject({ stream: `message-${order.id}`, events: [{ subject: node(jane), parties: [{ node: node(jane), role: 'customer' }] }] });
    expect(addressEvents(NO_STREAM, [anEvent({ type: 'com.shop.order', sender: { ...sender, subject: acme } })], node).events[0]?.parties).toEqual([{ node: 'company:Acme', role: 'company' }]);
  });

  it('is its own lane where nobody is named, or what was named is erased', () => {
    for (const subject of [undefined, { type: 'email', value: { $erased: true } }]) {
      const order = anEvent({ type: 'com.shop.order', sender: { ...sender, ...(subject === undefined ? {} : { subject }) } });
      expect(addressEvents(NO_STREAM, [order], node).events[0]).toMatchObject({ subject: `message-${order.id}`, parties: [] });
    }
  });
});
