import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { NameServer } from './name-server';

const CADDYFILE = path.resolve(__dirname, '../../deploy/Caddyfile');
const ANSWERS_WITHIN = 20_000;

/** What the Caddyfile says: which addresses belong to which app, in its order. */
export function mappedPaths(): readonly { readonly pattern: RegExp; readonly app: string }[] {
  return [...readFileSync(CADDYFILE, 'utf8').matchAll(/^\t\t~(\^\S+) (\S+)$/gm)].map(([, pattern = '', app = '']) => ({ pattern: new RegExp(pattern), app }));
}

/** The real proxy with the Caddyfile as it is, in front of servers that stand for copies of apps: each has an address of its own on the loopback. */
export class Proxy {
  private readonly copies: Server[] = [];
  private said = '';

  private constructor(
    private readonly names: NameServer,
    private readonly appsPort: number,
    private readonly caddy: ChildProcess,
    readonly url: string,
  ) {
    caddy.stderr?.on('data', (chunk: Buffer) => (this.said += chunk.toString()));
  }

  static async start(): Promise<Proxy> {
    const names = await NameServer.open();
    const [port, admin, appsPort] = [await freePort(), await freePort(), await freePort()];
    const env = { ...process.env, PROXY_HOST: '127.0.0.1', PROXY_PORT: String(port), PROXY_ADMIN: `127.0.0.1:${admin}`, APPS_PORT: String(appsPort), APPS_DNS: names.address };
    const caddy = spawn('caddy', ['run', '--config', CADDYFILE, '--adapter', 'caddyfile'], { env, stdio: ['ignore', 'ignore', 'pipe'] });
    const proxy = new Proxy(names, appsPort, caddy, `http://127.0.0.1:${port}`);
    await proxy.answers();
    return proxy;
  }

  /** Everything it has logged. */
  get log(): string {
    return this.said;
  }

  /** A copy of an app at `127.0.<app>.<copy>`; not known by name before `announce`. */
  async copy(address: string, listener: RequestListener): Promise<Server> {
    const server = createServer(listener).listen(this.appsPort, address);
    await once(server, 'listening');
    this.copies.push(server);
    return server;
  }

  announce(app: string, addresses: readonly string[]): void {
    this.names.set(app, addresses);
  }

  async end(): Promise<void> {
    this.caddy.kill('SIGTERM');
    for (const copy of this.copies) {
      copy.close();
      copy.closeAllConnections();
    }
    await once(this.caddy, 'exit');
    this.names.close();
  }

  private async answers(): Promise<void> {
    for (const end = Date.now() + ANSWERS_WITHIN; Date.now() < end; await pause(50)) {
      if (this.caddy.exitCode !== null) break;
      if (await fetch(`${this.url}/docs`).then(({ ok }) => ok, () => false)) return;
    }
    throw new Error(`the proxy does not start: ${this.said}`);
  }
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}
