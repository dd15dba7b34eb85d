import { SATISFACTION_KINDS, type SatisfactionKind } from '@throughline/contracts';
import { IdentifierRequest, IsCount, IsLabel, IsOneOf, IsSlug, IsText, IsThingId, IsThingStream, IsTime, IsWhole, Maybe, Nested } from '@throughline/platform';
import { PERIODS, type Period } from './satisfaction-report';

class FeedbackRequest {
  @Nested(() => IdentifierRequest) customer!: IdentifierRequest;
  @Maybe() @Nested(() => IdentifierRequest) company?: IdentifierRequest;
  @Maybe() @IsSlug() channel?: string;
}

export class AnswerRequest extends FeedbackRequest {
  /** Your own id for it; left out, one is made. */
  @Maybe() @IsThingId() answerId?: string;
  @IsOneOf(SATISFACTION_KINDS) kind!: SatisfactionKind;
  /** `nps`: 0 to 10; `csat`: 1 to 5. */
  @IsWhole(0, 10) score!: number;
  @Maybe() @IsText(50_000) comment?: string;
  /** What was asked about: `ticket-4711`. */
  @Maybe() @IsThingStream() about?: string;
}

export class WishRequest extends FeedbackRequest {
  /** Your own id for it; left out, one is made. */
  @Maybe() @IsThingId() wishId?: string;
  /** In the customer's words. */
  @IsText(50_000) wish!: string;
  @Maybe() @IsLabel() product?: string;
}

export class FulfilWishRequest {
  @Maybe() @IsText(2_000) explanation?: string;
}

export class DeclineWishRequest {
  @IsText(2_000) reason!: string;
}

export class RecommendationRequest extends FeedbackRequest {
  /** Your own id for it; left out, one is made. */
  @Maybe() @IsThingId() recommendationId?: string;
  /** To whom, if it was said. */
  @Maybe() @Nested(() => IdentifierRequest) recommended?: IdentifierRequest;
  @Maybe() @IsLabel() product?: string;
  @Maybe() @IsText(50_000) text?: string;
}

export class RecommendationLeadRequest {
  @IsThingId() leadId!: string;
}

export class SatisfactionRequest {
  @Maybe() @IsOneOf(PERIODS) by?: Period;
  /** From here on, up to before `to`. */
  @Maybe() @IsTime() from?: string;
  @Maybe() @IsTime() to?: string;
  /** Only about this kind of thing: `ticket`. */
  @Maybe() @IsSlug() about?: string;
}

class FeedbackPageRequest {
  @Maybe() @IsLabel() product?: string;
  @Maybe() @IsCount(200) limit?: number;
  /** `after` of the page before. */
  @Maybe() @IsText(2_000) after?: string;
}

export class WishesRequest extends FeedbackPageRequest {
  @Maybe() @IsOneOf(['noted', 'fulfilled', 'declined']) status?: string;
}

export class RecommendationsRequest extends FeedbackPageRequest {
  @Maybe() @IsOneOf(['made', 'lead']) status?: string;
}
