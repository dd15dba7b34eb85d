import { Big } from 'big.js';
import { plain, plus, type Amounts } from './amounts.rules';
import type { OrderDocument } from './order.view';
import { contributionOf } from './value.rules';

/** What of an order counts as a purchase. */
export type Purchase = Pick<OrderDocument, 'status' | 'net' | 'returns' | 'lines' | 'placedAt' | 'customerNode' | 'companyNode'>;

export interface PurchasesReport {
  /** Who bought at least once, persons and companies; what nobody is known to have bought belongs to nobody. */
  readonly customers: number;
  /** Those who came back on another day. */
  readonly repeatCustomers: number;
  readonly purchases: number;
  readonly cancelled: number;
  readonly withoutCustomer: number;
  /** Purchases of one customer on one day (UTC) counted as one. */
  readonly purchaseDays: number;
  /** Sum of the quantities of all lines. */
  readonly units: string;
  /** Without tax. Returns are not taken off. */
  readonly sold: Amounts;
  readonly returned: Amounts;
  /** Days, UTC; `null` = there was no purchase. */
  readonly firstDay: string | null;
  readonly lastDay: string | null;
}

/**
 * Sums as the purchases come by, those of one node together, so that their number does not matter; only of customers with several
 * nodes are the days held until the end. `nodesOf`: all nodes of whoever a node belongs to.
 */
export async function purchasesReport(purchases: AsyncIterable<Purchase>, nodesOf: (node: string) => Promise<readonly string[]>): Promise<PurchasesReport> {
  const [sums, buyers] = [new Sums(), new Buyers(nodesOf)];
  for await (const purchase of purchases) {
    if (!sums.add(purchase)) continue;
    const node = purchase.customerNode ?? purchase.companyNode;
    if (node !== null) await buyers.add(node, dayOf(purchase.placedAt));
  }
  return { ...(await buyers.shown()), ...sums.shown() };
}

class Sums {
  private counts = { purchases: 0, cancelled: 0, withoutCustomer: 0 };
  private units = new Big(0);
  private sold: Amounts = {};
  private returned: Amounts = {};
  private days: { readonly first: string; readonly last: string } | null = null;

  /** False = it was cancelled: nobody bought anything. */
  add(purchase: Purchase): boolean {
    const { status, net, lines, placedAt, customerNode, companyNode } = purchase;
    if (status === 'cancelled') this.counts.cancelled += 1;
    if (status === 'cancelled') return false;
    this.counts.purchases += 1;
    if (customerNode === null && companyNode === null) this.counts.withoutCustomer += 1;
    for (const { quantity } of lines) this.units = this.units.plus(quantity);
    this.sold = plus(this.sold, net);
    for (const [currency, amount] of Object.entries(contributionOf(purchase).returned)) this.returned = plus(this.returned, { currency, amount });
    const day = dayOf(placedAt);
    if (day !== null) this.days = { first: this.days === null || day < this.days.first ? day : this.days.first, last: this.days === null || day > this.days.last ? day : this.days.last };
    return true;
  }

  shown() {
    return { ...this.counts, units: plain(this.units.toFixed()), sold: this.sold, returned: this.returned, firstDay: this.days?.first ?? null, lastDay: this.days?.last ?? null };
  }
}

class Buyers {
  private counts = { customers: 0, repeatCustomers: 0, purchaseDays: 0 };
  private current: { readonly node: string; readonly days: Set<string | null> } | null = null;
  /** The days of whoever has several nodes, by the smallest of them. */
  private readonly ofSeveralNodes = new Map<string, ReadonlySet<string | null>>();

  constructor(private readonly nodesOf: (node: string) => Promise<readonly string[]>) {}

  async add(node: string, day: string | null): Promise<void> {
    if (this.current?.node !== node) await this.finish();
    this.current ??= { node, days: new Set() };
    this.current.days.add(day);
  }

  async shown() {
    await this.finish();
    for (const days of this.ofSeveralNodes.values()) this.count(days);
    return this.counts;
  }

  private async finish(): Promise<void> {
    if (this.current === null) return;
    const { node, days } = this.current;
    this.current = null;
    const nodes = await this.nodesOf(node);
    if (nodes.length <= 1) return this.count(days);
    const key = nodes.toSorted()[0] ?? node;
    this.ofSeveralNodes.set(key, new Set([...(this.ofSeveralNodes.get(key) ?? []), ...days]));
  }

  private count(days: ReadonlySet<string | null>): void {
    this.counts.customers += 1;
    this.counts.purchaseDays += days.size;
    if (days.size > 1) this.counts.repeatCustomers += 1;
  }
}

function dayOf(time: number | null): string | null {
  return time === null ? null : new Date(time).toISOString().slice(0, 10);
}
