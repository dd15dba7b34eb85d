import { request, type IncomingMessage } from 'node:http';
import type { Readable } from 'node:stream';

/** Where the server is and who is asking: from the command line, else from the environment. */
export interface ServerOptions {
  readonly url: string;
  readonly key: string | undefined;
}

/** A refusal in words for whoever sits at the terminal. */
export class Refused extends Error {}

/** Talks HTTP to a running server: the command line knows nothing else of it. */
export class Server {
  constructor(private readonly options: ServerOptions) {}

  async get<Body>(route: string): Promise<Body> {
    return (await this.json('GET', route)) as Body;
  }

  async post<Body>(route: string, body: unknown = {}): Promise<Body> {
    return (await this.json('POST', route, JSON.stringify(body))) as Body;
  }

  async delete(route: string): Promise<void> {
    await this.json('DELETE', route);
  }

  /** Sends a stream and gives the answer's lines as they come, while it is still sending. */
  async *exchange(route: string, body: Readable, type: string): AsyncGenerator<string> {
    const response = await new Promise<IncomingMessage>((resolve, reject) => {
      const sending = request(this.options.url + route, { method: 'POST', headers: { ...this.headers(), 'content-type': type, accept: type } }, resolve);
      sending.on('error', (error) => reject(this.explained(error)));
      body.on('error', (error) => sending.destroy(error));
      body.pipe(sending);
    });
    if (response.statusCode !== 200) throw refusal(await textOf(response));
    let held = '';
    for await (const chunk of response.setEncoding('utf8')) {
      const lines = (held + String(chunk)).split('\n');
      held = lines.pop() ?? '';
      yield* lines.filter((line) => line !== '');
    }
    if (held !== '') yield held;
  }

  private async json(method: string, route: string, body?: string): Promise<unknown> {
    const response = await fetch(this.options.url + route, { method, headers: { ...this.headers(), ...(body === undefined ? {} : { 'content-type': 'application/json' }) }, ...(body === undefined ? {} : { body }) }).catch((error: unknown) => {
      throw this.explained(error);
    });
    const text = await response.text();
    if (!response.ok) throw refusal(text);
    return text === '' ? undefined : JSON.parse(text);
  }

  private headers(): Record<string, string> {
    if (this.options.key === undefined) throw new Refused('give a key with --key or in THROUGHLINE_KEY; the first start of the server printed one');
    return { authorization: `Bearer ${this.options.key}` };
  }

  private explained(error: unknown): Error {
    const { code, cause } = error as { code?: string; cause?: { code?: string } };
    const reason = code ?? cause?.code;
    if (reason === 'ECONNREFUSED') return new Refused(`nothing answers at ${this.options.url}; start the server with "npm start", or name another with --url`);
    return error instanceof Refused ? error : new Refused(`the server at ${this.options.url} cannot be reached (${reason ?? String(error)})`);
  }
}

async function textOf(response: IncomingMessage): Promise<string> {
  let text = '';
  for await (const chunk of response.setEncoding('utf8')) text += String(chunk);
  return text;
}

/** A problem of the server: what it says to do, and its code. */
export function refusal(text: string): Refused {
  try {
    const { detail, code, errors = [] } = JSON.parse(text) as { detail?: string; code?: string; errors?: readonly { path: string; message: string }[] };
    return new Refused([`${detail ?? text} (${code ?? 'no code'})`, ...errors.map(({ path, message }) => `  ${path} ${message}`)].join('\n'));
  } catch {
    return new Refused(`the server answered something that is no problem+json: ${text.slice(0, 200)}`);
  }
}
