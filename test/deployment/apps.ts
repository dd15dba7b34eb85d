import { NestFactory } from '@nestjs/core';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { Module, type Type } from '@nestjs/common';
import { configureHttp, httpAdapter, PlatformModule } from '@throughline/platform';
import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import 'reflect-metadata';
import { IntakeModule } from '../../apps/intake/src/intake.module';
import { MarketingModule } from '../../apps/marketing/src/marketing.module';
import { OpsModule } from '../../apps/ops/src/ops.module';
import { SalesModule } from '../../apps/sales/src/sales.module';
import { ServiceModule } from '../../apps/service/src/service.module';
import { TeamModule } from '../../apps/team/src/team.module';
import { TimelineModule } from '../../apps/timeline/src/timeline.module';

/** Every app that is a process of its own; a test compares this with the folders. */
export const APPS: Readonly<Record<string, Type>> = {
  intake: IntakeModule,
  marketing: MarketingModule,
  ops: OpsModule,
  sales: SalesModule,
  service: ServiceModule,
  team: TeamModule,
  timeline: TimelineModule,
};

@Module({})
class LoneModule {}

export interface Route {
  readonly app: string;
  readonly method: string;
  /** As Fastify knows it: `/customers/:identifier/timeline`. */
  readonly path: string;
}

/** What one app serves, its own documentation included: asked of its real HTTP server, which is never opened to the network. */
export async function routesOf(app: string): Promise<readonly Route[]> {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'throughline-routes-'));
  const platform = PlatformModule.forRoot({ port: 0, host: '127.0.0.1', dataFolder: folder, logLevel: 'silent' }, { name: app, views: [] });
  const nest = await NestFactory.create<NestFastifyApplication>({ module: LoneModule, imports: [platform, APPS[app] as Type] }, httpAdapter(), { logger: false, abortOnError: false });
  const routes: Route[] = [];
  const fastify = nest.getHttpAdapter().getInstance();
  fastify.addHook('onRoute', ({ method, url }) => {
    routes.push(...[method].flat().map((each) => ({ app, method: each, path: url })));
  });
  configureHttp(nest, app, '0', `docs/${app}`);
  await nest.init();
  await fastify.ready();
  await nest.close();
  rmSync(folder, { recursive: true });
  return routes.filter(({ method }) => !['HEAD', 'OPTIONS'].includes(method));
}

/** A path that the route serves, with a word in place of each parameter. */
export function pathOf({ path: route }: Route): string {
  return route.replaceAll(/:\w+|\*/g, 'some-thing');
}
