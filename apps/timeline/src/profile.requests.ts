import { PROFILE_KINDS, type ProfileKind } from '@throughline/contracts';
import { IdentifierRequest, IsCountry, IsDay, IsLabel, IsLanguage, IsListOf, IsOneOf, IsSlug, IsText, IsYesOrNo, Maybe, MaybeNull, Nested } from '@throughline/platform';

/** Addresses, telephones, e-mail addresses of one customer. */
const MOST = 20;

export class AddressRequest {
  /** `home`, `work`, `billing` …, or one of your own. */
  @Maybe() @IsSlug() kind?: string;
  @Maybe() @IsLabel() street?: string;
  @Maybe() @IsLabel() postalCode?: string;
  @Maybe() @IsLabel() city?: string;
  @Maybe() @IsCountry() country?: string;
}

export class PhoneRequest {
  @Maybe() @IsSlug() kind?: string;
  @IsText(60) number!: string;
}

export class EmailRequest {
  @Maybe() @IsSlug() kind?: string;
  @IsText(320) address!: string;
}

/** What is left out stays as it is; `null` takes it away. */
export class ProfileRequest {
  @MaybeNull() @IsLabel() salutation?: string | null;
  @MaybeNull() @IsLabel() title?: string | null;
  @MaybeNull() @IsLabel() firstName?: string | null;
  @MaybeNull() @IsLabel() lastName?: string | null;
  /** Of a company. */
  @MaybeNull() @IsLabel() name?: string | null;
  @MaybeNull() @IsListOf(() => AddressRequest, MOST) addresses?: AddressRequest[] | null;
  @MaybeNull() @IsListOf(() => PhoneRequest, MOST) phones?: PhoneRequest[] | null;
  @MaybeNull() @IsListOf(() => EmailRequest, MOST) emails?: EmailRequest[] | null;
  @MaybeNull() @IsLanguage() language?: string | null;
  @MaybeNull() @IsSlug() preferredChannel?: string | null;
  @MaybeNull() @IsDay() birthday?: string | null;
  /** What a colleague needs to know who has never spoken with this customer. */
  @MaybeNull() @IsText(50_000) whatToKnow?: string | null;
}

export class CreateCustomerRequest {
  @IsOneOf(PROFILE_KINDS) kind!: ProfileKind;
  @Nested(() => ProfileRequest) profile!: ProfileRequest;
  /** By what other systems and colleagues know him; left out, he gets one. The first one is his, the others are linked to it. */
  @Maybe() @IsListOf(() => IdentifierRequest, MOST) identifiers?: IdentifierRequest[];
  /** Somebody has looked at the likely duplicates: he is none of them. */
  @Maybe() @IsYesOrNo() evenIfDuplicate?: boolean;
}

/** As far as it is typed by now. */
export class DuplicatesRequest {
  @Maybe() @IsOneOf(PROFILE_KINDS) kind?: ProfileKind;
  /** The whole name, of a person or a company. */
  @Maybe() @IsLabel() name?: string;
  @Maybe() @IsText(320) email?: string;
  @Maybe() @IsText(60) phone?: string;
  @Maybe() @IsLabel() street?: string;
  @Maybe() @IsLabel() postalCode?: string;
  @Maybe() @IsLabel() city?: string;
}
