import { Type } from 'class-transformer';
import { applyDecorators } from '@nestjs/common';
import { IsOptional, IsString, Length, Matches, ValidateNested } from 'class-validator';

/** An identifier in clear, as people send it. */
export class IdentifierRequest {
  /** `email`, `phone`, `user`, `company` … */
  @Matches(/^[a-z][a-z0-9-]{0,39}$/, { message: 'type must be small letters, digits and hyphens, at most 40' })
  type!: string;

  @IsString()
  @Length(1, 320)
  value!: string;
}

/** An exact amount: text, so that nothing is rounded on the way. */
export class MoneyRequest {
  @Matches(/^-?(0|[1-9]\d{0,14})(\.\d{1,4})?$/, { message: 'amount must be a decimal number as text, such as "1299.50"' })
  amount!: string;

  @Matches(/^[A-Z]{3}$/, { message: 'currency must be a code of ISO 4217, such as EUR' })
  currency!: string;
}

/** The id of a thing that is given by the sender: at most 200 visible characters. */
export const IsThingId = (): PropertyDecorator => Matches(/^[^\p{Cc}]{1,200}$/u, { message: '$property must be 1 to 200 visible characters' });
export const IsSlug = (): PropertyDecorator => Matches(/^[a-z0-9][a-z0-9-]{0,59}$/, { message: '$property must be small letters, digits and hyphens, at most 60' });
export const IsStaff = (): PropertyDecorator =>
  Matches(/^staff:[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/, { message: '$property must be staff:<uuid>' });
/** Text about things: products, queues, titles. */
export const IsLabel = (): PropertyDecorator => applyDecorators(IsString(), Length(1, 200));
/** What people write. */
export const IsText = (longest: number): PropertyDecorator => applyDecorators(IsString(), Length(1, longest));
export const IsMaybe = IsOptional;
export const Nested = (of: () => new () => object): PropertyDecorator => applyDecorators(ValidateNested(), Type(of));
