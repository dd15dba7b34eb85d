import { Injectable } from '@nestjs/common';
import { Journal } from '@throughline/event-store';
import { candidateIdentifiers } from '@throughline/identity';
import type { Identifier, NodeId } from '@throughline/kernel';
import { IsCount, IsPosition, IsText, Maybe } from '@throughline/platform';
import { ProjectionEngine } from '@throughline/projections';
import type { Shelf } from '@throughline/read-store';
import { Customers } from './customers.queries';

export const DEFAULT_LIST = 50;
/** Milliseconds to wait for a position before saying that the shelves are behind. */
const PATIENCE = 5_000;

export class ListRequest {
  @Maybe() @IsCount(200) limit?: number;
  /** `after` of the page before. */
  @Maybe() @IsText(600) after?: string;
}

/** Reading one's own writing. */
export class MinPositionRequest {
  /** Wait (at most five seconds) until the answer knows this position: the `position` of an earlier answer. */
  @Maybe() @IsPosition() minPosition?: string;
}

export class ListOfCustomerRequest extends ListRequest {
  /** Wait (at most five seconds) until the list knows this position: the `position` of an earlier answer. */
  @Maybe() @IsPosition() minPosition?: string;
}

/** Where the lists of one customer are read: the shelf of a view, and all nodes of whoever is meant. */
@Injectable()
export class CustomerThings {
  constructor(
    private readonly customers: Customers,
    private readonly projections: ProjectionEngine,
    private readonly journal: Journal,
  ) {}

  async of(view: string, text: string, minPosition?: string): Promise<{ readonly shelf: Shelf; readonly identifier: Identifier; readonly nodes: readonly NodeId[] }> {
    const lane = candidateIdentifiers(text)[0];
    if (minPosition !== undefined && lane !== undefined) await this.projections.waitFor(view, this.journal.node(lane), BigInt(minPosition), PATIENCE);
    const [customer, shelf] = await Promise.all([this.customers.resolve(text, {}), this.shelf(view)]);
    return { shelf, ...customer };
  }

  shelf(view: string): Promise<Shelf> {
    return this.projections.shelf(view);
  }
}
