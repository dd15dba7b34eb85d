import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { cleanUp, environmentFor } from './servers';

/** The product as users run it: built, a process of its own, a data folder of its own. `npm test` builds before. */
export class ServerProcess {
  readonly folder = mkdtempSync(path.join(os.tmpdir(), 'throughline-process-'));
  private child: ChildProcess | null = null;
  url = '';
  /** All it ever wrote, both streams, without the greeting of the first start: that shows a command to paste. */
  output = '';

  /** `key`: known from another process of the same company; otherwise the one of its greeting. */
  constructor(
    private readonly env: Record<string, string> = {},
    private readonly app = 'all-in-one',
    public key = '',
  ) {}

  /** Resolves when it says where it is running. */
  async start(): Promise<string> {
    const child = spawn(process.execPath, [path.join(__dirname, `../../dist/apps/${this.app}/src/main.js`)], { env: { ...environmentFor(this.folder), NODE_ENV: 'production', PORT: '0', LOG_LEVEL: 'info', ...this.env } });
    this.child = child;
    let said = '';
    const saying = (chunk: Buffer): void => {
      said += chunk.toString();
      this.output += chunk.toString();
    };
    child.stdout.on('data', saying);
    child.stderr.on('data', saying);
    for (let patience = 0; patience < 400; patience += 1) {
      const url = /running on (http:\S+)/.exec(said)?.[1];
      const isGreeted = /in the browser:|then disable it/.test(said) || (this.key !== '' && url !== undefined);
      if (url !== undefined && isGreeted) {
        this.url = url;
        this.key = /tl_staff_[\w-]+/.exec(said)?.[0] ?? this.key;
        this.output = '';
        return said;
      }
      if (child.exitCode !== null) throw new Error(`it ended with ${child.exitCode}: ${said}`);
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    throw new Error(`it does not start: ${said}`);
  }

  /** Resolves with the exit code, or the signal's name. */
  async stop(signal: NodeJS.Signals = 'SIGTERM'): Promise<number | string | null> {
    const { child } = this;
    if (child === null || child.exitCode !== null || child.signalCode !== null) return child?.exitCode ?? child?.signalCode ?? null;
    child.kill(signal);
    await once(child, 'exit');
    return child.exitCode ?? child.signalCode;
  }

  async end(): Promise<void> {
    await this.stop('SIGKILL');
    await cleanUp(this.folder);
    rmSync(this.folder, { recursive: true, force: true });
  }

  get authorization(): { readonly authorization: string } {
    return { authorization: `Bearer ${this.key}` };
  }

  async get(route: string): Promise<string> {
    return (await fetch(this.url + route, { headers: this.authorization })).text();
  }

  async post(route: string, body: unknown, type = 'application/json'): Promise<string> {
    return (await fetch(this.url + route, { method: 'POST', headers: { ...this.authorization, 'content-type': type }, body: JSON.stringify(body) })).text();
  }

  event(event: unknown): Promise<string> {
    return this.post('/events', event, 'application/cloudevents+json');
  }

  async settled(): Promise<void> {
    for (let patience = 0; patience < 300; patience += 1) {
      const { projections } = JSON.parse(await this.get('/ops/projections')) as { projections: { lagEvents: number }[] };
      if (projections.every(({ lagEvents }) => lagEvents === 0)) return;
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    throw new Error('the projections do not settle');
  }
}
