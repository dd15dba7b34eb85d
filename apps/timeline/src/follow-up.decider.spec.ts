// Pure: the real decider, nothing else.
import type { FollowUpEvent } from '@throughline/contracts';
import { given } from '@throughline/kernel';
import { followUp } from './follow-up.decider';
import { followUpProcess } from './follow-up.process';

const ANNA = 'staff:00000000-0000-7000-8000-00000000000a';
const BERT = 'staff:00000000-0000-7000-8000-00000000000b';
const id = { followUpId: 'f-1' };
const due = '2026-01-20T08:00:00.000Z';
const later = '2026-01-22T08:00:00.000Z';
const plan = { ...id, customer: { type: 'email', value: 'jane@example.com' }, what: 'Call back', assignee: ANNA, due, promised: false } as const;
const planned: FollowUpEvent = { type: 'customer.follow-up-planned', data: plan };
const promised: FollowUpEvent = { type: 'customer.follow-up-planned', data: { ...plan, promised: true } };
const moved: FollowUpEvent = { type: 'customer.follow-up-moved', data: { ...id, due: later, from: due } };
const fellDue: FollowUpEvent = { type: 'customer.follow-up-fell-due', data: { ...id, due } };
const done: FollowUpEvent = { type: 'customer.follow-up-done', data: { ...id, result: 'Called' } };
const dropped: FollowUpEvent = { type: 'customer.follow-up-dropped', data: { ...id, reason: 'No longer needed' } };

describe('planning', () => {
  it('happens once', () => {
    given(followUp).when('plan-follow-up', plan).then(planned);
    given(followUp, planned).when('plan-follow-up', plan).thenNothing();
    given(followUp, planned, moved).when('plan-follow-up', plan).thenNothing();
  });
  it('anew under the same id needs the same content', () => given(followUp, planned).when('plan-follow-up', { ...plan, what: 'Write' }).thenRejected('FOLLOW_UP_EXISTS'));
  it.each([
    ['move-follow-up', { ...id, due }],
    ['hand-over-follow-up', { ...id, assignee: BERT }],
    ['finish-follow-up', id],
    ['drop-follow-up', { ...id, reason: 'x' }],
    ['mark-follow-up-due', { ...id, due }],
  ] as const)('comes before %s', (type, data) => given(followUp).when(type, data).thenRejected('FOLLOW_UP_NOT_FOUND'));
});

describe('moving', () => {
  it('says from when to when', () => given(followUp, planned).when('move-follow-up', { ...id, due: later }).then(moved));
  it('to the same moment in another spelling is nothing', () => given(followUp, planned).when('move-follow-up', { ...id, due: '2026-01-20T09:00:00+01:00' }).thenNothing());
  it('does not wake what is done', () => given(followUp, planned, done).when('move-follow-up', { ...id, due: later }).thenRejected('FOLLOW_UP_NOT_OPEN'));
});

describe('handing over', () => {
  it('says from whom to whom', () => given(followUp, planned).when('hand-over-follow-up', { ...id, assignee: BERT }).then({ type: 'customer.follow-up-handed-over', data: { ...id, assignee: BERT, from: ANNA } }));
  it('to whoever has it is nothing', () => given(followUp, planned).when('hand-over-follow-up', { ...id, assignee: ANNA }).thenNothing());
  it('of what is dropped is refused', () => given(followUp, planned, dropped).when('hand-over-follow-up', { ...id, assignee: BERT }).thenRejected('FOLLOW_UP_NOT_OPEN'));
});

describe('finishing', () => {
  it('is done once, before or after it fell due', () => {
    given(followUp, planned).when('finish-follow-up', { ...id, result: 'Called' }).then(done);
    given(followUp, planned, fellDue).when('finish-follow-up', { ...id, result: 'Called' }).then(done);
    given(followUp, planned, done).when('finish-follow-up', { ...id, result: 'Called' }).thenNothing();
    given(followUp, planned, done).when('finish-follow-up', id).thenNothing();
  });
  it('with another result, or after dropping, is refused', () => {
    given(followUp, planned, done).when('finish-follow-up', { ...id, result: 'Wrote' }).thenRejected('FOLLOW_UP_NOT_OPEN');
    given(followUp, planned, dropped).when('finish-follow-up', id).thenRejected('FOLLOW_UP_NOT_OPEN');
  });
});

describe('dropping', () => {
  it('needs a reason, and nothing more where nobody waits', () => {
    given(followUp, planned).when('drop-follow-up', { ...id, reason: 'No longer needed' }).then(dropped);
    given(followUp, planned, dropped).when('drop-follow-up', { ...id, reason: 'No longer needed' }).thenNothing();
    given(followUp, planned, dropped).when('drop-follow-up', { ...id, reason: 'Another one' }).thenRejected('FOLLOW_UP_NOT_OPEN');
  });
  it('of what was promised says what the customer was told', () => {
    given(followUp, promised).when('drop-follow-up', { ...id, reason: 'No longer needed' }).thenRejected('FOLLOW_UP_PROMISED');
    const data = { ...id, reason: 'No longer needed', told: 'We shall not call' };
    given(followUp, promised).when('drop-follow-up', data).then({ type: 'customer.follow-up-dropped', data });
  });
});

describe('falling due', () => {
  it('is said once per due time', () => {
    given(followUp, planned).when('mark-follow-up-due', { ...id, due }).then(fellDue);
    given(followUp, planned, fellDue).when('mark-follow-up-due', { ...id, due }).thenNothing();
    given(followUp, planned, fellDue, moved).when('mark-follow-up-due', { ...id, due: later }).then({ type: 'customer.follow-up-fell-due', data: { ...id, due: later } });
  });
  it('is not said of a time that holds no more, nor of what is done', () => {
    given(followUp, planned, moved).when('mark-follow-up-due', { ...id, due }).thenNothing();
    given(followUp, planned, done).when('mark-follow-up-due', { ...id, due }).thenNothing();
  });
});

it('of another system may be due in a leap second', () => {
  const leap: FollowUpEvent = { type: 'customer.follow-up-planned', data: { ...plan, due: '2016-12-31T23:59:60Z' } };
  given(followUp, leap).when('move-follow-up', { ...id, due: later }).then({ type: 'customer.follow-up-moved', data: { ...id, due: later, from: '2016-12-31T23:59:60Z' } });
  expect(followUpProcess.timers(given(followUp, leap).state)).toEqual([]);
});

it('of another system whose log begins late is still one', () => {
  given(followUp, moved).when('hand-over-follow-up', { ...id, assignee: BERT }).then({ type: 'customer.follow-up-handed-over', data: { ...id, assignee: BERT } });
  given(followUp, fellDue).when('move-follow-up', { ...id, due: later }).then({ type: 'customer.follow-up-moved', data: { ...id, due: later } });
  expect(given(followUp, moved, planned).state).toMatchObject({ status: 'planned', due: later, assignee: ANNA });
});
