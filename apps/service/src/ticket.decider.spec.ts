// Pure: the real decider, nothing else.
import type { TicketEvent } from '@throughline/contracts';
import { given } from '@throughline/kernel';
import { ticket } from './ticket.decider';

const ticketId = '7';
const anna = 'staff:00000000-0000-7000-8000-00000000000a';
const ben = 'staff:00000000-0000-7000-8000-00000000000b';
const opening = { ticketId, customer: { type: 'email', value: 'jane@example.com' }, kind: 'claim', subject: 'Pump leaks', queue: 'Technik' } as const;
const opened: TicketEvent = { type: 'service.ticket-opened', data: opening };
const assigned: TicketEvent = { type: 'service.ticket-assigned', data: { ticketId, assignee: anna } };
const resolved: TicketEvent = { type: 'service.ticket-resolved', data: { ticketId, solution: 'New seal' } };
const reopened: TicketEvent = { type: 'service.ticket-reopened', data: { ticketId } };
const closed: TicketEvent = { type: 'service.ticket-closed', data: { ticketId } };
const merged: TicketEvent = { type: 'service.ticket-merged', data: { ticketId, into: '8' } };
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
  it('with another number is the same wish', () => {
    const numbered: TicketEvent = { type: 'service.ticket-opened', data: { ...opening, number: 'T-260115-0001' } };
    given(ticket, numbered).when('open-ticket', { ...opening, number: 'T-260115-0002' }).thenNothing();
  });
  it.each(['assign-ticket', 'take-ticket', 'change-ticket', 'reply-to-ticket', 'note-on-ticket', 'wait-for-customer', 'stop-waiting', 'resolve-ticket', 'reopen-ticket', 'close-ticket'] as const)('comes before %s', (type) => {
    given(ticket).when(type, { ...answer, queue: 'Technik', expected: null }).thenRejected('TICKET_NOT_FOUND');
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

describe('taking', () => {
  const taken: TicketEvent = { type: 'service.ticket-taken', data: { ticketId, assignee: anna } };
  it('is by oneself, of what nobody has', () => {
    given(ticket, opened).when('take-ticket', { ticketId, expected: null }, { by: anna }).then(taken);
    given(ticket, opened, taken).when('take-ticket', { ticketId, expected: null }, { by: anna }).thenNothing();
    given(ticket, opened).when('take-ticket', { ticketId, expected: null }, { by: 'source:shop' }).thenRejected('TICKET_TAKER_NO_AGENT');
  });
  it('lets the first one win, whoever saw nobody', () => {
    given(ticket, opened, taken).when('take-ticket', { ticketId, expected: null }, { by: ben }).thenRejected('TICKET_TAKEN');
    given(ticket, opened, taken, { type: 'service.ticket-assigned', data: { ticketId, assignee: ben } })
      .when('take-ticket', { ticketId, expected: anna }, { by: 'staff:00000000-0000-7000-8000-00000000000c' })
      .thenRejected('TICKET_TAKEN');
  });
  it('over from a colleague says from whom, and asks nobody', () => {
    given(ticket, opened, taken)
      .when('take-ticket', { ticketId, expected: anna }, { by: ben })
      .then({ type: 'service.ticket-taken', data: { ticketId, assignee: ben, from: anna } });
  });
  it('is of a ticket that lives', () => {
    given(ticket, opened, closed).when('take-ticket', { ticketId, expected: null }, { by: anna }).thenRejected('TICKET_CLOSED');
    given(ticket, opened, merged).when('take-ticket', { ticketId, expected: null }, { by: anna }).thenRejected('TICKET_MERGED');
  });
});

describe('changing', () => {
  it('says old and new, and only what changes', () => {
    given(ticket, opened)
      .when('change-ticket', { ticketId, kind: 'complaint', priority: 'high', queue: 'Technik', product: 'GTX Pro', subject: 'Pump drips' })
      .then({
        type: 'service.ticket-changed',
        data: {
          ticketId,
          changes: [{ field: 'product', to: 'GTX Pro' }, { field: 'priority', from: 'normal', to: 'high' }, { field: 'kind', from: 'claim', to: 'complaint' }],
          subject: { from: 'Pump leaks', to: 'Pump drips' },
        },
      });
  });
  it('takes away what is null, and is nothing where all stands so', () => {
    const without: TicketEvent = { type: 'service.ticket-changed', data: { ticketId, changes: [{ field: 'queue', from: 'Technik' }] } };
    given(ticket, opened).when('change-ticket', { ticketId, queue: null }).then(without);
    given(ticket, opened, without).when('change-ticket', { ticketId, queue: null, kind: 'claim' }).thenNothing();
    given(ticket, opened).when('change-ticket', { ticketId }).thenNothing();
  });
  it('knows the queue of an assignment', () => {
    given(ticket, opened, { type: 'service.ticket-assigned', data: { ticketId, queue: 'Büro' } }).when('change-ticket', { ticketId, queue: 'Büro' }).thenNothing();
    given(ticket, opened).when('change-ticket', { ticketId, queue: 'Büro' }).then({ type: 'service.ticket-changed', data: { ticketId, changes: [{ field: 'queue', from: 'Technik', to: 'Büro' }] } });
  });
});

describe('the customer', () => {
  const unknown: TicketEvent = { type: 'service.ticket-opened', data: { ticketId, subject: 'Pump leaks' } };
  const { customer } = opening;
  const identified: TicketEvent = { type: 'service.ticket-customer-identified', data: { ticketId, customer } };
  it('is identified once, also when all is done', () => {
    given(ticket, unknown).when('identify-customer', { ticketId, customer }).then(identified);
    given(ticket, unknown, closed).when('identify-customer', { ticketId, customer }).then(identified);
    given(ticket, unknown, identified).when('identify-customer', { ticketId, customer }).thenNothing();
  });
  it('is another one by moving only', () => {
    const other = { type: 'email', value: 'joe@example.com' };
    given(ticket, opened).when('identify-customer', { ticketId, customer: other }).thenRejected('TICKET_CUSTOMER_KNOWN');
    given(ticket, { type: 'service.ticket-assigned', data: { ticketId, customer } }).when('identify-customer', { ticketId, customer: other }).thenRejected('TICKET_CUSTOMER_KNOWN');
  });
});

describe('waiting for the customer', () => {
  const waiting: TicketEvent = { type: 'service.ticket-waiting-started', data: { ticketId, note: 'sends photos' } };
  const wait = { ticketId, note: 'sends photos' };
  const ended: TicketEvent = { type: 'service.ticket-waiting-ended', data: { ticketId } };
  it('begins on an open ticket, once', () => {
    given(ticket, opened).when('wait-for-customer', wait).then(waiting);
    given(ticket, opened, waiting).when('wait-for-customer', wait).thenNothing();
    given(ticket, opened, resolved).when('wait-for-customer', wait).then(reopened, waiting);
    given(ticket, opened, closed).when('wait-for-customer', wait).thenRejected('TICKET_CLOSED');
  });
  it('ends by his answer, by ourselves, or with the ticket', () => {
    given(ticket, opened, waiting).when('stop-waiting', { ticketId }).then(ended);
    given(ticket, opened, waiting, ended).when('stop-waiting', { ticketId }).thenNothing();
    given(ticket, opened, waiting, { type: 'service.ticket-replied', data: question }).when('wait-for-customer', wait).then(waiting);
    given(ticket, opened, waiting, resolved, reopened).when('wait-for-customer', wait).then(waiting);
  });
  it('goes on when we write again', () => {
    given(ticket, opened, waiting, { type: 'service.ticket-replied', data: answer }).when('wait-for-customer', wait).thenNothing();
  });
});

describe('merging', () => {
  const merge = { ticketId, into: '8', other: { status: 'there' } } as const;
  it('ends the duplicate, whatever became of it', () => {
    given(ticket, opened).when('merge-ticket', merge).then(merged);
    given(ticket, opened)
      .when('merge-ticket', { ...merge, other: { status: 'there', number: 'T-260115-0008' } })
      .then({ type: 'service.ticket-merged', data: { ticketId, into: '8', intoNumber: 'T-260115-0008' } });
    given(ticket, opened, closed).when('merge-ticket', merge).then(merged);
    given(ticket, opened, merged).when('merge-ticket', merge).thenNothing();
    given(ticket, opened, merged).when('merge-ticket', { ...merge, into: '9' }).thenRejected('TICKET_MERGED');
    given(ticket, opened).when('merge-ticket', { ...merge, into: ticketId }).thenRejected('TICKET_MERGED_INTO_ITSELF');
  });
  it('goes into a ticket that is there, and no duplicate', () => {
    given(ticket, opened).when('merge-ticket', { ...merge, other: { status: 'none' } }).thenRejected('TICKET_NOT_FOUND');
    given(ticket, opened).when('merge-ticket', { ...merge, other: { status: 'merged', into: '9' } }).thenRejected('TICKET_MERGED');
    given(ticket, opened, merged).when('merge-ticket', { ...merge, other: { status: 'merged', into: '9' } }).thenNothing();
  });
  it.each(['reply-to-ticket', 'assign-ticket', 'change-ticket', 'wait-for-customer', 'resolve-ticket'] as const)('refuses %s from then on', (type) => {
    given(ticket, opened, merged).when(type, { ...question, queue: 'Büro' }).thenRejected('TICKET_MERGED');
  });
  it('is an end already: there is nothing to close', () => given(ticket, opened, merged).when('close-ticket', { ticketId }).thenNothing());
  it('stays when another system closes the duplicate, and is undone by reopening', () => {
    given(ticket, opened, merged, resolved, closed).when('merge-ticket', merge).thenNothing();
    given(ticket, opened, merged).when('reopen-ticket', { ticketId }).then(reopened);
    given(ticket, opened, merged, reopened).when('reply-to-ticket', question).then({ type: 'service.ticket-replied', data: question });
  });
});

describe('a solution of the collection', () => {
  const linked: TicketEvent = { type: 'service.ticket-solution-linked', data: { ticketId, solutionId: 's-1' } };
  it('is linked once, and may be what helped', () => {
    given(ticket, opened).when('link-solution', { ticketId, solutionId: 's-1', isKnown: true }).then(linked);
    given(ticket, opened, linked).when('link-solution', { ticketId, solutionId: 's-1', isKnown: true }).thenNothing();
    const solved: TicketEvent = { type: 'service.ticket-resolved', data: { ticketId, solutionId: 's-1' } };
    given(ticket, opened, linked).when('resolve-ticket', { ticketId, solutionId: 's-1', isKnown: true }).then(solved);
    given(ticket, opened).when('link-solution', { ticketId, solutionId: 's-1', isKnown: false }).thenRejected('SOLUTION_NOT_FOUND');
    given(ticket, opened).when('resolve-ticket', { ticketId, solutionId: 's-1', isKnown: false }).thenRejected('SOLUTION_NOT_FOUND');
    given(ticket, opened, solved).when('resolve-ticket', { ticketId, solutionId: 's-1', isKnown: false }).thenNothing();
    given(ticket, opened, solved)
      .when('resolve-ticket', { ticketId, solutionId: 's-2', isKnown: true })
      .then({ type: 'service.ticket-resolved', data: { ticketId, solutionId: 's-2' } });
    given(ticket, opened, solved).when('resolve-ticket', { ticketId, solutionId: 's-2', isKnown: false }).thenRejected('SOLUTION_NOT_FOUND');
  });
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
  it('is resolved, and in another way again, each once', () => {
    given(ticket, opened).when('resolve-ticket', { ticketId, solution: 'New seal' }).then(resolved);
    given(ticket, opened, resolved).when('resolve-ticket', { ticketId }).thenNothing();
    given(ticket, opened, resolved).when('resolve-ticket', { ticketId, solution: 'New seal' }).thenNothing();
    given(ticket, opened, resolved)
      .when('resolve-ticket', { ticketId, solution: 'New pump' })
      .then({ type: 'service.ticket-resolved', data: { ticketId, solution: 'New pump' } });
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
