import type { DynamicModule } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { configureHttp, httpAdapter, type Config } from '@throughline/platform';
import type { Clock } from '@throughline/processes';
import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import 'reflect-metadata';
import { AllInOneModule } from '../../apps/all-in-one/src/all-in-one.module';
import { Keys } from '../../apps/ops/src/keys';
import { cleanUp, configFor } from './servers';

export interface Answer<Body = any> {
  readonly status: number;
  readonly headers: Headers;
  readonly body: Body;
  readonly text: string;
}

export interface Ask {
  readonly key?: string | null;
  readonly headers?: Record<string, string>;
  readonly body?: unknown;
}

/**
 * The whole product in this process: the real modules, spoken to over HTTP only, over real files in a folder of its own or, where the
 * three servers are named, over these.
 */
export class Product {
  private constructor(
    private readonly app: NestFastifyApplication,
    readonly folder: string,
    readonly url: string,
    readonly keys: { readonly staff: string; readonly source: string },
  ) {}

  static async start(folder = mkdtempSync(path.join(os.tmpdir(), 'throughline-journey-')), moduleOf: (config: Config) => DynamicModule = (config) => AllInOneModule.forRoot(config)): Promise<Product> {
    const config = configFor(folder);
    const app = await NestFactory.create<NestFastifyApplication>(moduleOf(config), httpAdapter(), { logger: false, abortOnError: false });
    configureHttp(app, 'Throughline', '0.0.0');
    await app.listen(0, config.host);
    const keys = app.get(Keys);
    return new Product(app, folder, await app.getUrl(), { staff: (await keys.create('staff', 'a journey')).key, source: (await keys.create('source', 'a journey')).key });
  }

  /** The same, with a clock of its own for all that waits for a time: a test lets days pass. */
  static startAt(clock: Clock, folder?: string): Promise<Product> {
    return Product.start(folder, (config) => AllInOneModule.forRoot(config, clock));
  }

  async ask(method: string, route: string, { key = this.keys.staff, headers = {}, body }: Ask = {}): Promise<Answer> {
    const response = await fetch(this.url + route, {
      method,
      headers: { ...(key === null ? {} : { authorization: `Bearer ${key}` }), ...(body === undefined ? {} : { 'content-type': 'application/json' }), ...headers },
      ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    });
    const text = await response.text();
    const isJson = response.headers.get('content-type')?.includes('json') === true && !response.headers.get('content-type')?.includes('ndjson');
    return { status: response.status, headers: response.headers, text, body: isJson && text !== '' ? JSON.parse(text) : undefined };
  }

  /** Through the whole server but the socket: for tests of many thousand requests. `body` is sent as it is, as JSON. */
  async inject(method: 'POST' | 'PUT' | 'PATCH' | 'DELETE', route: string, body: string): Promise<{ readonly status: number; readonly type: string; readonly text: string }> {
    const { statusCode, headers, payload } = await this.app.inject({ method, url: route, headers: { authorization: `Bearer ${this.keys.staff}`, 'content-type': 'application/json' }, payload: body });
    return { status: statusCode, type: String(headers['content-type'] ?? ''), text: payload };
  }

  get(route: string, ask: Ask = {}): Promise<Answer> {
    return this.ask('GET', route, ask);
  }

  post(route: string, body: unknown = {}, headers: Record<string, string> = {}): Promise<Answer> {
    return this.ask('POST', route, { body, headers });
  }

  events(events: readonly unknown[], key = this.keys.source): Promise<Answer> {
    return this.ask('POST', '/events', { key, headers: { 'content-type': 'application/cloudevents-batch+json' }, body: events });
  }

  import(lines: readonly string[], key = this.keys.source): Promise<Answer> {
    return this.ask('POST', '/import', { key, headers: { 'content-type': 'application/x-ndjson' }, body: `${lines.join('\n')}\n` });
  }

  /** Until every process has attended to everything that was acknowledged, and every view has it, and what the processes did about it. */
  async settled(): Promise<void> {
    for (let patience = 0; patience < 300; patience += 1) {
      const processes = (await this.get('/ops/processes')).body.processes as { lagEvents: number; head: string }[];
      const projections = (await this.get('/ops/projections')).body.projections as { lagEvents: number; head: string; state: { kind: string } }[];
      const heads = new Set([...processes, ...projections].map(({ head }) => head));
      if (heads.size === 1 && processes.every(({ lagEvents }) => lagEvents === 0) && projections.every(({ lagEvents, state }) => lagEvents === 0 && state.kind === 'running')) return;
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    throw new Error('the projections or the processes do not settle');
  }

  stop(): Promise<void> {
    return this.app.close();
  }

  async end(): Promise<void> {
    await this.stop();
    await cleanUp(this.folder);
    rmSync(this.folder, { recursive: true, force: true });
  }
}

/** A CloudEvent as some shop would send it. */
export function shopEvent(id: string, more: Record<string, unknown> = {}): Record<string, unknown> {
  return { specversion: '1.0', id, source: '/shop', type: 'shop.order-placed', subject: 'email:simulated@example.com', data: { order: id }, ...more };
}
