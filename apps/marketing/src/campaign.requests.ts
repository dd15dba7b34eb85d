import { BOUNCE_KINDS, CAMPAIGN_CLOSINGS, REPLY_OUTCOMES, type BounceKind, type CampaignClosing, type ReplyOutcome } from '@throughline/contracts';
import { IdentifierRequest, IsCount, IsDay, IsLabel, IsOneOf, IsSlug, IsText, IsThingId, Maybe, MoneyRequest, Nested } from '@throughline/platform';
import { TOUCH_KINDS, type TouchKind } from './touch.view';

/** A plan is said whole: what is left out is not planned (any more). */
export class CampaignPlanRequest {
  @IsLabel() name!: string;
  @Maybe() @IsText(2_000) targetGroup?: string;
  @Maybe() @IsText(2_000) offer?: string;
  @Maybe() @IsText(50_000) message?: string;
  @Maybe() @IsSlug() channel?: string;
  /** Of the consent its messages need. */
  @Maybe() @IsSlug() purpose?: string;
  @Maybe() @Nested(() => MoneyRequest) budget?: MoneyRequest;
  @Maybe() @IsDay() from?: string;
  @Maybe() @IsDay() to?: string;
}

export class PlanCampaignRequest extends CampaignPlanRequest {
  /** Your own id for it; left out, one is made. */
  @Maybe() @IsThingId() campaignId?: string;
}

export class PauseCampaignRequest {
  @Maybe() @IsText(2_000) reason?: string;
}

export class CloseCampaignRequest {
  @IsOneOf(CAMPAIGN_CLOSINGS) reason!: CampaignClosing;
  @Maybe() @IsText(2_000) explanation?: string;
  /** What it came to in the end. */
  @Maybe() @Nested(() => MoneyRequest) cost?: MoneyRequest;
}

export class CampaignsRequest {
  @Maybe() @IsOneOf(['planned', 'running', 'paused', 'closed']) status?: string;
  @Maybe() @IsSlug() channel?: string;
  /** Words that stand in its name, its target group or its offer. */
  @Maybe() @IsText(200) search?: string;
  @Maybe() @IsCount(200) limit?: number;
  /** `after` of the page before. */
  @Maybe() @IsText(2_000) after?: string;
}

export class ResultRequest {
  /** Another campaign: how did those do who had answered it? */
  @Maybe() @IsThingId() earlier?: string;
}

export class PeopleRequest {
  /** Only whom this happened to. */
  @Maybe() @IsOneOf(TOUCH_KINDS) kind?: TouchKind;
  @Maybe() @IsOneOf(REPLY_OUTCOMES) outcome?: ReplyOutcome;
  @Maybe() @IsCount(200) limit?: number;
  /** `after` of the page before. */
  @Maybe() @IsText(2_000) after?: string;
}

/** A touch that was made, or came back, outside of this house. Channel and purpose are the campaign's where nothing else is said. */
export class TouchRequest {
  @Nested(() => IdentifierRequest) customer!: IdentifierRequest;
  /** Where it went to, if the customer is known by something else. */
  @Maybe() @Nested(() => IdentifierRequest) address?: IdentifierRequest;
  @Maybe() @IsSlug() channel?: string;
  /** What the sender of the message calls it: what happens to a message once is recorded once. */
  @Maybe() @IsText(500) messageId?: string;
  @Maybe() @IsSlug() purpose?: string;
}

export class SentRequest extends TouchRequest {
  @Maybe() @IsText(2_000) subject?: string;
}

export class ClickedRequest extends TouchRequest {
  @Maybe() @IsText(2_000) link?: string;
}

export class RepliedRequest extends TouchRequest {
  @Maybe() @IsOneOf(REPLY_OUTCOMES) outcome?: ReplyOutcome;
  @Maybe() @IsText(50_000) text?: string;
}

export class BouncedRequest extends TouchRequest {
  @IsOneOf(BOUNCE_KINDS) kind!: BounceKind;
  @Maybe() @IsText(2_000) reason?: string;
}

export class UnsubscribedRequest extends TouchRequest {
  @Maybe() @IsText(2_000) reason?: string;
}
