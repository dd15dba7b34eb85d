import { createServer, type IncomingMessage, type Server } from 'node:http';
import { setTimeout as pause } from 'node:timers/promises';

/**
 * What happens to the next append
 *   lost        it is neither written nor answered
 *   unanswered  it is written, and nobody hears of it
 *   late        it is written, and answered after `delay` milliseconds
 *   held        it is written only after `delay` milliseconds, and answered then
 *   cut         it is written, and the answer is that the server is not available
 */
export type AppendFault = 'lost' | 'unanswered' | 'late' | 'held' | 'cut';

/** What a peer can be told while it runs; what is not named stays as it is. */
export interface Misbehaviour {
  /** One for each of the next appends. */
  readonly appends?: readonly AppendFault[];
  /** Milliseconds for `late` and `held`. */
  readonly delay?: number;
  /** Milliseconds before every answer to a read, and before a subscription begins. */
  readonly slow?: number;
  /** Milliseconds by which its clock is wrong from now on. */
  readonly clock?: number;
  /** Reads get no answer. */
  readonly deaf?: boolean;
  /** The port of the leader; whoever requires the leader is sent there. */
  readonly leader?: number;
  /** Why all subscriptions end now. */
  readonly drop?: 'unavailable' | 'consumer too slow';
}

/** How the peer misbehaves at this moment. */
export class Faults {
  private appends: AppendFault[] = [];
  private readonly droppers = new Set<(why: 'unavailable' | 'consumer too slow') => void>();
  private delay = 0;
  private slow = 0;
  private deaf = false;
  clock = 0;
  leader: number | null = null;

  take({ appends = [], drop, delay = this.delay, slow = this.slow, deaf = this.deaf, clock = this.clock, leader }: Misbehaviour): void {
    this.appends.push(...appends);
    Object.assign(this, { delay, slow, deaf, clock, leader: leader ?? this.leader });
    if (drop !== undefined) for (const dropped of this.droppers) dropped(drop);
  }

  /** Gives the answer when it may go out; never, when it is lost. `cut` = say that the server is not available. */
  async append<T>(write: () => Promise<T>): Promise<T | 'cut'> {
    const fault = this.appends.shift();
    if (fault === undefined) return write();
    if (fault === 'lost') return never();
    if (fault === 'held') await pause(this.delay);
    const answer = await write();
    if (fault === 'unanswered') return never();
    if (fault === 'late') await pause(this.delay);
    return fault === 'cut' ? 'cut' : answer;
  }

  async read(): Promise<void> {
    if (this.slow > 0) await pause(this.slow);
    if (this.deaf) await never();
  }

  /** Calls back when subscriptions are dropped, until the answer is called. */
  onDrop(dropped: (why: 'unavailable' | 'consumer too slow') => void): () => void {
    this.droppers.add(dropped);
    return () => this.droppers.delete(dropped);
  }

  /** A door for those in other processes: `POST /` with a `Misbehaviour` as JSON. */
  listen(port: number): Server {
    return createServer((request, response) => {
      void bodyOf(request).then((body) => {
        this.take(JSON.parse(body) as Misbehaviour);
        response.writeHead(204).end();
      });
    }).listen(port, '127.0.0.1');
  }
}

function never(): Promise<never> {
  return new Promise(() => undefined);
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  let body = '';
  for await (const chunk of request) body += String(chunk);
  return body;
}
