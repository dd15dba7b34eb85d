import { applyDecorators } from '@nestjs/common';
import { THING_ID, THING_STREAM, TIME_OF_DAY } from '@throughline/contracts';
import { ApiProperty, type ApiPropertyOptions } from '@nestjs/swagger';
import { Transform, Type } from 'class-transformer';
import { ArrayMaxSize, IsArray, IsBoolean, IsIn, IsInt, IsISO8601, IsObject, IsString, Matches, Max, MaxLength, Min, ValidateBy, ValidateIf, ValidateNested, isISO8601 } from 'class-validator';

/**
 * The fields of what people send. Each decorator says twice what may stand there: to class-validator, which refuses the rest,
 * and to the documentation under /docs, so that the two cannot drift apart.
 */
type Field = PropertyDecorator;

function field(options: ApiPropertyOptions, ...validators: readonly Field[]): Field {
  return applyDecorators(...validators, ApiProperty(options));
}

/** May be left out. Stands before the others. `null` is not left out: it is refused like any other wrong value. */
export const Maybe = (): Field => field({ required: false }, ValidateIf((_body, value) => value !== undefined));

/** May be left out, which leaves things as they are; `null` takes away what stands there. */
export const MaybeNull = (): Field => field({ required: false, nullable: true }, ValidateIf((_body, value) => value !== undefined && value !== null));

const STAFF = /^staff:[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
/** No store will ever have more; a 64-bit integer holds it. */
const POSITION = /^\d{1,18}$/;

function pattern(expression: RegExp, must: string, options: ApiPropertyOptions = {}): Field {
  return field({ type: String, pattern: expression.source, ...options }, Matches(expression, { message: `$property must be ${must}` }));
}

/** A list of texts. */
function patterns(expression: RegExp, must: string, most: number): Field {
  return field({ type: String, isArray: true, maxItems: most }, IsArray(), ArrayMaxSize(most), Matches(expression, { each: true, message: `each of $property must be ${must}` }));
}

/** The id of a thing, given by the sender. */
export const IsThingId = (): Field => pattern(THING_ID, '1 to 200 visible characters, and no e-mail address');
export const AreThingIds = (most: number): Field => patterns(THING_ID, '1 to 200 visible characters, and no e-mail address', most);
/** The stream of a thing, by which one thing points at another. */
export const IsThingStream = (): Field => pattern(THING_STREAM, 'the stream of a thing, such as ticket-4711', { example: 'ticket-4711' });
/** A word out of a set companies choose themselves: stages, channels. */
export const IsSlug = (): Field => pattern(/^[a-z0-9][a-z0-9-]{0,59}$/, 'small letters, digits and hyphens, at most 60');
export const IsStaff = (): Field => pattern(STAFF, 'staff:<uuid>');
export const AreStaff = (most: number): Field => patterns(STAFF, 'staff:<uuid>', most);
/** The id of an event. */
export const IsUuid = (): Field => pattern(/^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/, 'a UUID in small letters', { format: 'uuid' });
/** A calendar day without a zone. */
export const IsDay = (): Field => applyDecorators(IsISO8601({ strict: true }), pattern(/^\d{4}-\d{2}-\d{2}$/, 'a day, such as 2026-03-31', { format: 'date' }));
export const AreDays = (most: number): Field => applyDecorators(IsISO8601({ strict: true }, { each: true }), patterns(/^\d{4}-\d{2}-\d{2}$/, 'a day, such as 2026-03-31', most));
/** On the clocks of a zone that is named beside it. */
export const IsTimeOfDay = (): Field => pattern(TIME_OF_DAY, 'a time of day such as 09:30; 24:00 is the end of the day', { example: '09:30' });
export const IsPosition = (): Field => pattern(POSITION, 'a position: the digits of an earlier answer');
export const ArePositions = (most: number): Field => patterns(POSITION, 'a position: the digits of an earlier answer', most);
/** Blanks alone say nothing. */
const SAYS_SOMETHING = /\S/;
/** What people write. */
export const IsText = (longest: number): Field =>
  field({ type: String, minLength: 1, maxLength: longest, pattern: SAYS_SOMETHING.source }, IsString(), MaxLength(longest), Matches(SAYS_SOMETHING, { message: '$property must be more than blanks' }));
/** Text about things: products, queues, titles. */
export const IsLabel = (): Field => IsText(200);
export const AreLabels = (most: number): Field =>
  field({ type: String, isArray: true, maxItems: most, items: { type: 'string', minLength: 1, maxLength: 200, pattern: SAYS_SOMETHING.source } }, IsArray(), ArrayMaxSize(most), IsString({ each: true }), MaxLength(200, { each: true }), Matches(SAYS_SOMETHING, { each: true, message: 'each of $property must be more than blanks' }));
/** ISO 639-1. */
export const IsLanguage = (): Field => pattern(/^[a-z]{2}$/, 'a language of ISO 639-1, such as de', { example: 'de' });
/** ISO 3166-1 alpha-2. */
export const IsCountry = (): Field => pattern(/^[A-Z]{2}$/, 'a country of ISO 3166-1, such as DE', { example: 'DE' });
export const IsOneOf = (words: readonly string[]): Field => field({ type: String, enum: [...words] }, IsIn(words));
export const AreOneOf = (words: readonly string[]): Field =>
  field({ type: String, isArray: true, maxItems: words.length, items: { type: 'string', enum: [...words] } }, IsArray(), ArrayMaxSize(words.length), IsIn(words, { each: true }));
export const IsYesOrNo = (): Field => field({ type: Boolean }, IsBoolean());
export const IsWhole = (min: number, max: number): Field => field({ type: 'integer', minimum: min, maximum: max }, IsInt(), Min(min), Max(max));
/** As `IsWhole`, in a query string. */
export const IsCount = (max: number): Field =>
  applyDecorators(Transform(({ value }: { value: unknown }) => (typeof value === 'string' && /^\d{1,9}$/.test(value) ? Number(value) : value)), IsWhole(1, max));
/** A date and time of RFC 3339, or a day: the midnight it begins with, in UTC. Nothing of ISO 8601 beyond it: weeks and times without a zone mean different moments to different machines. */
export const IsTime = (): Field =>
  field({ type: String, format: 'date-time' }, ValidateBy({ name: 'isTime', validator: { validate: isTime, defaultMessage: () => '$property must be a date and time of RFC 3339, or a day' } }));
export const IsTimeOrPosition = (): Field =>
  field({ type: String }, ValidateBy({ name: 'isTimeOrPosition', validator: { validate: (value) => isTime(value) || (typeof value === 'string' && POSITION.test(value)), defaultMessage: () => '$property must be a date and time of RFC 3339, a day, or a position' } }));
export const IsAnyObject = (): Field => field({ type: 'object', additionalProperties: true }, IsObject());
/** The documentation takes a function for a lazy type only when it is called `type`, so it gets one of its own. */
export const Nested = (of: () => new () => object): Field => field({ type: () => of() }, IsObject(), ValidateNested(), Type(of));
export const IsListOf = (of: () => new () => object, longest: number): Field => field({ type: () => of(), isArray: true, maxItems: longest }, IsArray(), ArrayMaxSize(longest), ValidateNested(), Type(of));

/** An identifier in clear, as people send it. */
export class IdentifierRequest {
  /** `email`, `phone`, `user`, `company` … */
  @IsIdentifierType() type!: string;
  @IsIdentifierValue() value!: string;
}

/** An exact amount: text, so that nothing is rounded on the way. */
export class MoneyRequest {
  @IsAmount() amount!: string;
  @IsCurrency() currency!: string;
}

/** A price, a quantity, a percentage: up to ten digits after the point. */
export const IsDecimal = (): Field => pattern(/^-?(0|[1-9]\d{0,14})(\.\d{1,10})?$/, 'a decimal number as text, such as "12.50"', { example: '12.50' });
/** A time zone of the IANA list. */
export const IsZone = (): Field => field({ type: String, example: 'Europe/Berlin' }, ValidateBy({ name: 'isZone', validator: { validate: isZone, defaultMessage: () => '$property must be a time zone of the IANA list, such as Europe/Berlin' } }));

const TIME = /^\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}:\d{2}(\.\d{1,9})?(Z|[+-]\d{2}:\d{2}))?$/;

function isTime(value: unknown): boolean {
  return typeof value === 'string' && TIME.test(value) && isISO8601(value, { strict: true }) && !Number.isNaN(Date.parse(value));
}

function isZone(value: unknown): boolean {
  if (typeof value !== 'string' || !/^[A-Za-z][A-Za-z0-9_+/-]{1,59}$/.test(value)) return false;
  try {
    return new Intl.DateTimeFormat('en', { timeZone: value }).resolvedOptions().timeZone !== '';
  } catch {
    return false;
  }
}

function IsIdentifierType(): Field {
  return pattern(/^[a-z][a-z0-9-]{0,39}$/, 'small letters, digits and hyphens, at most 40', { example: 'email' });
}

/** Blanks alone name nobody, and all halves of characters would be stored alike. */
function IsIdentifierValue(): Field {
  return applyDecorators(IsText(320), pattern(/^(?=[^]*\S)[^\ud800-\udfff]*$/u, 'more than blanks, and no half characters', { example: 'jane@example.com' }));
}

function IsAmount(): Field {
  return pattern(/^-?(0|[1-9]\d{0,14})(\.\d{1,6})?$/, 'a decimal number as text, such as "1299.50"', { example: '1299.50' });
}

export function IsCurrency(): Field {
  return pattern(/^[A-Z]{3}$/, 'a code of ISO 4217, such as EUR', { example: 'EUR' });
}
