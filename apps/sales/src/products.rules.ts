import { Big } from 'big.js';
import type { Money, ReturnedLine } from '@throughline/contracts';
import { plain, plus, type Amounts } from './amounts.rules';

/** How much of a product, for how much (without tax, per currency), how often and when first and last; milliseconds since 1970. */
export interface ProductFigure {
  readonly quantity: string;
  readonly net: Amounts;
  readonly times: number;
  readonly first: number | null;
  readonly last: number | null;
}

export interface CustomerProduct {
  readonly productId: string | null;
  readonly product: string;
  readonly bought: ProductFigure | null;
  readonly returned: ProductFigure | null;
  /** In the newest version of each quote the customer was sent. */
  readonly offered: ProductFigure | null;
}

interface Item {
  readonly productId?: string | undefined;
  readonly product: string;
  readonly quantity: string;
  readonly net: Money | null;
}

export interface OrderOfProducts {
  readonly status: string;
  readonly lines: readonly (Item & { readonly lineId: string })[];
  readonly returns: readonly { readonly lines: readonly ReturnedLine[]; readonly at: number }[];
  readonly placedAt: number | null;
}

/** What was sent of a quote; a draft that nobody has seen offers nothing. */
export interface Offer {
  readonly currency: string;
  readonly lines: readonly { readonly productId?: string | undefined; readonly product: string; readonly quantity: string; readonly net: string }[];
  readonly at: number;
}

type Part = 'bought' | 'returned' | 'offered';

/** Collects a customer's products: the same id is the same product, and without an id the same name. */
export class ProductList {
  private readonly products = new Map<string, CustomerProduct>();

  /** A cancelled order was never bought. */
  addOrder({ status, lines, returns, placedAt }: OrderOfProducts): void {
    if (status === 'cancelled') return;
    for (const line of lines) this.add('bought', line, placedAt);
    for (const { lines: back, at } of returns)
      for (const { lineId, quantity, net } of back) {
        const line = lines.find((one) => one.lineId === lineId);
        if (line !== undefined) this.add('returned', { ...line, quantity, net: net ?? worthOf(line, quantity) }, at);
      }
  }

  addOffer({ currency, lines, at }: Offer): void {
    for (const line of lines) this.add('offered', { ...line, net: { amount: line.net, currency } }, at);
  }

  /** What was bought or offered last comes first. */
  shown(): readonly CustomerProduct[] {
    const lastOf = ({ bought, offered }: CustomerProduct): number => Math.max(bought?.last ?? 0, offered?.last ?? 0);
    return [...this.products.values()].toSorted((a, b) => lastOf(b) - lastOf(a) || (a.product < b.product ? -1 : 1));
  }

  private add(part: Part, item: Item, at: number | null): void {
    const key = item.productId === undefined ? `name:${item.product.trim().toLowerCase()}` : `id:${item.productId}`;
    const known = this.products.get(key) ?? { productId: item.productId ?? null, product: item.product, bought: null, returned: null, offered: null };
    this.products.set(key, { ...known, [part]: figureWith(known[part], item, at) });
  }
}

const NOTHING: ProductFigure = { quantity: '0', net: {}, times: 0, first: null, last: null };

function figureWith(figure: ProductFigure | null, { quantity, net }: Item, at: number | null): ProductFigure {
  const before = figure ?? NOTHING;
  const times = [before.first, before.last, at].filter((time) => time !== null);
  return {
    quantity: plain(new Big(before.quantity).plus(quantity).toFixed()),
    net: plus(before.net, net),
    times: before.times + 1,
    first: times.length === 0 ? null : Math.min(...times),
    last: times.length === 0 ? null : Math.max(...times),
  };
}

/** Of the whole line it is what the line was sold for, of a part by its price; without a price nobody can say. */
function worthOf(line: OrderOfProducts['lines'][number] & { readonly unitPrice?: Money | undefined }, quantity: string): Money | null {
  if (line.net !== null && new Big(line.quantity).eq(quantity)) return line.net;
  return line.unitPrice === undefined ? null : { ...line.unitPrice, amount: new Big(line.unitPrice.amount).times(quantity).toFixed() };
}
