// Real: the views of answers, wishes and recommendations and their queries, over events as the journal gives them back and shelves in memory.
import { recorded, shelfOf, type Happened } from '../../../test/models/recorded';
import { ofCustomer } from './documents';
import { feedbackPage, satisfactionOf } from './feedback.queries';
import { recommendationView, satisfactionView, wishView, type RecommendationDocument, type WishDocument } from './feedback.view';

const customer = { type: 'email', value: 'simulated@example.com' };
const answered = (answerId: string, kind: string, score: number, more: object = {}, at = '2026-01-15T09:00:00.000Z'): Happened => ({ type: 'marketing.satisfaction-answered', data: { answerId, customer, kind, score, ...more }, at });

it('sums answers by period and by what was asked about, from one moment to another', async () => {
  const shelf = await shelfOf(
    satisfactionView,
    await recorded([
      answered('1', 'nps', 10), answered('2', 'nps', 0, {}, '2026-04-01T00:00:00.000Z'), answered('3', 'csat', 4, { about: 'ticket-1' }),
      answered('4', 'csat', 1, { about: 'order-1' }, '2025-12-31T23:59:59.999Z'), answered('4', 'csat', 5),
    ]),
  );
  const report = await satisfactionOf(shelf, { by: 'quarter' });
  expect([report.all.nps.score, report.all.csat]).toEqual([0, { answers: 2, satisfied: 1, score: 50 }]);
  expect(Object.entries(report.byPeriod).map(([period, { nps, csat }]) => [period, nps.score, csat.score])).toEqual([['2025-Q4', null, 0], ['2026-Q1', 100, 100], ['2026-Q2', -100, null]]);
  expect(Object.entries(report.byAbout).map(([about, { csat }]) => [about, csat.answers])).toEqual([['none', 0], ['order', 1], ['ticket', 1]]);
  const inWinter = await satisfactionOf(shelf, { by: 'month', from: '2026-01-01', to: '2026-04-01' });
  expect([Object.keys(inWinter.byPeriod), inWinter.all.nps.answers]).toEqual([['2026-01'], 1]);
  expect((await satisfactionOf(shelf, { by: 'year', about: 'order' })).all.csat.answers).toBe(1);
});

it('leaves out an answer that was withdrawn', async () => {
  const shelf = await shelfOf(satisfactionView, await recorded([answered('1', 'nps', 10), { type: 'record.withdrawn', data: { stream: 'satisfaction-1', reason: 'a test' } }]));
  expect((await satisfactionOf(shelf, { by: 'year' })).all.nps.answers).toBe(0);
});

it('keeps a wish with what came of it', async () => {
  const noted: Happened = { type: 'marketing.wish-noted', data: { wishId: 'w', customer, wish: 'an app', product: 'GTX Pro' } };
  const declined: Happened = { type: 'marketing.wish-declined', data: { wishId: 'w', reason: 'too few ask' } };
  const fulfilled: Happened = { type: 'marketing.wish-fulfilled', data: { wishId: 'w', explanation: 'many ask' } };
  const folded = async (...facts: readonly Happened[]) => feedbackPage<WishDocument>(await shelfOf(wishView, await recorded(facts)), ['noted', 'fulfilled', 'declined'], { limit: 9 });
  expect((await folded(noted, declined)).documents).toMatchObject([{ status: 'declined', text: 'an app', product: 'GTX Pro', answer: 'too few ask', customer }]);
  expect((await folded(noted, fulfilled, declined)).documents).toMatchObject([{ status: 'fulfilled', answer: 'many ask' }]);
  expect((await folded(fulfilled, noted)).documents).toMatchObject([{ status: 'fulfilled', text: 'an app' }]);
  expect((await folded(noted, { type: 'record.withdrawn', data: { stream: 'wish-w', reason: 'a test' } })).documents).toEqual([]);
});

it('keeps a recommendation for who made it, and its lead', async () => {
  const made: Happened = { type: 'marketing.recommendation-made', data: { recommendationId: 'r', customer, recommended: { type: 'email', value: 'simulated.friend@example.com' } } };
  const events = await recorded([made, { type: 'marketing.recommendation-became-lead', data: { recommendationId: 'r', leadId: 'l' } }]);
  const shelf = await shelfOf(recommendationView, events);
  const [by, to] = events[0]?.parties ?? [];
  expect(await ofCustomer<RecommendationDocument>(shelf, [by?.node ?? ''], 'at')).toMatchObject([{ status: 'lead', leadId: 'l', recommended: { value: 'simulated.friend@example.com' } }]);
  expect(await ofCustomer<RecommendationDocument>(shelf, [to?.node ?? ''], 'at')).toEqual([]);
});
