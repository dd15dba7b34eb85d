import { COMPETITOR_STRENGTHS, DECISION_PARTS, LOSS_REASONS, NEED_PRIORITIES, STANCES_TAKEN, WIN_REASONS, type CompetitorStrength, type DecisionPart, type LossReason, type NeedPriority, type Stance, type WinReason } from '@throughline/contracts';
import { IdentifierRequest, IsDay, IsLabel, IsOneOf, IsSlug, IsStaff, IsText, IsThingId, IsTime, Maybe, MoneyRequest, Nested } from '@throughline/platform';

export class OpenOpportunityRequest {
  /** Your own id for it; left out, one is made. */
  @Maybe() @IsThingId() opportunityId?: string;
  @Maybe() @Nested(() => IdentifierRequest) customer?: IdentifierRequest;
  @Maybe() @Nested(() => IdentifierRequest) company?: IdentifierRequest;
  @Maybe() @IsLabel() title?: string;
  @Maybe() @IsLabel() product?: string;
  /** One of `GET /sales/stages`, once the company has set its own. */
  @IsSlug() stage!: string;
  @Maybe() @Nested(() => MoneyRequest) value?: MoneyRequest;
  /** A day, `2026-03-31`. */
  @Maybe() @IsDay() expectedClose?: string;
  @Maybe() @IsThingId() leadId?: string;
  @Maybe() @IsStaff() owner?: `staff:${string}`;
}

export class AdvanceRequest {
  /** Forwards it needs what the stage asks for; backwards is free. */
  @IsSlug() stage!: string;
  @Maybe() @IsText(2_000) reason?: string;
}

export class RevalueRequest {
  @Nested(() => MoneyRequest) value!: MoneyRequest;
}

export class ForecastRequest {
  @IsDay() expectedClose!: string;
}

export class WinRequest {
  /** What was sold; left out, what it was last worth. */
  @Maybe() @Nested(() => MoneyRequest) value?: MoneyRequest;
  @Maybe() @IsOneOf(WIN_REASONS) reason?: WinReason;
  /** Needed where the reason is `other`. */
  @Maybe() @IsText(2_000) explanation?: string;
  /** Who else was in the running to the end. */
  @Maybe() @IsLabel() competitor?: string;
}

export class LoseRequest {
  @IsOneOf(LOSS_REASONS) reason!: LossReason;
  /** Needed where the reason is `other`. */
  @Maybe() @IsText(2_000) explanation?: string;
  /** Who got it. */
  @Maybe() @IsLabel() competitor?: string;
}

export class ReopenRequest {
  @Maybe() @IsSlug() stage?: string;
  @Maybe() @IsText(2_000) reason?: string;
}

export class NeedRequest {
  /** Said again with the same id, it takes the place of what was said before. */
  @Maybe() @IsThingId() needId?: string;
  @IsText(50_000) need!: string;
  @Maybe() @IsOneOf(NEED_PRIORITIES) priority?: NeedPriority;
}

export class NextStepRequest {
  @IsText(2_000) step!: string;
  @Maybe() @IsTime() due?: string;
  /** Left out, it is the owner's. */
  @Maybe() @IsStaff() assignee?: `staff:${string}`;
}

export class StepDoneRequest {
  @Maybe() @IsText(2_000) outcome?: string;
}

export class DecisionMakerRequest {
  @Nested(() => IdentifierRequest) person!: IdentifierRequest;
  @IsOneOf(DECISION_PARTS) part!: DecisionPart;
  @Maybe() @IsOneOf(STANCES_TAKEN) stance?: Stance;
}

export class DecisionMakerGoneRequest {
  @Nested(() => IdentifierRequest) person!: IdentifierRequest;
  @Maybe() @IsText(2_000) reason?: string;
}

export class CompetitorRequest {
  @IsLabel() competitor!: string;
  @Maybe() @IsOneOf(COMPETITOR_STRENGTHS) strength?: CompetitorStrength;
  @Maybe() @IsText(2_000) notes?: string;
}

export class CompetitorGoneRequest {
  @IsLabel() competitor!: string;
  @Maybe() @IsText(2_000) reason?: string;
}

export class AssignOpportunityRequest {
  @IsStaff() owner!: `staff:${string}`;
  @Maybe() @IsText(2_000) reason?: string;
}

/** What is left out stays. */
export class ChangeOpportunityRequest {
  @Maybe() @IsLabel() title?: string;
  @Maybe() @IsLabel() product?: string;
}
