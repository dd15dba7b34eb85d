import { createParamDecorator, SetMetadata, type CanActivate, type ExecutionContext, Injectable, Inject } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { Actor } from '@throughline/kernel';
import { hashBearerKey, type Credential, type Vault } from '@throughline/vault';
import type { FastifyRequest } from 'fastify';
import { Problem } from './problem';
import { VAULT } from './ports';

export type PermissionName =
  | 'events:write'
  | 'customers:read'
  | 'customers:write'
  | 'marketing:read'
  | 'marketing:write'
  | 'sales:read'
  | 'sales:write'
  | 'service:read'
  | 'service:write'
  | 'team:read'
  | 'team:write'
  | 'ops:read'
  | 'ops:write'
  | 'keys:write';

/** Who is asking: always from a key, never from what the request claims. */
export interface Principal {
  readonly actor: Actor;
  readonly source: string;
  readonly kind: Credential['kind'];
}

const PERMISSION = 'throughline:permission';

/** Every route names the one permission it needs; a test finds a route without. */
export const Permission = (name: PermissionName) => SetMetadata(PERMISSION, name);
/** A route that anybody on the network may call: health, the page itself. */
export const Public = () => SetMetadata(PERMISSION, 'public');

/** A write key never reads; staff may do everything until roles exist. */
function allows(kind: Credential['kind'], permission: PermissionName): boolean {
  return kind === 'staff' || permission === 'events:write';
}

@Injectable()
export class PermissionGuard implements CanActivate {
  constructor(
    private readonly reflector: Reflector,
    @Inject(VAULT) private readonly vault: Vault,
  ) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const permission = this.reflector.get<PermissionName | 'public' | undefined>(PERMISSION, context.getHandler());
    if (permission === 'public') return true;
    const request = context.switchToHttp().getRequest<FastifyRequest & { principal?: Principal }>();
    const credential = await this.credentialOf(request.headers.authorization);
    if (permission === undefined || !allows(credential.kind, permission))
      throw new Problem(403, 'NOT_ALLOWED', `this key may not do this: it needs ${permission ?? 'a permission nobody has'}`);
    request.principal = { actor: credential.actor as Actor, source: credential.source, kind: credential.kind };
    return true;
  }

  private async credentialOf(header: string | undefined): Promise<Credential> {
    const key = /^Bearer +([\w.~+/=-]+)$/i.exec(header ?? '')?.[1];
    if (key === undefined) throw new Problem(401, 'KEY_MISSING', 'send a key as "Authorization: Bearer <key>"; make one with "throughline key create"');
    const credential = await this.vault.credential(hashBearerKey(key));
    if (credential === null || credential.disabled) throw new Problem(401, 'KEY_UNKNOWN', 'this key is not known here or was disabled');
    return credential;
  }
}

export const By = createParamDecorator((_data: unknown, context: ExecutionContext): Principal => {
  const { principal } = context.switchToHttp().getRequest<{ principal?: Principal }>();
  if (principal === undefined) throw new Problem(401, 'KEY_MISSING', 'this route needs a key');
  return principal;
});
