/** Thrown by the engine; `code` is stable. Messages hold no personal data. */
export class ProjectionError extends Error {
  constructor(
    readonly code: ProjectionErrorCode,
    message: string,
  ) {
    super(message);
    this.name = 'ProjectionError';
  }
}

export type ProjectionErrorCode =
  /** The shelf was built from another store: nothing on it can be trusted. */
  | 'CHECKPOINT_OF_ANOTHER_STORE'
  /** The store ends before what the shelf has seen: it lost its tail, or an older backup was put back. */
  | 'STORE_BEHIND_CHECKPOINT'
  /** The shelf was built by a newer version of the view than this program has. */
  | 'VIEW_VERSION_OLDER'
  | 'VIEW_UNKNOWN'
  /** The first generation is still being built: there is nothing to read yet. */
  | 'VIEW_NOT_BUILT'
  /** Not at the wanted position within the time that was given. */
  | 'PROJECTION_BEHIND'
  | 'REBUILD_RUNNING'
  | 'REBUILD_CANCELLED'
  /** A partition was taken away while its batch was in work. */
  | 'PARTITION_REVOKED'
  /** Others kept changing the same documents; the batch comes again. */
  | 'SHELF_CONTENDED'
  | 'ENGINE_STOPPED';

/** What may be shown of any error: its code or name, never its message (messages of views may quote personal data). */
export function errorCode(error: unknown): string {
  const { code, name } = (typeof error === 'object' && error !== null ? error : {}) as { code?: unknown; name?: unknown };
  return [code, name].find((word): word is string => typeof word === 'string' && /^[A-Za-z][A-Za-z0-9_]{0,59}$/.test(word)) ?? 'Error';
}
