import { Controller, Get, Param } from '@nestjs/common';
import { ApiBearerAuth, ApiTags } from '@nestjs/swagger';
import { CustomerNodes, Permission } from '@throughline/platform';
import { ProjectionEngine } from '@throughline/projections';
import { offersTo } from './offers.queries';
import { orderView, type OrderDocument } from './order.view';
import { ordersOf } from './orders.queries';
import { ProductList, type CustomerProduct } from './products.rules';
import { quoteView } from './quote.view';
import { valued, type CustomerValue } from './value.rules';

/** What a customer, person or company, is to us: summed over all his nodes when asked. */
@ApiTags('sales')
@ApiBearerAuth()
@Controller('sales/customers/:identifier')
export class CustomerSalesController {
  constructor(
    private readonly projections: ProjectionEngine,
    private readonly customers: CustomerNodes,
  ) {}

  /** Per currency: placed, cancelled, returned, and what is left. */
  @Get('value')
  @Permission('sales:read')
  async value(@Param('identifier') identifier: string): Promise<{ value: CustomerValue }> {
    let value: CustomerValue = {};
    for await (const order of this.orders(await this.customers.of(identifier))) value = valued(value, order);
    return { value };
  }

  /** Bought, returned and offered, what was bought or offered last first. */
  @Get('products')
  @Permission('sales:read')
  async products(@Param('identifier') identifier: string): Promise<{ products: readonly CustomerProduct[] }> {
    const nodes = await this.customers.of(identifier);
    const products = new ProductList();
    for await (const order of this.orders(nodes)) products.addOrder(order);
    for await (const offer of offersTo(await this.projections.shelf(quoteView.name), nodes)) products.addOffer(offer);
    return { products: products.shown() };
  }

  private async *orders(nodes: readonly string[]): AsyncGenerator<OrderDocument> {
    yield* ordersOf(await this.projections.shelf(orderView.name), nodes);
  }
}
