import { Body, Controller, Param, Post, Put, UseInterceptors } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ApiBearerAuth, ApiTags } from '@nestjs/swagger';
import type { Outcome } from '@throughline/event-store';
import { CommandAnswer, createdId, Message, Permission, type CommandMessage } from '@throughline/platform';
import type { OrderCommand } from './order.decider';
import { ToOrder } from './order.handler';
import { CancelOrderRequest, ChangeOrderRequest, PlaceOrderRequest, ReturnOrderRequest } from './order.requests';

/** What people decide about an order. That it was shipped, invoiced or paid is told by the systems that do it, as events. */
@ApiTags('sales')
@ApiBearerAuth()
@UseInterceptors(CommandAnswer)
@Controller('sales/orders')
export class OrderController {
  constructor(private readonly bus: CommandBus) {}

  @Post()
  @Permission('sales:write')
  place(@Body() { orderId, ...body }: PlaceOrderRequest, @Message() message: CommandMessage): Promise<Outcome> {
    return this.send({ type: 'place-order', data: { orderId: orderId ?? createdId(message, 'order'), ...body } }, message);
  }

  /** Another content, whole. */
  @Put(':id/content')
  @Permission('sales:write')
  change(@Param('id') orderId: string, @Body() body: ChangeOrderRequest, @Message() message: CommandMessage): Promise<Outcome> {
    return this.send({ type: 'change-order', data: { orderId, ...body } }, message);
  }

  @Post(':id/cancel')
  @Permission('sales:write')
  cancel(@Param('id') orderId: string, @Body() body: CancelOrderRequest, @Message() message: CommandMessage): Promise<Outcome> {
    return this.send({ type: 'cancel-order', data: { orderId, ...body } }, message);
  }

  @Post(':id/return')
  @Permission('sales:write')
  takeBack(@Param('id') orderId: string, @Body() { returnId, ...body }: ReturnOrderRequest, @Message() message: CommandMessage): Promise<Outcome> {
    return this.send({ type: 'return-order', data: { orderId, returnId: returnId ?? createdId(message, 'return'), ...body } }, message);
  }

  private send(wish: Pick<OrderCommand, 'type' | 'data'>, message: CommandMessage): Promise<Outcome> {
    return this.bus.execute(new ToOrder(wish, message));
  }
}
