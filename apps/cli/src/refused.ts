/** What the person at the terminal can do something about. */
export class Failure extends Error {
  constructor(
    message: string,
    readonly exitCode = 1,
  ) {
    super(message);
  }
}

/** The server said no, in its own words (RFC 9457): a stable code for scripts, a sentence for people. */
export class Refused extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
    detail: string,
    readonly errors: readonly { readonly path: string; readonly message: string }[] = [],
  ) {
    super(detail);
  }

  /** Of a body that should be a problem but may come from a proxy in between. */
  static of(status: number, body: unknown): Refused {
    const problem = (typeof body === 'object' && body !== null ? body : {}) as { code?: unknown; detail?: unknown; errors?: unknown };
    return new Refused(
      status,
      typeof problem.code === 'string' ? problem.code : `HTTP_${status}`,
      typeof problem.detail === 'string' ? problem.detail : 'the server answered with an error and no explanation; is this the address of Throughline?',
      Array.isArray(problem.errors) ? (problem.errors as { path: string; message: string }[]) : [],
    );
  }
}
