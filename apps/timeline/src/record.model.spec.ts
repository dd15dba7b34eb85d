// Pure: the decider of corrections over a ticket, under commands by chance.
import { recordCorrected, recordMoved, recordWithdrawn, ticketOpened, ticketReplied } from '@throughline/contracts';
import type { Decider, Identifier } from '@throughline/kernel';
import fc from 'fast-check';
import { factsOf, valuesOf } from '../../../test/models/arbitrary';
import { expectModel } from '../../../test/models/model';
import { recordDecider, type RecordCommand, type RecordedEvent, type RecordState } from './record.decider';

const node = ({ type, value }: Identifier) => `${type}:${value}`;
const bare = recordDecider(node);
const IDS = ['0190a4b2-1111-7000-8000-00000000000a', '0190a4b2-1111-7000-8000-00000000000b'] as const;
const stream = 'ticket-a';

/** The begun ticket that the commands are about, with envelopes for facts that have none. */
const begun: RecordState = (['service.ticket-opened', 'service.ticket-replied'] as const)
  .map((type, n): RecordedEvent => ({ type, data: { ticketId: 'a', ...(n === 0 ? { customer: { type: 'email', value: 'a' } } : { text: 'a' }) }, id: IDS[n] ?? '', actor: 'staff:1', stream, parties: [{ node: 'email:a', role: 'customer' }] }))
  .reduce(bare.evolve, bare.initial);
const record: Decider<RecordState, RecordCommand, RecordedEvent> = {
  ...bare,
  initial: begun,
  evolve: (state, event) => bare.evolve(state, event.type.startsWith('record.') || 'id' in event ? event : { ...(event as object as RecordedEvent), id: IDS[1], actor: 'source:crm', stream, parties: [] }),
};

const about = { stream: fc.constant(stream), reason: fc.constant('a'), eventId: fc.constantFrom(...IDS) };
const who = valuesOf(ticketOpened.schema.properties.customer) as fc.Arbitrary<Identifier>;
const commands = fc.oneof(
  fc.record({ ...about, data: factsOf([ticketOpened, ticketReplied]).map(({ data }) => ({ ...(data as object), ticketId: 'a' })) }).map((data) => ({ type: 'correct', data }) as RecordCommand),
  fc.record(about, { requiredKeys: ['stream', 'reason'] }).map((data) => ({ type: 'withdraw', data }) as RecordCommand),
  fc.record({ ...about, customer: who, company: who }, { requiredKeys: ['stream', 'reason'] }).map(({ eventId: _eventId, ...data }) => ({ type: 'move', data }) as RecordCommand),
);

it('amends what stands, once, and never what was withdrawn', () => {
  expectModel({
    decider: record,
    facts: [ticketOpened, ticketReplied, recordCorrected, recordWithdrawn, recordMoved],
    commands,
    invariant: ({ before, command, events, after }) => {
      expect(events.length).toBeLessThanOrEqual(1);
      if (events.length > 0) expect(record.decide(after, command)).toEqual([]);
      if (before.status === 'withdrawn') expect(events).toEqual([]);
      if (before.status !== 'there' || after.status !== 'there') return;
      expect(after.entries.map(({ id }) => id)).toEqual(before.entries.map(({ id }) => id));
      const changed = after.entries.filter((entry, at) => entry !== before.entries[at]);
      expect(changed.length).toBe(command.type === 'move' ? 0 : events.length);
      for (const { id } of changed) expect(before.entries.find((entry) => entry.id === id)?.withdrawn).toBe(false);
    },
  });
});
