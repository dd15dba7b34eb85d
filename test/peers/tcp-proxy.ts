import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { Line, type Way } from './tcp-line';

export interface TcpProxyOptions {
  readonly to: { readonly host: string; readonly port: number };
  /** Of the loopback. Default: one that is free. */
  readonly port?: number;
}

/** Of a budget whose last byte has passed: the cut is on its way, and takes it along. */
const SPENT = -1;

/**
 * A bad line between a client and a server, on the loopback: the client is given `proxy.port` in place of the server's.
 *
 *   delay(ms)     both ways; what is sent together arrives together, that much later
 *   pause(way)    nothing passes and nobody is told; `resume` lets through what was held back
 *   cut()         all connections end in a reset, and what is on its way is lost
 *   refuse()      a new connection ends in a reset; those there are stay. `accept` ends it
 */
export class TcpProxy {
  private readonly lines = new Set<Line>();
  private readonly paused = new Set<Way>();
  private readonly budgets = new Map<Way, number>();
  private delayMs = 0;
  private refusing = false;
  private ended = 0;

  private constructor(
    private readonly server: Server,
    private readonly to: TcpProxyOptions['to'],
  ) {
    server.on('connection', (client) => this.connect(client));
  }

  static async open({ to, port = 0 }: TcpProxyOptions): Promise<TcpProxy> {
    const server = createServer({ allowHalfOpen: true, noDelay: true }).listen(port, '127.0.0.1');
    await once(server, 'listening');
    return new TcpProxy(server, to);
  }

  get port(): number {
    return (this.server.address() as AddressInfo).port;
  }

  get connections(): number {
    return this.lines.size;
  }

  /** How many connections it has cut. */
  get cuts(): number {
    return this.ended;
  }

  delay(ms: number): void {
    this.delayMs = ms;
  }

  /** `answers` alone: the server hears everything, and the client never learns what came of it. */
  pause(way: Way | 'both' = 'both'): void {
    for (const one of waysOf(way)) this.paused.add(one);
  }

  resume(way: Way | 'both' = 'both'): void {
    for (const one of waysOf(way)) this.paused.delete(one);
    for (const line of this.lines) line.wake();
  }

  cut(): void {
    this.budgets.clear();
    this.ended += this.lines.size;
    for (const line of this.lines) line.cut();
  }

  /** Once, in the middle of whatever it is: when so many more bytes have passed that way, of all connections together. */
  cutAfter(way: Way, bytes: number): void {
    this.budgets.set(way, bytes);
  }

  refuse(): void {
    this.refusing = true;
  }

  accept(): void {
    this.refusing = false;
  }

  async close(): Promise<void> {
    this.refuse();
    this.cut();
    this.server.close();
    await once(this.server, 'close');
  }

  private connect(client: Socket): void {
    if (this.refusing) {
      client.resetAndDestroy();
      return;
    }
    const line = new Line(client, connect({ ...this.to, allowHalfOpen: true, noDelay: true }), {
      delayMs: () => this.delayMs,
      isPaused: (way) => this.paused.has(way),
      allowed: (way, bytes) => this.allowed(way, bytes),
    });
    this.lines.add(line);
    line.onEnd(() => this.lines.delete(line));
  }

  /** How many of these bytes may pass. Behind the last one everything is cut, and until then nothing more passes that way. */
  private allowed(way: Way, bytes: number): number {
    const budget = this.budgets.get(way);
    if (budget === undefined) return bytes;
    this.budgets.set(way, budget > bytes ? budget - bytes : SPENT);
    if (budget <= bytes && budget !== SPENT) setImmediate(() => this.cut());
    return Math.max(0, Math.min(budget, bytes));
  }
}

function waysOf(way: Way | 'both'): readonly Way[] {
  return way === 'both' ? ['requests', 'answers'] : [way];
}
