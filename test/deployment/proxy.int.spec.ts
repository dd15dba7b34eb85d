// Real: Caddy with the Caddyfile as it is, and the routes of every app, asked of its own HTTP server. Behind the proxy stand servers of this test, found by a name server of this test.
import { request, type IncomingMessage } from 'node:http';
import { once } from 'node:events';
import { readdirSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { APPS, pathOf, routesOf, type Route } from './apps';
import { canRun } from './programs';
import { mappedPaths, Proxy } from './proxy';

/** Every process has these; on one origin one app answers for all, or nobody. */
const OF_EVERY_PROCESS = ['/health', '/health/live', '/health/ready', '/metrics'];
const names = Object.keys(APPS);
const routes: Route[] = [];

beforeAll(async () => {
  for (const app of names) routes.push(...(await routesOf(app)));
}, 60_000);

describe('the routes of the apps', () => {
  it('are those of every folder of apps that is a program of its own', () => {
    const folders = readdirSync(path.resolve(__dirname, '../../apps')).filter((folder) => !['all-in-one', 'cli', 'desk'].includes(folder));
    expect(folders.toSorted()).toEqual(names.toSorted());
    for (const app of names) expect([app, routes.filter((route) => route.app === app).length > 5]).toEqual([app, true]);
  });

  it('are served by one app each', () => {
    const served = new Map<string, Set<string>>();
    for (const { app, method, path: route } of routes) served.set(`${method} ${route}`, (served.get(`${method} ${route}`) ?? new Set()).add(app));
    const twice = [...served].filter(([, apps]) => apps.size > 1).map(([route]) => route);
    expect(twice.toSorted()).toEqual(OF_EVERY_PROCESS.map((route) => `GET ${route}`));
  });

  it('are what the lines of the Caddyfile are for: each has some', () => {
    expect(mappedPaths()).toHaveLength(8);
    for (const { pattern } of mappedPaths()) expect([pattern, routes.some((route) => pattern.test(pathOf(route)))]).toEqual([pattern, true]);
  });
});

const hasCaddy = canRun(['caddy', 'version'], 'the proxy itself needs "caddy" (Debian has a package); which app each path goes to is NOT proven by this run.');

(hasCaddy ? describe : describe.skip)('the proxy', () => {
  let proxy: Proxy;
  const addressOf = (app: string, copy = 1): string => `127.0.${names.indexOf(app) + 1}.${copy}`;

  const startCopy = (app: string, copy = 1) =>
    proxy.copy(addressOf(app, copy), (asked, answer) => {
      answer.setHeader('content-type', 'application/json');
      answer.end(JSON.stringify({ app, copy, method: asked.method, url: asked.url, authorization: asked.headers.authorization }));
    });

  beforeAll(async () => {
    proxy = await Proxy.start();
    for (const app of names) {
      await startCopy(app);
      proxy.announce(app, [addressOf(app)]);
    }
  }, 60_000);
  afterAll(() => proxy.end());

  it('brings every path of every app to it, as it is', async () => {
    for (const route of routes.filter(({ path: one }) => !OF_EVERY_PROCESS.includes(one))) {
      const answer = await fetch(proxy.url + pathOf(route), { method: route.method, headers: { authorization: 'Bearer tl_staff_x' } });
      expect(await answer.json()).toEqual({ app: route.app, copy: 1, method: route.method, url: pathOf(route), authorization: 'Bearer tl_staff_x' });
    }
  }, 60_000);

  it.each(['/nothing', '/salesmen', '/customers-of', '/ops-x', '/docs-json', '//sales', '/Sales/pipeline', '/health', '/health/live', '/health/ready'])('leaves %s to the app of the page, which knows how to say no', async (where) => {
    expect(await (await fetch(proxy.url + where)).json()).toMatchObject({ app: 'timeline', url: where });
  });

  it.each(['/customers/..%2F..%2Fsales%2Fx/timeline?q=%2F&q=+', '/customers/J%C3%A4nner%20%22x%22@example.com', '/customers/a%2Fb%3Fc'])('does not touch what is encoded: %s', async (where) => {
    expect(await (await fetch(proxy.url + where)).json()).toMatchObject({ app: 'timeline', url: where });
  });

  it('shows where the documentation of each app is', async () => {
    const answer = await fetch(`${proxy.url}/docs`);
    expect(answer.headers.get('content-type')).toContain('text/html');
    const shown = [...(await answer.text()).matchAll(/href="\/docs\/(\w+)"/g)].map(([, app = '']) => app);
    expect(shown.toSorted()).toEqual(names.toSorted());
  });

  it('does not show the metrics of whichever copy it meets', async () => {
    const answer = await fetch(`${proxy.url}/metrics`);
    expect([answer.status, answer.headers.get('content-type'), ((await answer.json()) as { code: string }).code]).toEqual([404, 'application/problem+json; charset=utf-8', 'NOT_FOUND']);
  });

  it('finds all copies, new ones too, and does without those that went away', async () => {
    await startCopy('sales', 2);
    const third = await startCopy('sales', 3);
    proxy.announce('sales', [1, 2, 3].map((copy) => addressOf('sales', copy)));
    await pause(1_200);
    expect(await copiesMet(60)).toEqual([1, 2, 3]);
    third.close();
    third.closeAllConnections();
    expect(await copiesMet(60)).toEqual([1, 2]);
  }, 30_000);

  /** Which copies answer so many requests, all of which must be answered. */
  async function copiesMet(requests: number): Promise<readonly number[]> {
    const answers = await Promise.all(Array.from({ length: requests }, async () => (await fetch(`${proxy.url}/sales/pipeline`)).json() as Promise<{ copy: number }>));
    return [...new Set(answers.map(({ copy }) => copy))].toSorted((a, b) => a - b);
  }

  it('waits for an app that starts again', async () => {
    proxy.announce('team', []);
    await pause(1_200);
    const waiting = fetch(`${proxy.url}/team/work`);
    await pause(1_500);
    proxy.announce('team', [addressOf('team')]);
    expect((await waiting).status).toBe(200);
  }, 30_000);

  it('says in the words of the house that an app is away, and logs no address', async () => {
    proxy.announce('service', []);
    await pause(1_200);
    const answer = await fetch(`${proxy.url}/service/customers/jane@example.com/interactions`);
    expect([answer.status, answer.headers.get('content-type'), answer.headers.get('retry-after')]).toEqual([503, 'application/problem+json; charset=utf-8', '5']);
    expect(await answer.json()).toMatchObject({ status: 503, code: 'APP_UNAVAILABLE', type: 'urn:throughline:problem:app-unavailable' });
    expect(proxy.log).toMatch(/"level":"error"/);
    expect(proxy.log).not.toContain('jane');
  }, 30_000);
});

(hasCaddy ? describe : describe.skip)('what flows through the proxy', () => {
  let proxy: Proxy;
  let received: IncomingMessage | undefined;

  beforeAll(async () => {
    proxy = await Proxy.start();
    await proxy.copy('127.0.9.1', (asked, answer) => {
      received = asked;
      if (asked.method !== 'GET') return;
      answer.setHeader('content-type', 'text/event-stream');
      answer.write('data: first\n\n');
    });
    for (const app of names) proxy.announce(app, ['127.0.9.1']);
  }, 60_000);
  afterAll(() => proxy.end());

  async function bodyMet(): Promise<IncomingMessage> {
    for (let patience = 0; patience < 100; patience += 1) {
      if (received !== undefined) return received;
      await pause(50);
    }
    throw new Error('nothing arrives behind the proxy');
  }

  it('is an event of a live page at once, and its end when the page is closed', async () => {
    const closing = new AbortController();
    const live = await fetch(`${proxy.url}/customers/jane@example.com/timeline/live`, { signal: closing.signal });
    const { value } = (await live.body?.getReader().read()) ?? {};
    expect(Buffer.from(value ?? []).toString()).toBe('data: first\n\n');
    const gone = new Promise((resolve) => received?.on('error', () => undefined).once('close', resolve));
    closing.abort();
    await gone;
  });

  it.each(['/import', '/customers/jane@example.com/attachments?name=x'])('is the beginning of a body before its end, however long it is: %s', async (where) => {
    received = undefined;
    const sending = request(proxy.url + where, { method: 'POST', headers: { 'content-type': 'application/x-ndjson' } });
    sending.on('error', () => undefined);
    sending.write('the first line\n');
    const body = await bodyMet();
    const [first] = (await once(body, 'data')) as [Buffer];
    expect(first.toString()).toBe('the first line\n');
    let bytes = 0;
    body.on('data', (chunk: Buffer) => (bytes += chunk.length));
    for (let megabyte = 0; megabyte < 30; megabyte += 1) if (!sending.write(Buffer.alloc(1024 * 1024))) await once(sending, 'drain');
    sending.end();
    await once(body, 'end');
    expect(bytes).toBe(30 * 1024 * 1024);
  }, 30_000);
});

