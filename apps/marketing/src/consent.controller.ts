import { Body, Controller, Get, Param, Post, Query, UseInterceptors } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ApiBearerAuth, ApiTags } from '@nestjs/swagger';
import type { ContactAnswer } from '@throughline/contracts';
import { Journal, type Outcome } from '@throughline/event-store';
import { candidateIdentifiers } from '@throughline/identity';
import type { Identifier, NodeId } from '@throughline/kernel';
import { CommandAnswer, CustomerNodes, Message, Permission, Problem, type CommandMessage } from '@throughline/platform';
import { ProjectionEngine } from '@throughline/projections';
import type { ConsentCommand } from './consent.decider';
import { ToConsent } from './consent.handler';
import { consentsOf, contactAnswer, shownConsents, type AddressConsents } from './consent.queries';
import { ConfirmConsentRequest, MayContactRequest, ObjectRequest, RequestConsentRequest, WithdrawConsentRequest } from './consent.requests';
import { consentView, type ConsentDocument } from './consent.view';

@ApiTags('marketing')
@ApiBearerAuth()
@UseInterceptors(CommandAnswer)
@Controller('marketing/consents')
export class ConsentController {
  constructor(private readonly bus: CommandBus) {}

  @Post('request')
  @Permission('marketing:write')
  request(@Body() body: RequestConsentRequest, @Message() message: CommandMessage): Promise<Outcome> {
    return this.send({ type: 'request-consent', data: body }, message);
  }

  @Post('confirm')
  @Permission('marketing:write')
  confirm(@Body() body: ConfirmConsentRequest, @Message() message: CommandMessage): Promise<Outcome> {
    return this.send({ type: 'confirm-consent', data: body }, message);
  }

  @Post('withdraw')
  @Permission('marketing:write')
  withdraw(@Body() body: WithdrawConsentRequest, @Message() message: CommandMessage): Promise<Outcome> {
    return this.send({ type: 'withdraw-consent', data: body }, message);
  }

  @Post('object')
  @Permission('marketing:write')
  object(@Body() body: ObjectRequest, @Message() message: CommandMessage): Promise<Outcome> {
    return this.send({ type: 'object', data: body }, message);
  }

  private send(wish: Pick<ConsentCommand, 'type' | 'data'>, message: CommandMessage): Promise<Outcome> {
    return this.bus.execute(new ToConsent(wish, message));
  }
}

@ApiTags('marketing')
@ApiBearerAuth()
@Controller('marketing/customers/:identifier')
export class ConsentsController {
  constructor(
    private readonly projections: ProjectionEngine,
    private readonly customers: CustomerNodes,
    private readonly journal: Journal,
  ) {}

  /** Over all addresses of the customer, each with its history and its proof. */
  @Get('consents')
  @Permission('marketing:read')
  async consents(@Param('identifier') identifier: string): Promise<{ readonly addresses: readonly AddressConsents[] }> {
    return { addresses: (await this.documents(identifier)).map(shownConsents) };
  }

  /** May this address be used now? Each clause with its answer. */
  @Get('may-contact')
  @Permission('marketing:read')
  async mayContact(@Param('identifier') identifier: string, @Query() { address: text, purpose, channel }: MayContactRequest): Promise<ContactAnswer & { readonly address: Identifier }> {
    const [address] = candidateIdentifiers(text ?? identifier);
    if (address === undefined) throw new Problem(400, 'IDENTIFIER_INVALID', 'an address is "type:value" or an e-mail address or phone number, at most 320 characters');
    const node = this.journal.node(address);
    return { address, ...contactAnswer(await this.documents(identifier, node), { purpose, channel, node, address }) };
  }

  /** `also`: the address that is asked about, which nobody may have linked with the customer yet. */
  private async documents(identifier: string, ...also: readonly NodeId[]): Promise<readonly ConsentDocument[]> {
    return consentsOf(await this.projections.shelf(consentView.name), [...(await this.customers.of(identifier)), ...also]);
  }
}
