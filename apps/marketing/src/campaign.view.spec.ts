// Real: the views of campaigns and touches, their queries and result, over events as the journal gives them back and shelves in memory.
import type { CampaignEvent, LeadEvent, TouchEvent } from '@throughline/contracts';
import type { StoredEvent } from '@throughline/kernel';
import { recorded, shelfOf, type Happened } from '../../../test/models/recorded';
import { campaignById, campaignPage, peopleOf, resultOf, touchesOf } from './campaign.queries';
import { campaignView } from './campaign.view';
import { leadView } from './lead.view';
import { touchView } from './touch.view';

const campaignId = 'spring';
const plan = { campaignId, name: 'Spring', targetGroup: 'Owners', offer: 'Seals', budget: { amount: '10.00', currency: 'EUR' } };
const customer = (name: string) => ({ type: 'email', value: `simulated.${name}@example.com` });
const campaign = (event: CampaignEvent, at?: string): Happened => ({ ...event, ...(at === undefined ? {} : { at }) });
const touch = (kind: string, name: string, more: object = {}, at?: string): Happened => ({ type: `marketing.touch-${kind}`, data: { campaignId, customer: customer(name), ...more }, ...(at === undefined ? {} : { at }) });
const planned = campaign({ type: 'marketing.campaign-planned', data: plan });

async function shelvesOf(events: readonly StoredEvent[]) {
  const [campaigns, touches, leads] = await Promise.all([campaignView, touchView, leadView].map((view) => shelfOf(view as never, events)));
  if (campaigns === undefined || touches === undefined || leads === undefined) throw new Error('three views, three shelves');
  return { campaigns, touches, leads };
}

describe('a campaign', () => {
  it('is what was planned last, and stands where it was brought', async () => {
    const { campaigns } = await shelvesOf(
      await recorded([
        planned,
        campaign({ type: 'marketing.campaign-launched', data: { campaignId } }, '2026-01-16T00:00:00.000Z'),
        campaign({ type: 'marketing.campaign-changed', data: { campaignId, name: 'Spring again' } }),
        campaign({ type: 'marketing.campaign-paused', data: { campaignId } }),
      ]),
    );
    const found = await campaignById(campaigns, campaignId);
    expect(found).toMatchObject({ status: 'paused', name: 'Spring again', offer: null, budget: null, launchedAt: Date.parse('2026-01-16T00:00:00.000Z'), revision: 3 });
    expect(found).not.toHaveProperty('searchable');
  });

  it('stays closed, and takes a log that begins later', async () => {
    const closed = campaign({ type: 'marketing.campaign-closed', data: { campaignId, reason: 'completed', cost: { amount: '9.00', currency: 'EUR' } } });
    const { campaigns } = await shelvesOf(await recorded([closed, campaign({ type: 'marketing.campaign-launched', data: { campaignId } }), planned]));
    expect(await campaignById(campaigns, campaignId)).toMatchObject({ status: 'closed', name: 'Spring', closing: 'completed', cost: { amount: '9.00', currency: 'EUR' } });
  });

  it('is found by what is in its plan, newest first, page by page', async () => {
    const many = Array.from({ length: 5 }, (_, index) => campaign({ type: 'marketing.campaign-planned', data: { ...plan, campaignId: `c-${index}`, name: `Number ${index}` } }, `2026-01-0${index + 1}T00:00:00.000Z`));
    const { campaigns } = await shelvesOf(await recorded(many));
    const first = await campaignPage(campaigns, { limit: 3, search: 'OWNERS' });
    const second = await campaignPage(campaigns, { limit: 3, search: 'owners', after: first.after ?? '' });
    expect([...first.documents, ...second.documents].map((one) => one.campaignId)).toEqual(['c-4', 'c-3', 'c-2', 'c-1', 'c-0']);
    expect([second.after, (await campaignPage(campaigns, { limit: 3, status: 'running' })).documents]).toEqual([null, []]);
  });

  it('is gone when it was withdrawn whole', async () => {
    const { campaigns } = await shelvesOf(await recorded([planned, { type: 'record.withdrawn', data: { stream: 'campaign-spring', reason: 'a test' } }]));
    expect([await campaignById(campaigns, campaignId), (await campaignPage(campaigns, { limit: 9 })).documents]).toEqual([null, []]);
  });
});

describe('its result', () => {
  const sent: readonly Happened[] = ['a', 'b', 'c'].map((name) => touch('sent', name));

  it('counts people once and touches each', async () => {
    const shelves = await shelvesOf(await recorded([planned, ...sent, touch('opened', 'a'), touch('opened', 'a'), touch('clicked', 'b'), touch('bounced', 'c', { kind: 'soft' }), touch('opened', 'd')]));
    expect(await resultOf(shelves, campaignId)).toMatchObject({
      reached: 4, people: { sent: 3, opened: 2, clicked: 1, bounced: 1, delivered: 0 }, events: { sent: 3, opened: 3 }, hardBounced: 0, responses: 0, rates: { sent: 0.75, opened: 0.5 }, costPerResponse: null,
    });
    expect(await resultOf(shelves, 'none')).toBeNull();
  });

  it('takes a person who replied and became a lead once, and leads by id or by name', async () => {
    const lead = (leadId: string, name: string, more: object): Happened => ({ type: 'marketing.lead-captured', data: { leadId, customer: customer(name), ...more } });
    const converted: LeadEvent = { type: 'marketing.lead-converted', data: { leadId: 'l1', opportunityId: 'o' } };
    const shelves = await shelvesOf(
      await recorded([
        planned, ...sent, touch('replied', 'a', { outcome: 'positive' }), touch('replied', 'b', { outcome: 'negative' }), touch('replied', 'c'),
        lead('l1', 'a', { campaignId }), converted, lead('l2', 'x', { campaign: 'Spring' }), lead('l3', 'y', { campaignId: 'another', campaign: 'Spring' }), lead('l4', 'z', {}),
      ]),
    );
    expect(await resultOf(shelves, campaignId)).toMatchObject({ leads: 2, convertedLeads: 1, responses: 4, conversions: 2, outcomes: { positive: 1, negative: 1, neutral: 0 }, costPerConversion: { amount: '5.00', currency: 'EUR' } });
  });

  it('counts nobody for a campaign that nobody knows the name of', async () => {
    const shelves = await shelvesOf(await recorded([campaign({ type: 'marketing.campaign-launched', data: { campaignId } }), { type: 'marketing.lead-captured', data: { leadId: 'l', customer: customer('a') } }]));
    expect(await resultOf(shelves, campaignId)).toMatchObject({ leads: 0, reached: 0, rates: { sent: null, conversions: null }, cost: null });
  });

  it('compares by what was answered to an earlier campaign', async () => {
    const before = (name: string, outcome: string): Happened => ({ type: 'marketing.touch-replied', data: { campaignId: 'winter', customer: customer(name), outcome } });
    const shelves = await shelvesOf(await recorded([planned, before('a', 'negative'), before('a', 'positive'), before('b', 'negative'), before('z', 'positive'), ...sent, touch('replied', 'a', { outcome: 'positive' })]));
    const { byEarlierOutcome } = (await resultOf(shelves, campaignId, 'winter')) ?? {};
    expect(byEarlierOutcome).toEqual({ positive: { people: 1, conversions: 1 }, neutral: { people: 0, conversions: 0 }, negative: { people: 1, conversions: 0 }, none: { people: 1, conversions: 0 } });
  });

  it('is right again after a touch was corrected', async () => {
    const events = await recorded([planned, touch('replied', 'a', { outcome: 'positive' })]);
    const [, reply] = events;
    const correction: TouchEvent['data'] = { campaignId, customer: customer('a'), outcome: 'negative' };
    const corrected = { ...reply, id: 'x', type: 'record.corrected', revision: 1, position: 99n, data: { stream: reply?.stream, eventId: reply?.id, type: reply?.type, version: 1, data: correction, reason: 'misheard' } } as unknown as StoredEvent;
    expect(await resultOf(await shelvesOf([...events, corrected]), campaignId)).toMatchObject({ outcomes: { positive: 0, negative: 1 }, conversions: 0, events: { replied: 1 } });
  });
});

it('lists people by what happened to them, and a person’s campaigns, the last one first', async () => {
  const events = await recorded([planned, touch('sent', 'a'), touch('sent', 'b'), touch('clicked', 'b'), { type: 'marketing.touch-sent', data: { campaignId: 'winter', customer: customer('b') }, at: '2025-12-01T00:00:00.000Z' }]);
  const { touches } = await shelvesOf(events);
  expect((await peopleOf(touches, campaignId, { kind: 'clicked', limit: 9 })).documents).toMatchObject([{ customer: customer('b'), clicked: 1 }]);
  expect((await peopleOf(touches, campaignId, { limit: 9 })).documents).toHaveLength(2);
  const node = events.at(-1)?.parties[0]?.node ?? '';
  expect((await touchesOf(touches, [node])).map((one) => one.campaignId)).toEqual([campaignId, 'winter']);
});
