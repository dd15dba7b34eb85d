// Pure: the real decider over facts of the real catalogue. Nodes are named in clear here, so that one can read them.
import type { Actor, Fact, Identifier, Party } from '@throughline/kernel';
import { given } from '@throughline/kernel';
import { recordDecider, type RecordedEvent } from './record.decider';

const node = ({ type, value }: Identifier) => `${type}:${value.toLowerCase()}`;
const record = recordDecider(node);
const jane = { type: 'email', value: 'jane@example.com' };
const john = { type: 'email', value: 'john@example.com' };
const acme = { type: 'company', value: 'Acme' };
const idOf = (n: number) => `00000000-0000-7000-8000-00000000000${n}`;
const staff = 'staff:00000000-0000-7000-8000-000000000009';

const concerns = (customer: Identifier, company?: Identifier): readonly Party[] => [
  { node: node(customer), role: 'customer', identifier: customer },
  ...(company === undefined ? [] : [{ node: node(company), role: 'company', identifier: company } as const]),
];

function recorded(n: number, fact: Fact, parties = concerns(jane), actor: Actor = staff): RecordedEvent {
  return { ...fact, id: idOf(n), stream: 'any', parties, actor };
}

const note = (text: string, customer = jane, noteId = 'n') => ({ noteId, customer, text });
const written = recorded(0, { type: 'customer.note-written', data: note('wants tea') });
const reason = 'a slip';
const ofNote = { stream: 'note-n', reason };

const opened = recorded(0, { type: 'service.ticket-opened', data: { ticketId: '7', customer: jane, company: acme } }, concerns(jane, acme));
const replied = (n: number) => recorded(n, { type: 'service.ticket-replied', data: { ticketId: '7', text: 'soon' } }, concerns(jane, acme));
const ofTicket = { stream: 'ticket-7', reason };

const correcting = (data: unknown, eventId = idOf(0)) => ({ ...ofNote, eventId, data });
const corrected = (text: string): RecordedEvent => ({ type: 'record.corrected', data: { ...ofNote, eventId: idOf(0), type: 'customer.note-written', version: 2, data: note(text) } });

describe('a correction', () => {
  it('says the whole entry anew', () => given(record, written).when('correct', correcting(note('wants coffee'))).then(corrected('wants coffee')));

  it('that changes nothing is nothing, also of what was corrected before', () => {
    given(record, written).when('correct', correcting(note('wants tea'))).thenNothing();
    given(record, written, corrected('wants coffee')).when('correct', correcting(note('wants coffee'))).thenNothing();
    given(record, written, corrected('wants coffee')).when('correct', correcting(note('wants tea'))).then(corrected('wants tea'));
  });

  it('needs an entry', () => {
    given(record).when('correct', correcting(note('x'))).thenRejected('RECORD_NOT_FOUND');
    given(record, written).when('correct', correcting(note('x'), idOf(5))).thenRejected('RECORD_NOT_FOUND');
  });

  it('fits the type of what it corrects, and says where it does not', () => {
    const wrong = given(record, written).when('correct', correcting({ ...note('x'), text: 7 }));
    wrong.thenRejected('DATA_INVALID');
    expect(wrong.outcome).toMatchObject({ detail: expect.stringContaining('/data/text') });
  });

  it('is about the same thing and the same customer, however he is written', () => {
    given(record, written).when('correct', correcting(note('x', john))).thenRejected('RECORD_OTHER_THING');
    given(record, written).when('correct', correcting(note('x', jane, 'm'))).thenRejected('RECORD_OTHER_THING');
    expect(given(record, written).when('correct', correcting(note('x', { type: 'email', value: 'Jane@Example.com' }))).outcome).toHaveLength(1);
  });

  it('is for what people here entered', () => {
    const told = recorded(0, { type: 'customer.note-written', data: note('wants tea') }, concerns(jane), 'source:crm');
    given(record, told).when('correct', correcting(note('x'))).thenRejected('RECORD_NOT_BY_HAND');
    const foreign = recorded(0, { type: 'shop.order-placed', data: {} });
    given(record, foreign).when('correct', { stream: 'message-1', reason, eventId: idOf(0), data: {} }).thenRejected('RECORD_FOREIGN');
  });

  it('is not for what an act of its own undoes', () => {
    const assigned = recorded(0, { type: 'customer.owner-assigned', data: { customer: jane, owner: staff } });
    given(record, assigned).when('correct', { stream: 'owner-email:jane@example.com', reason, eventId: idOf(0), data: {} }).thenRejected('RECORD_FINAL');
  });

  it('of an erased customer is about somebody else', () => {
    const erased = recorded(0, { type: 'customer.note-written', data: { ...note('x'), customer: { type: 'email', value: { $erased: true } } } });
    given(record, erased).when('correct', correcting(note('x'))).thenRejected('RECORD_OTHER_THING');
  });
});

describe('a withdrawal', () => {
  it('takes back an entry, once', () => {
    const withdrawn: RecordedEvent = { type: 'record.withdrawn', data: { ...ofTicket, eventId: idOf(1) } };
    given(record, opened, replied(1)).when('withdraw', { ...ofTicket, eventId: idOf(1) }).then(withdrawn);
    given(record, opened, replied(1), withdrawn).when('withdraw', { ...ofTicket, eventId: idOf(1) }).thenNothing();
    given(record, opened, replied(1), withdrawn).when('correct', { ...ofTicket, eventId: idOf(1), data: { ticketId: '7', text: 'later' } }).thenRejected('RECORD_WITHDRAWN');
  });

  it('takes back a whole thing, for ever', () => {
    const withdrawn: RecordedEvent = { type: 'record.withdrawn', data: ofTicket };
    given(record, opened, replied(1)).when('withdraw', ofTicket).then(withdrawn);
    given(record, opened, withdrawn).when('withdraw', ofTicket).thenNothing();
    given(record, opened, withdrawn).when('withdraw', { ...ofTicket, eventId: idOf(0) }).thenNothing();
    given(record, opened, withdrawn).when('move', { ...ofTicket, customer: john }).thenRejected('RECORD_WITHDRAWN');
  });

  it('does not take away what others stand on', () => {
    given(record, opened, replied(1)).when('withdraw', { ...ofTicket, eventId: idOf(0) }).thenRejected('RECORD_BEGINS_WITH_IT');
    expect(given(record, opened).when('withdraw', { ...ofTicket, eventId: idOf(0) }).outcome).toHaveLength(1);
  });

  it('is for what people here began', () => {
    const told = recorded(0, { type: 'service.ticket-opened', data: { ticketId: '7' } }, concerns(jane), 'source:mail');
    given(record, told, replied(1)).when('withdraw', ofTicket).thenRejected('RECORD_NOT_BY_HAND');
    expect(given(record, told, replied(1)).when('withdraw', { ...ofTicket, eventId: idOf(1) }).outcome).toHaveLength(1);
  });
});

describe('a move', () => {
  it('names whom it goes to and whom it leaves', () => {
    given(record, opened).when('move', { ...ofTicket, customer: john }).then({ type: 'record.moved', data: { ...ofTicket, customer: john, fromCustomer: jane, fromCompany: acme } });
    given(record, opened).when('move', { ...ofTicket, customer: john, company: acme }).then({ type: 'record.moved', data: { ...ofTicket, customer: john, company: acme, fromCustomer: jane } });
  });

  it('to where it is is nothing, and goes on from where it went', () => {
    given(record, opened).when('move', { ...ofTicket, customer: jane, company: acme }).thenNothing();
    const moved: RecordedEvent = { type: 'record.moved', data: { ...ofTicket, customer: john, fromCustomer: jane, fromCompany: acme } };
    given(record, opened, moved).when('move', { ...ofTicket, customer: john }).thenNothing();
    given(record, opened, moved).when('move', { ...ofTicket, customer: jane }).then({ type: 'record.moved', data: { ...ofTicket, customer: jane, fromCustomer: john } });
  });

  it('is also for what another system put down to the wrong customer', () => {
    const told = recorded(0, { type: 'service.ticket-opened', data: { ticketId: '7', customer: jane } }, concerns(jane), 'source:mail');
    expect(given(record, told).when('move', { ...ofTicket, customer: john }).outcome).toHaveLength(1);
  });

  it('goes to somebody', () => given(record, opened).when('move', ofTicket).thenRejected('DATA_INVALID'));

  it('is not for what is called after its customer, nor for proofs', () => {
    const assigned = recorded(0, { type: 'customer.owner-assigned', data: { customer: jane, owner: staff } });
    const ofOwner = { stream: 'owner-email:jane@example.com', reason };
    given(record, assigned).when('move', { ...ofOwner, customer: john }).thenRejected('RECORD_OF_CUSTOMER');
    given(record, assigned).when('withdraw', ofOwner).thenRejected('RECORD_OF_CUSTOMER');
    const linked = recorded(0, { type: 'identity.nodes-linked', data: { linkId: 'l', a: jane, b: john, rule: 'by hand' } });
    given(record, linked).when('move', { stream: 'link-l', reason, customer: acme }).thenRejected('RECORD_FINAL');
  });
});
