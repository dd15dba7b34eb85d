// Pure: the real decider, nothing else.
import type { CampaignEvent } from '@throughline/contracts';
import { given } from '@throughline/kernel';
import { campaign } from './campaign.decider';

const campaignId = 'c-1';
const plan = { campaignId, name: 'Simulated spring', targetGroup: 'owners of old pumps', offer: 'seals for less', message: 'before the season', budget: { amount: '100.00', currency: 'EUR' }, from: '2026-03-01', to: '2026-04-30' };
const planned: CampaignEvent = { type: 'marketing.campaign-planned', data: plan };
const launched: CampaignEvent = { type: 'marketing.campaign-launched', data: { campaignId } };
const paused: CampaignEvent = { type: 'marketing.campaign-paused', data: { campaignId } };
const resumed: CampaignEvent = { type: 'marketing.campaign-resumed', data: { campaignId } };
const closed: CampaignEvent = { type: 'marketing.campaign-closed', data: { campaignId, reason: 'completed' } };

it('is planned once, and changed until it is closed', () => {
  given(campaign).when('plan-campaign', plan).then(planned);
  given(campaign, planned, launched).when('plan-campaign', plan).thenNothing();
  given(campaign, planned).when('plan-campaign', { ...plan, name: 'Another' }).thenRejected('CAMPAIGN_EXISTS');
  given(campaign).when('plan-campaign', { ...plan, to: '2026-02-28' }).thenRejected('CAMPAIGN_PERIOD_INVALID');
  given(campaign, planned).when('change-campaign', plan).thenNothing();
  given(campaign, planned, launched).when('change-campaign', { ...plan, offer: 'more' }).then({ type: 'marketing.campaign-changed', data: { ...plan, offer: 'more' } });
  given(campaign, planned).when('change-campaign', { ...plan, to: '2026-02-28' }).thenRejected('CAMPAIGN_PERIOD_INVALID');
  given(campaign, planned, launched, closed).when('change-campaign', { ...plan, offer: 'more' }).thenRejected('CAMPAIGN_CLOSED');
});

it('is launched once it is planned, and says what it is', () => {
  given(campaign).when('launch-campaign', { campaignId }).thenRejected('CAMPAIGN_NOT_FOUND');
  given(campaign, planned).when('launch-campaign', { campaignId }).then(launched);
  given(campaign, planned, launched).when('launch-campaign', { campaignId }).thenNothing();
  given(campaign, planned, launched, paused).when('launch-campaign', { campaignId }).thenRejected('CAMPAIGN_PAUSED');
  given(campaign, planned, launched, closed).when('launch-campaign', { campaignId }).thenRejected('CAMPAIGN_CLOSED');
  const { offer: _offer, ...silent } = plan;
  given(campaign, { type: 'marketing.campaign-planned', data: silent }).when('launch-campaign', { campaignId }).thenRejected('CAMPAIGN_INCOMPLETE');
});

it('rests and goes on', () => {
  given(campaign, planned, launched).when('pause-campaign', { campaignId, reason: 'no seals' }).then({ type: 'marketing.campaign-paused', data: { campaignId, reason: 'no seals' } });
  given(campaign, planned, launched, paused).when('pause-campaign', { campaignId }).thenNothing();
  given(campaign, planned).when('pause-campaign', { campaignId }).thenRejected('CAMPAIGN_NOT_LAUNCHED');
  given(campaign, planned, launched, paused).when('resume-campaign', { campaignId }).then(resumed);
  given(campaign, planned, launched, paused, resumed).when('resume-campaign', { campaignId }).thenNothing();
  given(campaign, planned).when('resume-campaign', { campaignId }).thenRejected('CAMPAIGN_NOT_LAUNCHED');
});

it('is closed for ever, with a reason', () => {
  given(campaign, planned, launched).when('close-campaign', { campaignId, reason: 'completed' }).then(closed);
  given(campaign, planned, launched, closed).when('close-campaign', { campaignId, reason: 'cancelled' }).thenNothing();
  given(campaign, planned).when('close-campaign', { campaignId, reason: 'completed' }).thenRejected('CAMPAIGN_NOT_LAUNCHED');
  given(campaign, planned).when('close-campaign', { campaignId, reason: 'cancelled' }).then({ type: 'marketing.campaign-closed', data: { campaignId, reason: 'cancelled' } });
  given(campaign, planned, launched).when('close-campaign', { campaignId, reason: 'other', explanation: ' ' }).thenRejected('CAMPAIGN_EXPLANATION_MISSING');
  given(campaign, planned, launched, closed).when('resume-campaign', { campaignId }).thenRejected('CAMPAIGN_CLOSED');
});

it('stays closed whatever another system says afterwards', () => {
  expect(given(campaign, closed, launched, paused, planned).state).toMatchObject({ status: 'closed' });
});
