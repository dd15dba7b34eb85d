// Pure: the decider of touches under commands by chance.
import { touchBounced, touchClicked, touchDelivered, touchOpened, touchReplied, touchReportedAsSpam, touchSent, touchUnsubscribed } from '@throughline/contracts';
import fc from 'fast-check';
import { valuesOf } from '../../../test/models/arbitrary';
import { expectModel } from '../../../test/models/model';
import { touch, type TouchCommand, type TouchState } from './touch.decider';

const TYPES = { sent: touchSent, delivered: touchDelivered, opened: touchOpened, clicked: touchClicked, replied: touchReplied, bounced: touchBounced, 'reported-as-spam': touchReportedAsSpam, unsubscribed: touchUnsubscribed } as const;
const AS_OFTEN_AS_PEOPLE_LIKE: readonly TouchCommand['type'][] = ['record-opened', 'record-clicked', 'record-replied'];

const more = fc.record({ messageId: fc.constantFrom('m-1', 'm-2'), standing: fc.constantFrom('none', 'planned', 'running', 'paused', 'closed') }, { requiredKeys: [] });
const wish = (name: string, schema: object) =>
  fc.tuple(valuesOf(schema), more).map(([data, rest]) => {
    const { messageId: _messageId, ...told } = data as Record<string, unknown>;
    return { type: `record-${name}`, data: { ...told, ...rest } } as unknown as TouchCommand;
  });
const commands = fc.oneof(...Object.entries(TYPES).map(([name, { schema }]) => wish(name, schema)));

const marksOf = (state: TouchState): readonly string[] => (state.status === 'none' ? [] : state.once);
const isPossible = ({ type, data: { standing } }: TouchCommand): boolean => standing !== 'none' && !(standing === 'planned' && type === 'record-sent');

it('happens to a message once, or as often as people like; never in no campaign, and is not sent before its launch', () => {
  expectModel({
    decider: touch,
    facts: Object.values(TYPES),
    commands,
    invariant: ({ before, command, events, after }) => {
      const { standing: _standing, ...told } = command.data;
      const type = `marketing.touch-${command.type.replace('record-', '')}`;
      const mark = told.messageId === undefined || AS_OFTEN_AS_PEOPLE_LIKE.includes(command.type) ? [] : [`${type} ${told.messageId}`];
      const isNew = mark.every((one) => !marksOf(before).includes(one));
      expect(events).toEqual(isPossible(command) && isNew ? [{ type, data: told }] : []);
      expect(after).toEqual(events.length === 0 ? before : { status: 'touched', once: [...marksOf(before), ...mark] });
      if (events.length > 0) expect(touch.decide(after, command)).toEqual(mark.length === 0 ? events : []);
    },
  });
});
