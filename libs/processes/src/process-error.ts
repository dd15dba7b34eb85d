/** Why an instance could not be attended to: a stable code, and what it is about. Neither holds personal data. */
export class ProcessError extends Error {
  constructor(
    readonly code: string,
    readonly about: string | null = null,
  ) {
    super(about === null ? code : `${code} ${about}`);
    this.name = 'ProcessError';
  }
}

/** What may be stored and shown of any error: its code or name, never its message, which may quote a person. */
export function reasonOf(error: unknown): string {
  if (error instanceof ProcessError) return error.message;
  const { code, name } = (typeof error === 'object' && error !== null ? error : {}) as { readonly code?: unknown; readonly name?: unknown };
  return [code, name].find((word): word is string => typeof word === 'string' && /^[A-Za-z]\w{0,59}$/.test(word)) ?? 'Error';
}
