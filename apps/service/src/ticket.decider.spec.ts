// Pure: the real decider and the real catalogue, nothing else.
import { catalogue, type TicketEvent } from '@throughline/contracts';
import { given, isRejection } from '@throughline/kernel';
import fc from 'fast-check';
import { ticket, type TicketCommand, type TicketState } from './ticket.decider';

const ticketId = '7';
const anna = 'staff:00000000-0000-7000-8000-00000000000a';
const ben = 'staff:00000000-0000-7000-8000-00000000000b';
const opening = { ticketId, customer: { type: 'email', value: 'jane@example.com' }, kind: 'claim', subject: 'Pump leaks', queue: 'Technik' } as const;
const opened: TicketEvent = { type: 'service.ticket-opened', data: opening };
const assigned: TicketEvent = { type: 'service.ticket-assigned', data: { ticketId, assignee: anna } };
const resolved: TicketEvent = { type: 'service.ticket-resolved', data: { ticketId, solution: 'New seal' } };
const reopened: TicketEvent = { type: 'service.ticket-reopened', data: { ticketId } };
const closed: TicketEvent = { type: 'service.ticket-closed', data: { ticketId } };
const answer = { ticketId, text: 'A new seal is on its way', channel: 'email', direction: 'out' } as const;
const question = { ticketId, text: 'It still leaks', direction: 'in' } as const;

describe('opening', () => {
  it('is done once', () => {
    given(ticket).when('open-ticket', opening).then(opened);
    given(ticket, opened).when('open-ticket', opening).thenNothing();
    given(ticket, opened, closed).when('open-ticket', opening).thenNothing();
    given(ticket, opened).when('open-ticket', { ...opening, kind: 'complaint' }).thenRejected('TICKET_EXISTS');
  });
  it('needs no customer', () => given(ticket).when('open-ticket', { ticketId }).then({ type: 'service.ticket-opened', data: { ticketId } }));
  it.each(['assign-ticket', 'reply-to-ticket', 'note-on-ticket', 'resolve-ticket', 'reopen-ticket', 'close-ticket'] as const)('comes before %s', (type) => {
    given(ticket).when(type, { ...answer, queue: 'Technik' }).thenRejected('TICKET_NOT_FOUND');
  });
});

describe('assigning', () => {
  it('names an agent, a queue, or both', () => {
    given(ticket, opened).when('assign-ticket', { ticketId, assignee: anna }).then(assigned);
    given(ticket, opened)
      .when('assign-ticket', { ticketId, assignee: ben, queue: 'Büro' })
      .then({ type: 'service.ticket-assigned', data: { ticketId, assignee: ben, queue: 'Büro' } });
    given(ticket, opened).when('assign-ticket', { ticketId }).thenRejected('TICKET_ASSIGNEE_MISSING');
  });
  it('does nothing where it stands already', () => {
    given(ticket, opened).when('assign-ticket', { ticketId, queue: 'Technik' }).thenNothing();
    given(ticket, opened, assigned).when('assign-ticket', { ticketId, assignee: anna }).thenNothing();
    given(ticket, opened, assigned).when('assign-ticket', { ticketId, assignee: anna, queue: 'Technik' }).thenNothing();
  });
  it('hands over', () => given(ticket, opened, assigned).when('assign-ticket', { ticketId, assignee: ben }).then({ type: 'service.ticket-assigned', data: { ticketId, assignee: ben } }));
  it('is not for closed tickets', () => given(ticket, opened, closed).when('assign-ticket', { ticketId, assignee: anna }).thenRejected('TICKET_CLOSED'));
});

describe('replying', () => {
  it('goes both ways, as often as it is said', () => {
    given(ticket, opened).when('reply-to-ticket', answer).then({ type: 'service.ticket-replied', data: answer });
    given(ticket, opened, { type: 'service.ticket-replied', data: answer }).when('reply-to-ticket', answer).then({ type: 'service.ticket-replied', data: answer });
    given(ticket, opened).when('reply-to-ticket', question).then({ type: 'service.ticket-replied', data: question });
  });
  it('by the customer reopens what was resolved; our own reply does not', () => {
    given(ticket, opened, resolved).when('reply-to-ticket', question).then({ type: 'service.ticket-replied', data: question }, reopened);
    given(ticket, opened, resolved).when('reply-to-ticket', answer).then({ type: 'service.ticket-replied', data: answer });
  });
  it('needs a ticket that is not closed', () => {
    given(ticket, opened, closed).when('reply-to-ticket', answer).thenRejected('TICKET_CLOSED');
    given(ticket, opened, closed).when('reply-to-ticket', question).thenRejected('TICKET_CLOSED');
  });
});

describe('an internal note', () => {
  it.each([[[opened]], [[opened, resolved]], [[opened, closed]]])('is possible at any time', (past) => {
    given(ticket, ...past)
      .when('note-on-ticket', { ticketId, text: 'Regular customer' })
      .then({ type: 'service.ticket-noted', data: { ticketId, text: 'Regular customer' } });
  });
});

describe('the end of a ticket', () => {
  it('is resolved once', () => {
    given(ticket, opened).when('resolve-ticket', { ticketId, solution: 'New seal' }).then(resolved);
    given(ticket, opened, resolved).when('resolve-ticket', { ticketId }).thenNothing();
    given(ticket, opened, resolved).when('resolve-ticket', { ticketId, solution: 'New seal' }).thenNothing();
    given(ticket, opened, resolved).when('resolve-ticket', { ticketId, solution: 'New pump' }).thenRejected('TICKET_NOT_OPEN');
    given(ticket, opened, closed).when('resolve-ticket', { ticketId }).thenRejected('TICKET_CLOSED');
  });
  it('is closed once, resolved or not', () => {
    given(ticket, opened).when('close-ticket', { ticketId }).then(closed);
    given(ticket, opened, resolved).when('close-ticket', { ticketId }).then(closed);
    given(ticket, opened, closed).when('close-ticket', { ticketId }).thenNothing();
  });
  it('is reopened after either', () => {
    given(ticket, opened, resolved).when('reopen-ticket', { ticketId }).then(reopened);
    given(ticket, opened, closed)
      .when('reopen-ticket', { ticketId, reason: 'leaks again' })
      .then({ type: 'service.ticket-reopened', data: { ticketId, reason: 'leaks again' } });
    given(ticket, opened, closed, reopened).when('reopen-ticket', { ticketId }).thenNothing();
    given(ticket, opened, closed, reopened).when('resolve-ticket', { ticketId, solution: 'New seal' }).then(resolved);
  });
});

describe('the log of another system', () => {
  it('may begin with an assignment, and go on after the closing', () => {
    given(ticket, assigned).when('assign-ticket', { ticketId, assignee: anna }).thenNothing();
    given(ticket, opened, closed, { type: 'service.ticket-activity-recorded', data: { ticketId, activity: 'Wait' } })
      .when('reply-to-ticket', answer)
      .thenRejected('TICKET_CLOSED');
  });
});

const by = { by: 'staff:00000000-0000-7000-8000-000000000001', at: '2026-01-15T09:00:00.000Z' } as const;
const maybe = <T>(...values: T[]) => fc.constantFrom(undefined, ...values);
const once: fc.Arbitrary<TicketCommand> = fc.oneof(
  fc.constantFrom('claim' as const, 'complaint' as const).map((kind) => ({ ...by, type: 'open-ticket' as const, data: { ...opening, kind } })),
  fc.record({ assignee: maybe(anna, ben), queue: maybe('Technik', 'Büro') }).map((data) => ({ ...by, type: 'assign-ticket' as const, data: { ticketId, ...data } as { ticketId: string } })),
  maybe('New seal', 'New pump').map((solution) => ({ ...by, type: 'resolve-ticket' as const, data: { ticketId, solution } })),
  fc.constant({ ...by, type: 'reopen-ticket' as const, data: { ticketId } }),
  fc.constant({ ...by, type: 'close-ticket' as const, data: { ticketId } }),
);
const often: fc.Arbitrary<TicketCommand> = fc.constantFrom<TicketCommand>(
  { ...by, type: 'reply-to-ticket', data: answer },
  { ...by, type: 'reply-to-ticket', data: question },
  { ...by, type: 'note-on-ticket', data: { ticketId, text: 'Regular customer' } },
);
const facts: fc.Arbitrary<TicketEvent> = fc.constantFrom<TicketEvent>(
  opened,
  assigned,
  resolved,
  reopened,
  closed,
  { type: 'service.ticket-resolved', data: { ticketId } },
  { type: 'service.ticket-replied', data: { ticketId, direction: 'in' } },
  { type: 'service.ticket-activity-recorded', data: { ticketId, activity: 'Wait' } },
);

describe('whatever comes', () => {
  it('facts in any order are taken, and any command decided: nothing to do, a reason, or valid events', () => {
    fc.assert(
      fc.property(fc.array(facts, { maxLength: 8 }), fc.array(fc.oneof(once, often), { maxLength: 12 }), (past, wishes) => {
        let state: TicketState = past.reduce(ticket.evolve, ticket.initial);
        for (const wish of wishes) {
          const events = ticket.decide(state, wish);
          if (isRejection(events)) continue;
          for (const event of events) expect(catalogue.validate(event.type, event.data)).toBeNull();
          state = events.reduce(ticket.evolve, state);
        }
      }),
    );
  });

  it('what is no message is done once', () => {
    fc.assert(
      fc.property(fc.array(facts, { maxLength: 8 }), once, (past, wish) => {
        const state = past.reduce(ticket.evolve, ticket.initial);
        const events = ticket.decide(state, wish);
        fc.pre(!isRejection(events));
        expect(ticket.decide(events.reduce(ticket.evolve, state), wish)).toEqual([]);
      }),
    );
  });

  it('between closing and reopening only internal notes are written', () => {
    fc.assert(
      fc.property(fc.array(fc.oneof(once, often), { maxLength: 30 }), (wishes) => {
        const history: TicketEvent[] = [];
        for (const wish of wishes) {
          const events = ticket.decide(history.reduce(ticket.evolve, ticket.initial), wish);
          if (!isRejection(events)) history.push(...events);
        }
        const phases = history.map((event) => event.type).join(' ').split('service.ticket-reopened');
        for (const phase of phases) expect(phase).toMatch(/^((?!ticket-closed).)*(service\.ticket-closed( service\.ticket-noted)*)? ?$/);
      }),
    );
  });
});
