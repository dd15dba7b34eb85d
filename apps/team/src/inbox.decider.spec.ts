// Pure: the decider of read marks, nothing else.
import { inboxRead, type InboxEvent } from '@throughline/contracts';
import { given } from '@throughline/kernel';
import fc from 'fast-check';
import { expectModel } from '../../../test/models/model';
import { inbox, type InboxCommand } from './inbox.decider';

const of = { staffId: '0190a4b2-1111-7000-8000-00000000000a', day: '2026-01-15' };
const upTo = (position: string): InboxEvent => ({ type: 'staff.inbox-read', data: { ...of, upTo: position } });

it('marks everything up to a place, and never back', () => {
  given(inbox).when('mark-read', { ...of, upTo: '40' }).then(upTo('40'));
  given(inbox, upTo('40')).when('mark-read', { ...of, upTo: '40' }).thenNothing();
  given(inbox, upTo('40')).when('mark-read', { ...of, upTo: '9' }).thenNothing();
});

it('marks single entries that were not read yet', () => {
  given(inbox, upTo('40'))
    .when('mark-read', { ...of, entries: ['39', '41', '041', '45'] })
    .then({ type: 'staff.inbox-read', data: { ...of, entries: ['41', '45'] } });
  given(inbox, { type: 'staff.inbox-read', data: { ...of, entries: ['45'] } }).when('mark-read', { ...of, entries: ['45'] }).thenNothing();
  given(inbox).when('mark-read', { ...of, upTo: '40', entries: ['39', '41'] }).then({ type: 'staff.inbox-read', data: { ...of, upTo: '40', entries: ['41'] } });
  given(inbox).when('mark-read', of).thenNothing();
});

it('does not mark what has not happened yet', () => {
  given(inbox).when('mark-read', { ...of, upTo: '41', head: '40' }).thenRejected('POSITION_AHEAD');
  given(inbox).when('mark-read', { ...of, entries: ['41'], head: '40' }).thenRejected('POSITION_AHEAD');
  given(inbox).when('mark-read', { ...of, upTo: '40', head: '40' }).then(upTo('40'));
});

it('whatever is marked in whatever order, what was read stays read', () => {
  const position = fc.nat({ max: 30 }).map(String);
  const commands = fc
    .record({ upTo: position, entries: fc.array(position, { maxLength: 4 }) }, { requiredKeys: [] })
    .map((data): Pick<InboxCommand, 'type' | 'data'> => ({ type: 'mark-read', data: { ...of, ...data } as typeof of }));
  expectModel({
    decider: inbox,
    facts: [inboxRead],
    commands,
    invariant: ({ before, command, after }) => {
      expect(after.upTo >= before.upTo).toBe(true);
      for (const entry of [...before.entries, ...(command.data.entries ?? [])]) expect([entry, after.entries.has(entry) || BigInt(entry) <= after.upTo]).toEqual([entry, true]);
      expect(inbox.decide(after, command)).toEqual([]);
    },
  });
});
