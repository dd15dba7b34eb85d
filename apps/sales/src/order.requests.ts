import { MOST_ORDER_LINES, ORDER_CANCELLATION_REASONS, ORDER_RETURN_REASONS, type OrderCancellationReason, type OrderReturnReason } from '@throughline/contracts';
import { IdentifierRequest, IsCount, IsDecimal, IsLabel, IsListOf, IsOneOf, IsSlug, IsText, IsThingId, Maybe, MoneyRequest, Nested } from '@throughline/platform';
import { ORDER_STATUSES, PAYMENTS } from './order.view';

class OrderLineRequest {
  @IsSlug() lineId!: string;
  @IsLabel() product!: string;
  @Maybe() @IsThingId() productId?: string;
  @IsDecimal() quantity!: string;
  @Maybe() @Nested(() => MoneyRequest) unitPrice?: MoneyRequest;
  /** Of the whole line, without tax. */
  @Nested(() => MoneyRequest) net!: MoneyRequest;
}

class OrderTermsRequest {
  @IsListOf(() => OrderLineRequest, MOST_ORDER_LINES) lines!: OrderLineRequest[];
  /** Left out, the sum of the lines; freight and discounts make it another. */
  @Maybe() @Nested(() => MoneyRequest) net?: MoneyRequest;
  @Maybe() @Nested(() => MoneyRequest) tax?: MoneyRequest;
  /** Left out, net and tax together. */
  @Maybe() @Nested(() => MoneyRequest) gross?: MoneyRequest;
}

export class PlaceOrderRequest extends OrderTermsRequest {
  /** Your own id for it; left out, one is made. */
  @Maybe() @IsThingId() orderId?: string;
  /** What people call it; left out, the next number of the day. */
  @Maybe() @IsLabel() number?: string;
  @Maybe() @Nested(() => IdentifierRequest) customer?: IdentifierRequest;
  @Maybe() @Nested(() => IdentifierRequest) company?: IdentifierRequest;
  @Maybe() @IsThingId() quoteId?: string;
  @Maybe() @IsThingId() opportunityId?: string;
  @Maybe() @IsSlug() channel?: string;
  /** The branch it was bought in. */
  @Maybe() @IsLabel() shop?: string;
}

export class ChangeOrderRequest extends OrderTermsRequest {
  @Maybe() @IsText(2_000) reason?: string;
}

export class CancelOrderRequest {
  @Maybe() @IsOneOf(ORDER_CANCELLATION_REASONS) reason?: OrderCancellationReason;
  /** Needed where the reason is `other`. */
  @Maybe() @IsText(2_000) explanation?: string;
}

class ReturnedLineRequest {
  @IsSlug() lineId!: string;
  @IsDecimal() quantity!: string;
  @Maybe() @Nested(() => MoneyRequest) net?: MoneyRequest;
}

/** Without lines and net, all that is still there comes back. */
export class ReturnOrderRequest {
  @Maybe() @IsThingId() returnId?: string;
  @Maybe() @IsListOf(() => ReturnedLineRequest, MOST_ORDER_LINES) lines?: ReturnedLineRequest[];
  /** What it was sold for; of whole lines it is known. */
  @Maybe() @Nested(() => MoneyRequest) net?: MoneyRequest;
  @Maybe() @IsOneOf(ORDER_RETURN_REASONS) reason?: OrderReturnReason;
  @Maybe() @IsText(2_000) explanation?: string;
}

export class OrdersRequest {
  @Maybe() @IsOneOf(ORDER_STATUSES) status?: string;
  @Maybe() @IsOneOf(PAYMENTS) payment?: string;
  @Maybe() @IsThingId() opportunityId?: string;
  @Maybe() @IsThingId() quoteId?: string;
  @Maybe() @IsLabel() shop?: string;
  /** Any identifier of a person or company. */
  @Maybe() @IsText(400) customer?: string;
  /** Part of a number, an id, a product, a customer, an invoice or a tracking id. */
  @Maybe() @IsLabel() search?: string;
  @Maybe() @IsCount(200) limit?: number;
  /** `after` of the page before. */
  @Maybe() @IsText(300) after?: string;
}
