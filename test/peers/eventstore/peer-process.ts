import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { createInterface } from 'node:readline';
import type { Misbehaviour } from './faults';

const SOURCES = path.join(__dirname, '../../faults/run-sources.cjs');
const MAIN = path.join(__dirname, 'main.ts');

/** A peer in a process of its own, from the sources, so that no build need come first. */
export class PeerProcess {
  private constructor(
    private readonly child: ChildProcess,
    readonly port: number,
    private readonly control: number,
  ) {}

  /** `port` 0 = any free one; after a kill the same one is asked for again. */
  static async start(file: string, port = 0): Promise<PeerProcess> {
    const child = spawn(process.execPath, ['-r', SOURCES, MAIN, '--port', String(port), '--file', file, '--control', '0'], { stdio: ['ignore', 'pipe', 'inherit'] });
    const said = new Map<string, number>();
    for await (const line of createInterface({ input: child.stdout })) {
      const [word = '', number] = line.split(' ');
      said.set(word, Number(number));
      if (word === 'listening') break;
    }
    return new PeerProcess(child, said.get('listening') ?? NaN, said.get('control') ?? NaN);
  }

  get url(): string {
    return `esdb://127.0.0.1:${this.port}?tls=false`;
  }

  async misbehave(how: Misbehaviour): Promise<void> {
    await fetch(`http://127.0.0.1:${this.control}/`, { method: 'POST', body: JSON.stringify(how) });
  }

  /** Without warning, as a power cut would. */
  async kill(): Promise<void> {
    await this.end('SIGKILL');
  }

  async stop(): Promise<void> {
    await this.end('SIGTERM');
  }

  private async end(signal: 'SIGKILL' | 'SIGTERM'): Promise<void> {
    const ended = once(this.child, 'exit');
    this.child.kill(signal);
    await ended;
  }
}
