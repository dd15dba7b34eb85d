import { spawn, type ChildProcess } from 'node:child_process';
import { join } from 'node:path';
import { FaultFound } from './fault-found';

const MAIN = join(__dirname, '../../apps/all-in-one/src/main.js');
/** Milliseconds. */
const START_TIMEOUT = 60_000;

export interface Ready {
  readonly url: string;
  /** The staff key; said on the very first start of a folder only. */
  readonly key: string | null;
}

/** The real server in a process of its own. It ends by `kill -9` and in no other way; if it ends by itself that is a fault. */
export class Server {
  readonly ready: Promise<Ready>;
  private readonly child: ChildProcess;
  private readonly exited: Promise<void>;
  private killed = false;
  private said = '';

  constructor(folder: string) {
    this.child = spawn(process.execPath, ['--enable-source-maps', MAIN], {
      env: { ...process.env, PORT: '0', THROUGHLINE_HOST: '127.0.0.1', THROUGHLINE_DATA: folder, LOG_LEVEL: 'silent' },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const { child } = this;
    this.exited = new Promise((resolve) => child.once('exit', () => resolve()));
    this.ready = this.untilReady();
    this.ready.catch(() => undefined);
  }

  /** Whether it ended although nobody killed it. */
  get died(): string | null {
    return !this.killed && (this.child.exitCode !== null || this.child.signalCode !== null) ? `the server ended by itself (${this.child.exitCode ?? this.child.signalCode}): ${this.said}` : null;
  }

  /** Resolves when the process is gone. */
  async kill(): Promise<void> {
    const died = this.died;
    if (died !== null) throw new FaultFound(died);
    this.killed = true;
    this.child.kill('SIGKILL');
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
        reject(this.killed ? new Error('killed before it was ready') : new FaultFound(`the server ended before it was ready (${code ?? signal}): ${this.said}`));
      });
    });
  }
}
