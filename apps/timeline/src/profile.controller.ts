import { Body, Controller, Get, Param, Patch, Post, Query, Res, UseInterceptors } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ApiBearerAuth, ApiTags } from '@nestjs/swagger';
import type { Outcome } from '@throughline/event-store';
import { CommandAnswer, Message, Permission, type Answered, type CommandMessage } from '@throughline/platform';
import type { FastifyReply } from 'fastify';
import { MinPositionRequest } from './customer-things';
import { Duplicates, type Candidate } from './duplicates.queries';
import { namedCustomer } from './named-customer';
import { ProfileCreation } from './profile-creation';
import { ToProfile } from './profile.handler';
import { Profiles, type PresentedProfile } from './profile.queries';
import { CreateCustomerRequest, DuplicatesRequest, ProfileRequest } from './profile.requests';
import { contentOf } from './profile.rules';

/** Who a customer is: persons and companies, entered and changed by hand. */
@ApiTags('customers')
@ApiBearerAuth()
@Controller('customers')
export class ProfileController {
  constructor(
    private readonly bus: CommandBus,
    private readonly creation: ProfileCreation,
    private readonly duplicates: Duplicates,
    private readonly profiles: Profiles,
  ) {}

  /** Answers 409 `DUPLICATES_LIKELY` with the candidates, and records nothing, where somebody is likely there already. */
  @Post()
  @Permission('customers:write')
  @UseInterceptors(CommandAnswer)
  create(@Body() { kind, profile, identifiers = [], evenIfDuplicate = false }: CreateCustomerRequest, @Message() message: CommandMessage): Promise<Answered> {
    return this.creation.create({ kind, content: contentOf(profile), identifiers, evenIfDuplicate }, message);
  }

  /** Who is likely the same as somebody who is just being typed in; the likeliest first. */
  @Get('duplicates')
  @Permission('customers:read')
  async likely(@Query() { kind, name, email, phone, street, postalCode, city }: DuplicatesRequest): Promise<{ readonly candidates: readonly Candidate[] }> {
    const [emails, phones, names] = [email, phone, name].map((value) => (value === undefined ? [] : [value])) as [string[], string[], string[]];
    const address = { ...(street === undefined ? {} : { street }), ...(postalCode === undefined ? {} : { postalCode }), ...(city === undefined ? {} : { city }) };
    const identifiers = [...emails.map((value) => ({ type: 'email', value })), ...phones.map((value) => ({ type: 'phone', value }))];
    return { candidates: await this.duplicates.of({ kind: kind ?? null, traits: { names, emails, phones, addresses: [address] }, identifiers }) };
  }

  /** Merged over all his nodes: of each field the later word holds. The ETag is for changing what stands at this identifier. */
  @Get(':identifier/profile')
  @Permission('customers:read')
  async show(@Param('identifier') identifier: string, @Query() { minPosition }: MinPositionRequest, @Res({ passthrough: true }) reply: FastifyReply): Promise<PresentedProfile> {
    const profile = await this.profiles.of(identifier, minPosition);
    if (profile.revision >= 0) void reply.header('ETag', `"${profile.revision}"`);
    return profile;
  }

  @Patch(':identifier/profile')
  @Permission('customers:write')
  @UseInterceptors(CommandAnswer)
  change(@Param('identifier') identifier: string, @Body() wanted: ProfileRequest, @Message() message: CommandMessage): Promise<Outcome> {
    return this.bus.execute(new ToProfile({ type: 'change-profile', data: { customer: namedCustomer(identifier), wanted } }, message));
  }
}
