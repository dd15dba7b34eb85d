// Pure: the decider of tickets under commands by chance.
import {
  ticketActivityRecorded,
  ticketAssigned,
  ticketChanged,
  ticketClosed,
  ticketCustomerIdentified,
  ticketMerged,
  ticketNoted,
  ticketOpened,
  ticketReopened,
  ticketReplied,
  ticketResolved,
  ticketSlaBreached,
  ticketSolutionLinked,
  ticketTaken,
  ticketWaitingEnded,
  ticketWaitingStarted,
  type EventType,
  type TicketEvent,
} from '@throughline/contracts';
import { isRejection } from '@throughline/kernel';
import fc from 'fast-check';
import { factsOf, valuesOf } from '../../../test/models/arbitrary';
import { expectModel, type Step } from '../../../test/models/model';
import { ticket, type TicketCommand, type TicketState } from './ticket.decider';

const ticketId = 'a';
const details = { kind: fc.constantFrom('claim', 'complaint'), priority: fc.constantFrom('normal', 'high'), queue: fc.constantFrom('Technik', null), subject: fc.constantFrom('leaks', 'drips') };
const wish = (type: TicketCommand['type'], data: fc.Arbitrary<object> = fc.constant({})) => data.map((more) => ({ type, data: { ...more, ticketId } }) as TicketCommand);
const about = (type: TicketCommand['type'], { schema }: Pick<EventType, 'schema'>) => wish(type, valuesOf(schema) as fc.Arbitrary<object>);

const commands = fc.oneof(
  { weight: 4, arbitrary: about('open-ticket', ticketOpened) },
  about('assign-ticket', ticketAssigned),
  wish('take-ticket', fc.record({ expected: fc.constantFrom(null, 'staff:0190a4b2-1111-7000-8000-00000000000a', 'staff:0190a4b2-1111-7000-8000-00000000000b') })),
  wish('change-ticket', fc.record(details, { requiredKeys: [] })),
  about('identify-customer', ticketCustomerIdentified),
  about('reply-to-ticket', ticketReplied),
  about('note-on-ticket', ticketNoted),
  about('wait-for-customer', ticketWaitingStarted),
  wish('stop-waiting'),
  wish('link-solution', fc.record({ solutionId: fc.constantFrom('s-1', 's-2'), isKnown: fc.boolean() })),
  wish('merge-ticket', fc.record({ into: fc.constantFrom('a', 'b', 'c'), other: fc.constantFrom({ status: 'there' }, { status: 'none' }, { status: 'merged', into: 'd' }) })),
  about('resolve-ticket', ticketResolved),
  about('reopen-ticket', ticketReopened),
  wish('close-ticket'),
  about('record-sla-breach', ticketSlaBreached),
);

const facts: readonly EventType[] = [
  ticketOpened, ticketChanged, ticketCustomerIdentified, ticketResolved, ticketReopened, ticketClosed, ticketMerged, ticketActivityRecorded,
  ticketAssigned, ticketTaken, ticketReplied, ticketNoted, ticketWaitingStarted, ticketWaitingEnded, ticketSolutionLinked, ticketSlaBreached,
];

/** Saying it twice is saying it twice. */
const MESSAGES: readonly TicketCommand['type'][] = ['reply-to-ticket', 'note-on-ticket'];
const ALLOWED_BEHIND_THE_END = ['noted', 'solution-linked', 'customer-identified', 'reopened', 'sla-breached'];

const assigneeOf = (state: TicketState) => (state.status === 'none' ? null : state.assignee);

it('has one agent, who is not changed by whoever was late; a duplicate is worked on nowhere but in the other one', () => {
  expectModel({ decider: ticket, facts, commands, invariant });
});

function invariant({ before, command, events, after }: Step<TicketState, TicketCommand, { readonly type: string }>): void {
  const types = events.map(({ type }) => type.replace('service.ticket-', ''));
  if (command.type === 'take-ticket' && assigneeOf(before) !== null && command.data.expected !== assigneeOf(before)) expect(assigneeOf(after)).toBe(assigneeOf(before));
  if (command.type === 'take-ticket' && types.length > 0) expect(assigneeOf(after)).toBe(command.by);
  if (before.status === 'merged') for (const type of types) expect(ALLOWED_BEHIND_THE_END).toContain(type);
  if (before.status === 'closed') for (const type of types) expect([...ALLOWED_BEHIND_THE_END, 'merged']).toContain(type);
  if (command.type === 'record-sla-breach') expect([ticket.decide(after, command), after.status]).toEqual([before.status === 'none' ? expect.anything() : [], before.status]);
  if (after.status === 'merged') expect(after.into).not.toBe(ticketId);
  if (after.status === 'waiting' && before.status !== 'waiting') expect([before.status, types]).toEqual(before.status === 'open' ? ['open', ['waiting-started']] : ['resolved', ['reopened', 'waiting-started']]);
  if (types.includes('replied') && command.type === 'reply-to-ticket' && command.data.direction === 'in') expect(after.status).toBe('open');
  if (events.length === 0) expect(after).toEqual(before);
}

it('does what is no message once, whatever was told before', () => {
  const by = fc.constantFrom('staff:0190a4b2-1111-7000-8000-00000000000a' as const, 'staff:0190a4b2-1111-7000-8000-00000000000b' as const);
  fc.assert(
    fc.property(fc.array(factsOf(facts), { maxLength: 8 }), commands, by, (past, asked, actor) => {
      fc.pre(!MESSAGES.includes(asked.type));
      const wanted = { ...asked, by: actor, at: '2026-01-15T09:00:00.000Z' };
      const state = past.reduce((before, fact) => ticket.evolve(before, fact as TicketEvent), ticket.initial);
      const events = ticket.decide(state, wanted);
      fc.pre(!isRejection(events));
      expect(ticket.decide(events.reduce(ticket.evolve, state), wanted)).toEqual([]);
    }),
    { numRuns: 1_000 },
  );
});
