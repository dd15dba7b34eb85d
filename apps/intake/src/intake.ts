import { Injectable } from '@nestjs/common';
import { Journal } from '@throughline/event-store';
import { Metrics, type Principal } from '@throughline/platform';
import { quarantineItem, type ItemBody, type RefusedItem } from './quarantine-item';
import { receive, type Bearer, type Receipt } from './receive';

/** One item at a door: what was understood of it, and its own words in case it is refused. */
export interface Item {
  readonly value: unknown;
  readonly body: ItemBody;
  readonly line?: number;
  /** Refused before it could be read as an event. */
  readonly refused?: { readonly code: string; readonly message: string };
}

export type Taken =
  | { readonly status: 'recorded' | 'repeated'; readonly id: string; readonly stream: string; readonly revision: number; readonly position: string }
  | { readonly status: 'quarantined'; readonly itemId: string; readonly code: string; readonly message: string };

/** What every outside door does with items: record what can be taken, quarantine what cannot, in the order given. */
@Injectable()
export class Intake {
  constructor(
    private readonly journal: Journal,
    private readonly metrics: Metrics,
  ) {}

  async take(door: RefusedItem['door'], items: readonly Item[], principal: Pick<Principal, 'actor' | 'source'>): Promise<readonly Taken[]> {
    const bearer: Bearer = { actor: principal.actor, source: principal.source, receivedAt: new Date().toISOString() };
    const readable = items.filter((item) => item.refused === undefined);
    const receipts = (await receive(this.journal, readable.map((item) => item.value), bearer)).values();
    const taken = await Promise.all(items.map((item) => this.settle(door, item, item.refused ?? receipts.next().value, bearer)));
    for (const { status } of taken) this.metrics.received.inc({ door, result: status });
    return taken;
  }

  private async settle(door: RefusedItem['door'], item: Item, receipt: Receipt | Item['refused'], bearer: Bearer): Promise<Taken> {
    if (receipt === undefined) throw new Error('an item was neither recorded nor refused');
    if ('status' in receipt && receipt.status !== 'refused') return { ...receipt, position: String(receipt.position) };
    const { code, message } = receipt;
    const itemId = await quarantineItem(this.journal, { door, body: item.body, code, message, ...(item.line === undefined ? {} : { line: item.line }) }, bearer);
    return { status: 'quarantined', itemId, code, message };
  }
}
