import { DISQUALIFICATION_REASONS, type DisqualificationReason } from '@throughline/contracts';
import { IdentifierRequest, IsCount, IsDay, IsLabel, IsListOf, IsOneOf, IsSlug, IsStaff, IsText, IsThingId, IsWhole, IsYesOrNo, Maybe, MoneyRequest, Nested } from '@throughline/platform';

export class CaptureLeadRequest {
  /** Your own id for it; left out, one is made. */
  @Maybe() @IsThingId() leadId?: string;
  @Nested(() => IdentifierRequest) customer!: IdentifierRequest;
  @Maybe() @IsText(200) firstName?: string;
  @Maybe() @IsText(200) lastName?: string;
  @Maybe() @Nested(() => IdentifierRequest) company?: IdentifierRequest;
  @Maybe() @IsSlug() channel?: string;
  /** What people call the campaign. */
  @Maybe() @IsLabel() campaign?: string;
  /** The campaign it counts for. */
  @Maybe() @IsThingId() campaignId?: string;
  @Maybe() @IsLabel() interest?: string;
  @Maybe() @IsText(50_000) message?: string;
}

class CriterionAnswerRequest {
  @IsSlug() criterionId!: string;
  @IsYesOrNo() met!: boolean;
}

export class QualifyLeadRequest {
  /** One for each criterion in force; the score is counted from them. */
  @IsListOf(() => CriterionAnswerRequest, 50) answers!: CriterionAnswerRequest[];
}

export class DisqualifyLeadRequest {
  @IsOneOf(DISQUALIFICATION_REASONS) reason!: DisqualificationReason;
  @Maybe() @IsText(2_000) explanation?: string;
}

export class ConvertLeadRequest {
  /** Left out, one is made. */
  @Maybe() @IsThingId() opportunityId?: string;
  /** What the opportunity is called; what the lead was interested in, if left out. */
  @Maybe() @IsLabel() title?: string;
  @Maybe() @IsLabel() product?: string;
  @Maybe() @IsSlug() stage?: string;
  @Maybe() @Nested(() => MoneyRequest) value?: MoneyRequest;
  @Maybe() @IsDay() expectedClose?: string;
  @Maybe() @IsStaff() owner?: `staff:${string}`;
}

class CriterionWordingRequest {
  @IsLabel() en!: string;
  @IsLabel() de!: string;
}

class CriterionRequest {
  @IsSlug() criterionId!: string;
  @Nested(() => CriterionWordingRequest) label!: CriterionWordingRequest;
  @Maybe() @Nested(() => CriterionWordingRequest) question?: CriterionWordingRequest;
  /** For a yes; negative ones speak against the lead. */
  @IsWhole(-1_000, 1_000) points!: number;
}

export class LeadCriteriaRequest {
  @IsListOf(() => CriterionRequest, 50) criteria!: CriterionRequest[];
  /** From here on the score speaks for qualifying. */
  @IsWhole(-50_000, 50_000) threshold!: number;
}

export class LeadsRequest {
  @Maybe() @IsOneOf(['captured', 'qualified', 'disqualified', 'converted']) status?: string;
  @Maybe() @IsThingId() campaignId?: string;
  @Maybe() @IsSlug() channel?: string;
  @Maybe() @IsCount(200) limit?: number;
  /** `after` of the page before. */
  @Maybe() @IsText(2_000) after?: string;
}
