import { spawn, type ChildProcess } from 'node:child_process';
import { join } from 'node:path';
import { FaultFound } from './fault-found';

const APPS = join(__dirname, '../../apps');
/** Milliseconds. */
const START_TIMEOUT = 120_000;
const STOP_TIMEOUT = 30_000;

export interface Ready {
  readonly url: string;
  /** The staff key; said on the very first start of a folder only. */
  readonly key: string | null;
}

export interface Setting {
  /** As its folder is called. */
  readonly app?: string;
  readonly env?: Readonly<Record<string, string>>;
}

/** The real server in a process of its own. If it ends by itself that is a fault. */
export class Server {
  readonly ready: Promise<Ready>;
  private readonly child: ChildProcess;
  private readonly exited: Promise<void>;
  private ended = false;
  private said = '';

  constructor(folder: string, { app = 'all-in-one', env = {} }: Setting = {}) {
    this.child = spawn(process.execPath, ['--enable-source-maps', join(APPS, app, 'src/main.js')], {
      env: { ...process.env, PORT: '0', THROUGHLINE_HOST: '127.0.0.1', THROUGHLINE_DATA: folder, LOG_LEVEL: 'silent', ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const { child } = this;
    // So that it does not outlive whoever started it, however that one ends.
    const orphaned = (): boolean => child.kill('SIGKILL');
    process.once('exit', orphaned);
    this.exited = new Promise((resolve) => child.once('exit', () => resolve()));
    void this.exited.then(() => process.off('exit', orphaned));
    this.ready = this.untilReady();
    this.ready.catch(() => undefined);
  }

  /** Whether it ended although nobody asked it to. */
  get died(): string | null {
    return !this.ended && (this.child.exitCode !== null || this.child.signalCode !== null) ? `the server ended by itself (${this.child.exitCode ?? this.child.signalCode}): ${this.said}` : null;
  }

  /** What it said lately. */
  get lastWords(): string {
    return this.said;
  }

  /** Without warning, as a power cut would. Resolves when the process is gone. */
  async kill(): Promise<void> {
    await this.end('SIGKILL');
  }

  /** As an operator does. Throws `FaultFound` where it does not end, or not well. */
  async stop(): Promise<void> {
    const timer = setTimeout(() => this.child.kill('SIGKILL'), STOP_TIMEOUT);
    await this.end('SIGTERM').finally(() => clearTimeout(timer));
    if (this.child.exitCode !== 0) throw new FaultFound(`the server was asked to stop and ended with ${this.child.exitCode ?? this.child.signalCode}: ${this.said}`);
  }

  /** Neither answers nor notices that time goes by, until `wake`. */
  sleep(): void {
    this.child.kill('SIGSTOP');
  }

  wake(): void {
    this.child.kill('SIGCONT');
  }

  private async end(signal: 'SIGKILL' | 'SIGTERM'): Promise<void> {
    const { died } = this;
    if (died !== null) throw new FaultFound(died);
    this.ended = true;
    this.child.kill(signal);
    await this.exited;
  }

  private untilReady(): Promise<Ready> {
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => reject(new FaultFound(`the server did not start within ${START_TIMEOUT / 1000} s: ${this.said}`)), START_TIMEOUT);
      const hear = (chunk: Buffer): void => {
        this.said = (this.said + String(chunk)).slice(-20_000);
        const url = /running on (http:\/\/\S+)\n/.exec(this.said)?.[1];
        const key = /^ {2}(tl_staff_\S+)\n/m.exec(this.said)?.[1] ?? null;
        // The greeting with the key ends with an address that has the key in it.
        if (url === undefined || (this.said.includes('first start') && !this.said.includes('#key='))) return;
        clearTimeout(timer);
        resolve({ url, key });
      };
      this.child.stdout?.on('data', hear);
      this.child.stderr?.on('data', hear);
      this.child.once('close', (code, signal) => {
        clearTimeout(timer);
        reject(this.ended ? new Error('killed before it was ready') : new FaultFound(`the server ended before it was ready (${code ?? signal}): ${this.said}`));
      });
    });
  }
}
