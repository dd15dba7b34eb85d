import { Injectable } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import type { ProfileContent, ProfileKind } from '@throughline/contracts';
import { derivedId, Journal, type Outcome } from '@throughline/event-store';
import { linkView, resolveNodes } from '@throughline/identity';
import type { Identifier, NodeId } from '@throughline/kernel';
import { createdId, Problem, type Answered, type CommandMessage } from '@throughline/platform';
import { ProjectionEngine } from '@throughline/projections';
import { ToLink } from './customer-commands.handler';
import { Duplicates, type Wanted } from './duplicates.queries';
import { ToProfile } from './profile.handler';
import { calledBy } from './profile.rules';
import { profileStream } from './profile.view';
import { summaryView } from './summary.view';

export interface NewCustomer {
  readonly kind: ProfileKind;
  readonly content: ProfileContent;
  readonly identifiers: readonly Identifier[];
  readonly evenIfDuplicate: boolean;
}

/**
 * Creates a customer by hand: looks for likely duplicates, records who he is, and links his further identifiers to the first. The same
 * request with the same key comes to the same, wherever it was interrupted.
 */
@Injectable()
export class ProfileCreation {
  constructor(
    private readonly bus: CommandBus,
    private readonly journal: Journal,
    private readonly duplicates: Duplicates,
    private readonly projections: ProjectionEngine,
  ) {}

  /** Throws the problem `DUPLICATES_LIKELY` with the candidates; then nothing is recorded. */
  async create(wanted: NewCustomer, { ifMatch: _ofNothing, ...message }: CommandMessage): Promise<Answered> {
    const customer = identifierFor(wanted, message);
    if (!wanted.evenIfDuplicate && !(await this.isRepeated(customer, message))) await this.refuseDuplicates(wanted);
    const { kind, content } = wanted;
    const outcome: Outcome = await this.bus.execute(new ToProfile({ type: 'create-profile', data: { customer, kind, ...content } }, message));
    if (outcome.kind !== 'done' && outcome.kind !== 'nothing') return outcome;
    return { ...outcome, also: { identifier: customer, linked: await this.link(customer, wanted, message) } };
  }

  private async refuseDuplicates(wanted: NewCustomer): Promise<void> {
    const candidates = await this.duplicates.of(wantedAmong(wanted));
    if (candidates.length > 0) throw new Problem(409, 'DUPLICATES_LIKELY', 'there are customers who are likely the same; open one of them, or say evenIfDuplicate if it is nobody of them', { candidates });
  }

  /** Whoever repeats his request is told what came of it, not that he is his own duplicate. */
  private async isRepeated(customer: Identifier, { commandId }: CommandMessage): Promise<boolean> {
    const { events } = await this.journal.load(profileStream(this.journal.node(customer)));
    return events.some(({ command }) => command?.id === commandId);
  }

  /** What belongs to somebody else already, who is not the same as was said, joins nobody: it only stands in the profile. */
  private async link(customer: Identifier, { identifiers, evenIfDuplicate }: NewCustomer, message: CommandMessage): Promise<readonly Identifier[]> {
    const own = new Set(await resolveNodes(await this.projections.shelf(linkView.name), this.journal.node(customer)));
    const linked: Identifier[] = [];
    for (const [index, other] of identifiers.entries()) {
      const node = this.journal.node(other);
      if (node === this.journal.node(customer) || (evenIfDuplicate && !own.has(node) && (await this.isKnown(node)))) continue;
      const commandId = derivedId(message.commandId, 'link', String(index));
      await this.bus.execute(new ToLink({ type: 'link-nodes', data: { linkId: commandId, a: customer, b: other, rule: 'entered together' } }, { ...message, commandId }));
      linked.push(other);
    }
    return linked;
  }

  private async isKnown(node: NodeId): Promise<boolean> {
    const summaries = await this.projections.shelf(summaryView.name);
    return (await summaries.find({ where: { node }, limit: 1 })).length > 0;
  }
}

/**
 * The first identifier that may be his, else one of our own: an id that is derived from the request. Always one of our own for somebody
 * who is not the one he looks like, because the identifiers may be that one's.
 */
function identifierFor({ kind, identifiers, evenIfDuplicate }: NewCustomer, message: CommandMessage): Identifier {
  if (kind === 'person' && identifiers.some(isCompany)) throw new Problem(400, 'VALIDATION_FAILED', 'some fields are not as documented; see errors', { errors: [{ path: '/identifiers', message: 'of a person must not name a company: record that he belongs to it' }] });
  const own = { type: kind === 'company' ? 'company' : 'customer', value: createdId(message, 'customer') };
  if (evenIfDuplicate) return own;
  return (kind === 'company' ? identifiers.find(isCompany) : identifiers[0]) ?? own;
}

function isCompany({ type }: Identifier): boolean {
  return type === 'company';
}

function wantedAmong({ kind, content, identifiers }: NewCustomer): Wanted {
  const { emails = [], phones = [], addresses = [] } = content;
  const name = calledBy(content);
  const ofType = (type: string): readonly string[] => identifiers.filter((one) => one.type === type).map(({ value }) => value);
  const traits = {
    names: name === null ? [] : [name],
    emails: [...ofType('email'), ...emails.map(({ address }) => address)],
    phones: [...ofType('phone'), ...phones.map(({ number }) => number)],
    addresses,
  };
  const contacts = [...traits.emails.map((value) => ({ type: 'email', value })), ...traits.phones.map((value) => ({ type: 'phone', value }))];
  return { kind, traits, identifiers: [...identifiers, ...contacts] };
}
