import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { Agent, request } from 'node:http';
import type { Slice } from './harness';
import { cloudEvent } from './world';

const AT_ONCE = 8;

/** What is to be sent: so many batches, of events that were never sent before. */
interface Load {
  readonly url: string;
  readonly key: string;
  readonly batch: number;
  readonly first: number;
  readonly batches: number;
}

/** Sends from a process of its own, so that what the client costs is not taken from the server's. */
export class HttpClient {
  private readonly sender: ChildProcess = fork(__filename);
  private sent = 0;

  constructor(
    private readonly key: string,
    private readonly batch: number,
  ) {}

  /** The bodies are made before; the slice sends them over connections that stay open. */
  async prepare(url: string, batches: number): Promise<Slice> {
    const first = this.sent;
    this.sent += batches * this.batch;
    await this.tell({ url, key: this.key, batch: this.batch, first, batches });
    return async () => {
      await this.tell('go');
      return batches * this.batch;
    };
  }

  end(): void {
    this.sender.disconnect();
  }

  private async tell(message: Load | 'go'): Promise<void> {
    this.sender.send(message);
    await once(this.sender, 'message');
  }
}

function send(answer: (message: string) => void): void {
  const agent = new Agent({ keepAlive: true, maxSockets: AT_ONCE });
  let load: Load | null = null;
  let bodies: readonly string[] = [];
  process.on('message', (message: Load | 'go') => {
    if (message === 'go') return void Promise.all(bodies.map((body) => post(agent, load as Load, body))).then(() => answer('sent'));
    load = message;
    bodies = bodiesOf(message);
    return answer('ready');
  });
}

function bodiesOf({ first, batches, batch }: Load): readonly string[] {
  return Array.from({ length: batches }, (_, b) => JSON.stringify(Array.from({ length: batch }, (_event, i) => cloudEvent(first + b * batch + i))));
}

function post(agent: Agent, { url, key }: Load, body: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const sending = request(`${url}/events`, { agent, method: 'POST', headers: { authorization: `Bearer ${key}`, 'content-type': 'application/cloudevents-batch+json', 'content-length': Buffer.byteLength(body) } }, (response) => {
      response.resume();
      response.on('end', () => (response.statusCode === 200 ? resolve() : reject(new Error(`answered with ${response.statusCode}`))));
    });
    sending.on('error', reject);
    sending.end(body);
  });
}

if (require.main === module) send((message) => process.send?.(message));
