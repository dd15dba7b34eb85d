import { Body, Controller, Delete, Get, HttpCode, Param, Post } from '@nestjs/common';
import { ApiBearerAuth, ApiTags } from '@nestjs/swagger';
import { KEY_KINDS, type KeyKind } from '@throughline/contracts';
import { By, IsLabel, IsOneOf, Permission, type Principal } from '@throughline/platform';
import { Keys } from './keys';

export class CreateKeyRequest {
  @IsOneOf(KEY_KINDS) kind!: KeyKind;

  /** What it is for, in the words of whoever will find it in the list. */
  @IsLabel() name!: string;
}

@ApiTags('operations')
@ApiBearerAuth()
@Controller('ops/keys')
export class KeysController {
  constructor(private readonly keys: Keys) {}

  @Post()
  @Permission('keys:write')
  create(@Body() { kind, name }: CreateKeyRequest, @By() by: Principal) {
    return this.keys.create(kind, name, by);
  }

  @Get()
  @Permission('keys:write')
  async list() {
    return { keys: (await this.keys.list()).map(({ id, kind, actor, source, createdAt, disabled }) => ({ keyId: id, kind, actor, source, createdAt, disabled })) };
  }

  /** A new key for the same source; disable the old one when nobody uses it any more. */
  @Post(':keyId/rotate')
  @Permission('keys:write')
  rotate(@Param('keyId') keyId: string, @By() by: Principal) {
    return this.keys.rotate(keyId, by);
  }

  @Delete(':keyId')
  @HttpCode(204)
  @Permission('keys:write')
  disable(@Param('keyId') keyId: string, @By() by: Principal): Promise<void> {
    return this.keys.disable(keyId, by);
  }
}
