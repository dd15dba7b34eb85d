import { ADJUSTMENT_KINDS, QUOTE_REJECTION_REASONS, TAX_CATEGORIES, type QuoteRejectionReason, type TaxCategory } from '@throughline/contracts';
import { IdentifierRequest, IsCount, IsDay, IsDecimal, IsLabel, IsListOf, IsOneOf, IsSlug, IsText, IsThingId, IsWhole, IsZone, IsCurrency, Maybe, Nested } from '@throughline/platform';

class AdjustmentRequest {
  @IsOneOf(ADJUSTMENT_KINDS) kind!: 'discount' | 'charge';
  @Maybe() @IsDecimal() amount?: string;
  @Maybe() @IsDecimal() percent?: string;
  /** What the percentage is of, if not of what it stands on. */
  @Maybe() @IsDecimal() base?: string;
  @Maybe() @IsLabel() reason?: string;
}

class DocumentAdjustmentRequest extends AdjustmentRequest {
  /** Left out, it is spread over the rates of the lines. */
  @Maybe() @IsDecimal() taxRate?: string;
  @Maybe() @IsOneOf(TAX_CATEGORIES) taxCategory?: TaxCategory;
}

class LineRequest {
  @IsSlug() lineId!: string;
  @IsLabel() product!: string;
  @Maybe() @IsThingId() productId?: string;
  @Maybe() @IsText(2_000) text?: string;
  @IsDecimal() quantity!: string;
  @Maybe() @IsLabel() unit?: string;
  @IsDecimal() unitPrice!: string;
  /** How many units the price is for; 1 if left out. */
  @Maybe() @IsDecimal() perQuantity?: string;
  @Maybe() @IsListOf(() => AdjustmentRequest, 20) adjustments?: AdjustmentRequest[];
  /** Percent. */
  @IsDecimal() taxRate!: string;
  @Maybe() @IsOneOf(TAX_CATEGORIES) taxCategory?: TaxCategory;
}

/** What is offered. */
export class TermsRequest {
  @Maybe() @IsLabel() title?: string;
  @IsCurrency() currency!: string;
  @IsListOf(() => LineRequest, 200) lines!: LineRequest[];
  @Maybe() @IsListOf(() => DocumentAdjustmentRequest, 20) adjustments?: DocumentAdjustmentRequest[];
  @Maybe() @IsDecimal() prepaid?: string;
  @Maybe() @IsDecimal() rounding?: string;
  /** The last day it can be accepted on. */
  @Maybe() @IsDay() validUntil?: string;
  /** Of that day; UTC if left out. */
  @Maybe() @IsZone() zone?: string;
  @Maybe() @IsText(2_000) notes?: string;
}

export class DraftQuoteRequest extends TermsRequest {
  /** Your own id for it; left out, one is made. */
  @Maybe() @IsThingId() quoteId?: string;
  @Maybe() @Nested(() => IdentifierRequest) customer?: IdentifierRequest;
  @Maybe() @Nested(() => IdentifierRequest) company?: IdentifierRequest;
  @Maybe() @IsThingId() opportunityId?: string;
}

class VersionRequest {
  /** The version that is meant; refused when it has come to another one. */
  @Maybe() @IsWhole(1, 10_000) version?: number;
}

export class SendQuoteRequest extends VersionRequest {
  @Maybe() @IsSlug() channel?: string;
}

export class AcceptQuoteRequest extends VersionRequest {
  /** Who said yes. */
  @Maybe() @IsLabel() acceptedBy?: string;
  /** The customer's own order number. */
  @Maybe() @IsLabel() reference?: string;
}

export class RejectQuoteRequest extends VersionRequest {
  @Maybe() @IsOneOf(QUOTE_REJECTION_REASONS) reason?: QuoteRejectionReason;
  @Maybe() @IsText(2_000) explanation?: string;
}

export class WithdrawQuoteRequest extends VersionRequest {
  @IsText(2_000) reason!: string;
}

export class QuotesRequest {
  @Maybe() @IsOneOf(['draft', 'sent', 'accepted', 'rejected', 'expired', 'withdrawn']) status?: string;
  @Maybe() @IsThingId() opportunityId?: string;
  /** `Q-260131-0017` */
  @Maybe() @IsLabel() number?: string;
  @Maybe() @IsCount(200) limit?: number;
  /** `after` of the page before. */
  @Maybe() @IsText(300) after?: string;
}
