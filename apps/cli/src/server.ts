import { Failure, Refused } from './refused';

export interface Where {
  readonly url: string;
  readonly key?: string;
}

interface Asked {
  readonly query?: Readonly<Record<string, string | number | undefined>>;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
  readonly signal?: AbortSignal;
}

/** A running server, as the commands see it: one request each, refusals thrown as `Refused`, no answer as a `Failure`. */
export class Server {
  readonly url: URL;

  constructor(private readonly where: Where) {
    if (!URL.canParse(where.url) || !/^https?:/.test(where.url)) throw new Failure(`"${where.url}" is no address of a server; it looks like http://127.0.0.1:3000`);
    this.url = new URL(where.url);
  }

  get headers(): { readonly Authorization: string } {
    if (this.where.key === undefined || this.where.key === '') throw new Failure('a key is needed: set THROUGHLINE_KEY (the first start of the server printed one), or give --key');
    return { Authorization: `Bearer ${this.where.key}` };
  }

  async ask(method: string, path: string, { query = {}, body, headers, signal }: Asked = {}): Promise<Response> {
    const url = this.at(path);
    for (const [name, value] of Object.entries(query)) if (value !== undefined) url.searchParams.set(name, String(value));
    const response = await fetch(url, {
      method,
      headers: { ...this.headers, ...(body === undefined ? {} : { 'Content-Type': 'application/json' }), ...headers },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      ...(signal === undefined ? {} : { signal }),
    }).catch((error: unknown) => {
      throw signal?.aborted === true ? error : this.unreachable(error);
    });
    if (!response.ok) throw Refused.of(response.status, await response.json().catch(() => null));
    return response;
  }

  /** The JSON of the answer; the caller knows its documented shape. */
  async read<Answer>(method: string, path: string, asked: Asked = {}): Promise<Answer> {
    return (await this.ask(method, path, asked)).json() as Promise<Answer>;
  }

  at(path: string): URL {
    return new URL(this.url.pathname.replace(/\/$/, '') + path, this.url);
  }

  unreachable(error: unknown): Failure {
    const { cause, code } = error as { cause?: { code?: string }; code?: string };
    return new Failure(`no server answers at ${this.url.origin} (${cause?.code ?? code ?? (error as Error).message}); start it with "npm start", or say where it is with --url or THROUGHLINE_URL`);
  }
}
