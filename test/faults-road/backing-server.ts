import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { FaultFound } from '../faults/fault-found';

/** How to start a server that the product stands on. */
export interface Program {
  readonly name: string;
  /** Of `node`. `port`: where it was before, 0 = nowhere yet. */
  readonly command: (port: number) => readonly string[];
  /** What it says when it answers: its port, and where it is another process than the one that was started, its pid. */
  readonly ready: RegExp;
  /** Whether it keeps what it acknowledged through a `kill -9`. One that does not is only ever stopped. */
  readonly survivesKill: boolean;
}

/** A server of its own that is taken away and brought back, with everything it had acknowledged. */
export class BackingServer {
  port = 0;
  private child: ChildProcess | null = null;
  private pid = 0;

  constructor(readonly program: Program) {}

  /** Resolves when it answers. */
  async start(): Promise<void> {
    const { name, command, ready } = this.program;
    const child = spawn(process.execPath, command(this.port), { stdio: ['ignore', 'pipe', 'inherit'] });
    this.child = child;
    const orphaned = (): boolean => child.kill('SIGTERM');
    process.once('exit', orphaned);
    child.once('exit', () => process.off('exit', orphaned));
    for await (const line of createInterface({ input: child.stdout })) {
      const [, port, pid] = ready.exec(line) ?? [];
      if (port === undefined) continue;
      [this.port, this.pid] = [Number(port), Number(pid ?? child.pid)];
      child.stdout.resume();
      return;
    }
    const [code, signal] = child.exitCode === null && child.signalCode === null ? ((await once(child, 'exit')) as [number | null, string | null]) : [child.exitCode, child.signalCode];
    throw new Error(`${name} does not start (${code ?? signal}); what it said stands above`);
  }

  /** Takes it away as roughly as it bears. Answers with what was done. */
  async takeAway(): Promise<'killed' | 'stopped'> {
    if (!this.program.survivesKill) {
      await this.stop();
      return 'stopped';
    }
    const gone = this.gone();
    process.kill(this.pid, 'SIGKILL');
    await gone;
    return 'killed';
  }

  async stop(): Promise<void> {
    if (this.child === null || this.child.exitCode !== null || this.child.signalCode !== null) return;
    const gone = this.gone();
    this.child.kill('SIGTERM');
    await gone;
  }

  private async gone(): Promise<void> {
    if (this.child === null || this.child.exitCode !== null || this.child.signalCode !== null) throw new FaultFound(`${this.program.name} ended by itself`);
    await once(this.child, 'exit');
  }
}
