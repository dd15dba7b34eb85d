// Pure: the decider of orders under commands by chance.
import { orderCancelled, orderChanged, orderCredited, orderDelivered, orderFellOverdue, orderInvoiced, orderPaid, orderPlaced, orderReturned, orderShipped, type EventType } from '@throughline/contracts';
import { Big } from 'big.js';
import fc from 'fast-check';
import { valuesOf } from '../../../test/models/arbitrary';
import { expectModel } from '../../../test/models/model';
import { order, type OrderCommand } from './order.decider';

const facts = [orderPlaced, orderChanged, orderCancelled, orderReturned, orderShipped, orderDelivered, orderInvoiced, orderPaid, orderFellOverdue, orderCredited];
/** Mostly as people do: totals are left to be added up, and all is of one currency and more than nothing. */
const wish = (type: OrderCommand['type'], { schema }: EventType, needsLines = false) =>
  fc.tuple(valuesOf(schema), fc.subarray(['net', 'tax', 'gross', 'lines']), fc.integer({ min: 0, max: 9 })).map(([values, left, care]) => {
    const { before: _before, ...data } = (care === 0 ? values : JSON.parse(JSON.stringify(values).replaceAll('USD', 'EUR').replaceAll('-3.5', '3.5'))) as Record<string, unknown>;
    const kept = Object.entries(data).filter(([name]) => !left.includes(name) || (needsLines && name === 'lines'));
    return { type, data: Object.fromEntries(kept) } as unknown as Pick<OrderCommand, 'type' | 'data'>;
  });

const commands = fc.oneof(
  { weight: 6, arbitrary: wish('place-order', orderPlaced, true) },
  { weight: 3, arbitrary: wish('change-order', orderChanged, true) },
  { weight: 1, arbitrary: wish('cancel-order', orderCancelled) },
  { weight: 6, arbitrary: wish('return-order', orderReturned) },
);

it('holds one currency, gets back no more than was ordered, and is cancelled whole or not at all', () => {
  expectModel({
    decider: order,
    facts,
    commands,
    invariant: ({ before, events, after }) => {
      if (events.length === 0) expect(after).toEqual(before);
      if (after.status === 'none') return;
      const { content, returns } = after;
      if (content === null) throw new Error('an order is placed first');
      const currencies = new Set([content.net, content.tax, content.gross, ...content.lines.map(({ net }) => net), ...returns.map(({ net }) => net)].flatMap((money) => money?.currency ?? []));
      expect(currencies.size).toBe(1);
      expect(returns.reduce((sum, { net }) => sum.plus(net.amount), new Big(0)).lte(content.net.amount)).toBe(true);
      for (const { lineId, quantity } of content.lines) expect(returns.flatMap(({ lines }) => lines).filter((line) => line.lineId === lineId).reduce((sum, line) => sum.plus(line.quantity), new Big(0)).lte(quantity)).toBe(true);
      if (after.status === 'cancelled') expect(returns).toEqual([]);
      if (before.status === 'cancelled') expect(after).toEqual(before);
    },
  });
});
