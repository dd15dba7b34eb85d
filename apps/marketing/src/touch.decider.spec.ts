// Pure: the real decider under given cases and under commands by chance.
import { touchBounced, touchClicked, touchDelivered, touchOpened, touchReplied, touchReportedAsSpam, touchSent, touchUnsubscribed, type TouchEvent } from '@throughline/contracts';
import { given } from '@throughline/kernel';
import fc from 'fast-check';
import { valuesOf } from '../../../test/models/arbitrary';
import { expectModel } from '../../../test/models/model';
import { touch, type TouchCommand } from './touch.decider';

const of = { campaignId: 'c-1', customer: { type: 'email', value: 'jane@example.com' }, messageId: 'm-1' };
const sent: TouchEvent = { type: 'marketing.touch-sent', data: of };
const opened: TouchEvent = { type: 'marketing.touch-opened', data: of };
const bounced: TouchEvent = { type: 'marketing.touch-bounced', data: { ...of, kind: 'hard' } };

it('is recorded as it happens, in any order, also after the campaign was closed', () => {
  given(touch).when('record-sent', { ...of, standing: 'running' }).then(sent);
  given(touch).when('record-opened', { ...of, standing: 'closed' }).then(opened);
  given(touch, sent).when('record-bounced', { ...of, kind: 'hard' }).then(bounced);
});

it('happens once to a message, but a message is read often', () => {
  given(touch, sent).when('record-sent', of).thenNothing();
  given(touch, sent).when('record-sent', { ...of, messageId: 'm-2' }).then({ type: 'marketing.touch-sent', data: { ...of, messageId: 'm-2' } });
  given(touch, sent, opened).when('record-opened', of).then(opened);
  const { messageId: _messageId, ...unnamed } = of;
  const call: TouchEvent = { type: 'marketing.touch-sent', data: unnamed };
  given(touch, call).when('record-sent', unnamed).then(call);
});

it('belongs to a campaign there is, and is not sent before its launch', () => {
  given(touch).when('record-opened', { ...of, standing: 'none' }).thenRejected('CAMPAIGN_NOT_FOUND');
  given(touch).when('record-sent', { ...of, standing: 'planned' }).thenRejected('CAMPAIGN_NOT_LAUNCHED');
});

const TYPES = { sent: touchSent, delivered: touchDelivered, opened: touchOpened, clicked: touchClicked, replied: touchReplied, bounced: touchBounced, 'reported-as-spam': touchReportedAsSpam, unsubscribed: touchUnsubscribed } as const;

it('records what it was told word for word, and forgets nothing of what happens once', () => {
  expectModel({
    decider: touch,
    facts: Object.values(TYPES),
    commands: fc.oneof(...Object.entries(TYPES).map(([name, { schema }]) => valuesOf(schema).map((data) => ({ type: `record-${name}`, data }) as TouchCommand))),
    invariant: ({ before, command, events, after }) => {
      if (events.length === 0) return expect(after).toEqual(before);
      expect(events).toEqual([{ type: `marketing.touch-${command.type.replace('record-', '')}`, data: command.data }]);
      const known = before.status === 'none' ? [] : before.once;
      expect(after).toEqual({ status: 'touched', once: expect.arrayContaining([...known]) });
    },
  });
});
