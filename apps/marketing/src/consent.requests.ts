import { CONSENT_METHODS, type ConsentMethod } from '@throughline/contracts';
import { IdentifierRequest, IsLabel, IsOneOf, IsSlug, IsText, IsThingId, IsTime, Maybe, Nested } from '@throughline/platform';

class WordingRequest {
  /** Which version of the words. */
  @IsLabel() wordingId!: string;
  /** The words themselves. */
  @Maybe() @IsText(50_000) text?: string;
}

class EvidenceRequest {
  /** When it was said, if that was not now. A consent in writing or by word of mouth counts from then. */
  @Maybe() @IsTime() at?: string;
  @Maybe() @IsText(100) ip?: string;
  @Maybe() @IsText(2_000) userAgent?: string;
  /** Where the paper, the recording or the purchase is found. */
  @Maybe() @IsThingId() reference?: string;
  @Maybe() @IsText(2_000) note?: string;
}

class ConsentOfRequest {
  /** The address it is about. */
  @Nested(() => IdentifierRequest) address!: IdentifierRequest;
  /** Whose it is, if he is known by something else. */
  @Maybe() @Nested(() => IdentifierRequest) customer?: IdentifierRequest;
  @IsSlug() purpose!: string;
  @Maybe() @Nested(() => EvidenceRequest) evidence?: EvidenceRequest;
}

export class RequestConsentRequest extends ConsentOfRequest {
  @IsSlug() channel!: string;
  @Nested(() => WordingRequest) wording!: WordingRequest;
  /** Where it was asked for: the form, the stand at the fair. */
  @IsText(2_000) source!: string;
}

export class ConfirmConsentRequest extends ConsentOfRequest {
  @IsSlug() channel!: string;
  @IsOneOf(CONSENT_METHODS) method!: ConsentMethod;
  /** Left out with a double opt-in: the words that were asked with. */
  @Maybe() @Nested(() => WordingRequest) wording?: WordingRequest;
  /** Where, or through what, it was said. */
  @Maybe() @IsText(2_000) source?: string;
}

/** Without a channel it is for all of them at this address. */
export class WithdrawConsentRequest extends ConsentOfRequest {
  @Maybe() @IsSlug() channel?: string;
  /** Where, or through what, it was said. */
  @Maybe() @IsText(2_000) source?: string;
}

/** Against the purpose as such, whatever the channel; `channel` is how the objection came in. */
export class ObjectRequest extends ConsentOfRequest {
  @Maybe() @IsSlug() channel?: string;
  /** Where, or through what, it was said. */
  @Maybe() @IsText(2_000) source?: string;
}

export class MayContactRequest {
  @IsSlug() purpose!: string;
  @IsSlug() channel!: string;
  /** The address, as `type:value` or plainly; left out, the one the customer is asked for by. */
  @Maybe() @IsText(320) address?: string;
}
