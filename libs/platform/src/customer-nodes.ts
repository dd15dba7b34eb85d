import { Injectable } from '@nestjs/common';
import { Journal } from '@throughline/event-store';
import { candidateIdentifiers, linkView, resolveNodes } from '@throughline/identity';
import type { NodeId } from '@throughline/kernel';
import { ProjectionEngine } from '@throughline/projections';
import { Problem } from './problem';

/** From what people write to the nodes of the customer who is meant, so that every query takes any identifier. */
@Injectable()
export class CustomerNodes {
  constructor(
    private readonly journal: Journal,
    private readonly projections: ProjectionEngine,
  ) {}

  /** A text without a type may mean several; then they are all looked under. Throws the problem `IDENTIFIER_INVALID`. */
  async of(text: string): Promise<readonly NodeId[]> {
    const candidates = candidateIdentifiers(text);
    if (candidates.length === 0) throw new Problem(400, 'IDENTIFIER_INVALID', 'an identifier is "type:value" or an e-mail address, a phone number or an id, at most 320 characters');
    const links = await this.projections.shelf(linkView.name);
    const nodes = await Promise.all(candidates.map((identifier) => resolveNodes(links, this.journal.node(identifier))));
    return [...new Set(nodes.flat())];
  }
}
