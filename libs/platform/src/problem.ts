/** One broken field of a body: where it is and what is wrong. Never holds the value itself. */
export interface FieldError {
  readonly path: string;
  readonly message: string;
}

/** An answer of RFC 9457 (`application/problem+json`): a stable code for programs, a sentence that says what to do for people. */
export class Problem extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
    readonly detail: string,
    readonly extra: { readonly errors?: readonly FieldError[]; readonly retryAfter?: number; readonly [member: string]: unknown } = {},
  ) {
    super(`${code}: ${detail}`);
    this.name = 'Problem';
  }

  body(instance: string): Record<string, unknown> {
    const { retryAfter: _header, ...members } = this.extra;
    return { type: `urn:throughline:problem:${this.code.toLowerCase().replaceAll('_', '-')}`, title: titleOf(this.status), status: this.status, code: this.code, detail: this.detail, instance, ...members };
  }
}

function titleOf(status: number): string {
  const titles: Record<number, string> = {
    400: 'The request is not as documented',
    401: 'No valid key',
    403: 'Not allowed with this key',
    404: 'Not found',
    409: 'A rule forbids this',
    412: 'Changed in the meantime',
    413: 'Too large',
    415: 'Unknown format',
    422: 'Cannot be done as asked',
    429: 'Too many at once',
    503: 'Busy or starting',
  };
  return titles[status] ?? (status >= 500 ? 'Something failed here' : 'Refused');
}
