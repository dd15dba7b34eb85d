import { Controller, Get, Param, Query } from '@nestjs/common';
import { ApiBearerAuth, ApiTags } from '@nestjs/swagger';
import { CustomerNodes, Permission, Problem } from '@throughline/platform';
import { ProjectionEngine } from '@throughline/projections';
import { OrdersRequest } from './order.requests';
import { orderView, type OrderDocument } from './order.view';
import { orderById, orderPage, type OrderPage } from './orders.queries';

@ApiTags('sales')
@ApiBearerAuth()
@Controller('sales/orders')
export class OrdersController {
  constructor(
    private readonly projections: ProjectionEngine,
    private readonly customers: CustomerNodes,
  ) {}

  @Get()
  @Permission('sales:read')
  async list(@Query() { limit, customer, ...request }: OrdersRequest): Promise<OrderPage> {
    const narrowed = customer === undefined ? {} : { nodes: await this.customers.of(customer) };
    return orderPage(await this.projections.shelf(orderView.name), { limit: limit ?? 50, ...request, ...narrowed });
  }

  @Get(':id')
  @Permission('sales:read')
  async show(@Param('id') id: string): Promise<OrderDocument> {
    const found = await orderById(await this.projections.shelf(orderView.name), id);
    if (found === null) throw new Problem(404, 'ORDER_NOT_FOUND', 'there is no order with this id');
    return found;
  }
}
