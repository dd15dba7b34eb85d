// Pure: the real decider, nothing else.
import type { SeenEvent } from '@throughline/contracts';
import { given } from '@throughline/kernel';
import { seen } from './seen.decider';

const at = (position: string) => ({ staffId: '00000000-0000-7000-8000-00000000000a', customer: { type: 'email', value: 'jane@example.com' }, position });
const upTo = (position: string): SeenEvent => ({ type: 'staff.customer-seen', data: at(position) });

it('moves forward, by number and not by spelling', () => {
  given(seen).when('mark-seen', at('0')).then(upTo('0'));
  given(seen, upTo('9')).when('mark-seen', at('10')).then(upTo('10'));
});

it('does not reach what has not happened yet', () => {
  given(seen).when('mark-seen', { ...at('11'), head: '10' }).thenRejected('POSITION_AHEAD');
  given(seen).when('mark-seen', { ...at('10'), head: '10' }).then(upTo('10'));
});

it('never moves back', () => {
  given(seen, upTo('10')).when('mark-seen', at('10')).thenNothing();
  given(seen, upTo('10')).when('mark-seen', at('9')).thenNothing();
  given(seen, upTo('10'), upTo('9')).when('mark-seen', at('10')).thenNothing();
});
