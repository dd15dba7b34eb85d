import { Controller, Get, Inject } from '@nestjs/common';
import { ApiBearerAuth, ApiTags } from '@nestjs/swagger';
import { Permission, ROAD, VERSION, type Road } from '@throughline/platform';

@ApiTags('operations')
@ApiBearerAuth()
@Controller('ops/road')
export class RoadController {
  constructor(@Inject(ROAD) private readonly road: Road | null) {}

  /** The version of this program; servers and their versions, the relay, who holds which lease, consumer groups, healed holes. `road` is null where everything is on one machine. */
  @Get()
  @Permission('ops:read')
  async show() {
    return { version: VERSION, road: this.road === null ? null : await this.road.status() };
  }
}
