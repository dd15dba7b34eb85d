// Pure: the decider of campaigns under commands by chance.
import { campaignChanged, campaignClosed, campaignLaunched, campaignPaused, campaignPlanned, campaignResumed } from '@throughline/contracts';
import fc from 'fast-check';
import { valuesOf } from '../../../test/models/arbitrary';
import { expectModel } from '../../../test/models/model';
import { campaign, type CampaignCommand } from './campaign.decider';

const command = (type: CampaignCommand['type'], schema: object) => valuesOf(schema).map((data) => ({ type, data }) as CampaignCommand);

const commands = fc.oneof(
  command('plan-campaign', campaignPlanned.schema),
  command('change-campaign', campaignChanged.schema),
  command('launch-campaign', campaignLaunched.schema),
  command('pause-campaign', campaignPaused.schema),
  command('resume-campaign', campaignResumed.schema),
  command('close-campaign', campaignClosed.schema),
);

/** Where a campaign can go to from where it is. */
const NEXT = { none: ['planned'], planned: ['running', 'closed'], running: ['paused', 'closed'], paused: ['running', 'closed'], closed: [] } as const;

it('goes only where its states lead, says nothing twice, and says nothing after its end', () => {
  expectModel({
    decider: campaign,
    facts: [campaignPlanned, campaignChanged, campaignLaunched, campaignPaused, campaignResumed, campaignClosed],
    commands,
    invariant: ({ before, command: asked, events, after }) => {
      if (before.status !== after.status) expect(NEXT[before.status]).toContain(after.status);
      if (before.status === 'closed') expect(events).toEqual([]);
      if (events.length === 0) return expect(after).toEqual(before);
      expect(campaign.decide(after, asked)).toEqual([]);
      if (asked.type === 'plan-campaign' || asked.type === 'change-campaign') expect(after).toMatchObject({ plan: asked.data });
    },
  });
});
