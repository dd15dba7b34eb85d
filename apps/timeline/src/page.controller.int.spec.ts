// Real: the controller behind Nest and Fastify, the files of the page as they are. Not here: a browser.
import { Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { configureHttp, httpAdapter } from '@throughline/platform';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import 'reflect-metadata';
import { PageController } from './page.controller';

@Module({ controllers: [PageController] })
class PageModule {}

const folder = join(__dirname, 'page');
const source = (name: string): string => readFileSync(join(folder, name), 'utf8');
const modules = readdirSync(folder).filter((name) => name.endsWith('.mjs'));

let app: NestFastifyApplication;

beforeAll(async () => {
  app = await NestFactory.create<NestFastifyApplication>(PageModule, httpAdapter(), { logger: false });
  configureHttp(app, 'page', '0');
  await app.init();
  await app.getHttpAdapter().getInstance().ready();
});
afterAll(() => app.close());

const get = (url: string, headers: Record<string, string> = {}) => app.inject({ method: 'GET', url, headers });

describe('the files', () => {
  it.each(['/', '/system'])('serves the page %s under a policy that lets nothing in from elsewhere', async (url) => {
    const answer = await get(url);
    expect(answer.statusCode).toBe(200);
    expect(answer.headers['content-type']).toBe('text/html; charset=utf-8');
    expect(answer.headers['content-security-policy']).toContain("default-src 'self'");
    expect(answer.headers['x-content-type-options']).toBe('nosniff');
    expect(answer.headers['cache-control']).toBe('no-cache');
  });

  it.each<[string, string]>([['page.css', 'text/css'], ['system.css', 'text/css'], ['mark.svg', 'image/svg+xml'], ...modules.map((name): [string, string] => [name, 'text/javascript'])])('serves %s as %s', async (name, type) => {
    const answer = await get(`/page/${name}`);
    expect([answer.statusCode, answer.headers['content-type']?.toString().split(';')[0], answer.body]).toEqual([200, type, source(name)]);
  });

  it('sends nothing again that the browser has', async () => {
    const etag = String((await get('/page/page.css')).headers['etag']);
    const answer = await get('/page/page.css', { 'if-none-match': etag });
    expect([answer.statusCode, answer.body]).toEqual([304, '']);
  });

  it.each(['/page/none.css', '/page/..%2Fpage.controller.ts', '/page/%2e%2e%2fpage.controller.ts'])('knows no other file: %s', async (url) => {
    expect((await get(url)).statusCode).toBe(404);
  });
});

describe('the page', () => {
  it('has no script, style or handler in its HTML: the policy would refuse them', () => {
    for (const page of ['index.html', 'system.html']) expect(source(page)).not.toMatch(/<style|\sstyle=|\son\w+=|<script(?![^>]*\ssrc=)/);
  });

  it('makes text of what customers wrote, never markup', () => {
    for (const name of modules) expect([name, /innerHTML|outerHTML|insertAdjacentHTML|document\.write/.exec(source(name))]).toEqual([name, null]);
  });

  it('has a word in both languages for all it says', () => {
    const known = new Set([...source('words.mjs').matchAll(/^ {2}'?([\w-]+)'?: \['.+', '.+'\],$/gm)].map(([, word]) => word));
    const html = ['index.html', 'system.html'].flatMap((page) => [...source(page).matchAll(/data-t(?:-label|-placeholder)?="(\w+)"/g)]);
    const code = modules.flatMap((name) => [...source(name).matchAll(/\bt\('(\w+)'/g), ...source(name).matchAll(/'((?:d|am|sys)_\w+)'/g)]);
    expect([...html, ...code].map(([, word]) => word).filter((word) => !known.has(word))).toEqual([]);
    expect(known.size).toBeGreaterThan(80);
  });

  it('has a word for every state a projection, a part or a consumer group can be in', () => {
    const states = ['st_running', 'st_catching-up', 'st_rebuilding', 'st_awaiting-confirmation', 'st_stopped', 'projections', 'processes', 'quarantine', 'road', 'relay', 'leases', 'groups', 'gr_Stable', 'gr_PreparingRebalance', 'gr_CompletingRebalance', 'gr_Empty', 'gr_Dead', 'gr_Unknown'];
    for (const state of states) expect(source('words.mjs')).toMatch(new RegExp(`^ {2}'?sys_${state}'?: \\['.+', '.+'\\],$`, 'm'));
  });
});
