/**
 * The port to where a relay remembers how far it has published: one state per topic, changed by compare-and-set.
 *
 * Glossary
 *   version  grows by one with every change; whoever replaces names the one he has read
 *   fence    the number of the lease under which the state was written. A relay that finds a higher one has been replaced
 *            and stops; so one that slept through the end of its lease cannot move the checkpoint any more
 *
 * It is written after the broker has acknowledged, so what stands behind it may have been published already: it is published again.
 */
export interface RelayCheckpoint {
  /** `null` = nothing was published yet. */
  read(): Promise<RelayState | null>;
  /**
   * `true` = `next` is stored, durably: the state that stood there had the version `next.version - 1` (none has version 0).
   * `false` = somebody else has written; nothing changed. Throwing = unknown: read again.
   */
  replace(next: RelayState): Promise<boolean>;
}

/** This shape is stored: version it, never change it. */
export interface RelayState {
  readonly version: number;
  readonly fence: number;
  /** Whose events these are. */
  readonly storeId: string;
  /** Everything at or below is published and acknowledged; -1 = nothing. */
  readonly position: bigint;
  /** Per partition of the topic, so their number is frozen here: position and offset of its last event; -1 = it has none. */
  readonly partitions: readonly { readonly position: bigint; readonly offset: bigint }[];
}

/** The plainest reading of the port; nothing survives the process. */
export class MemoryRelayCheckpoint implements RelayCheckpoint {
  private state: RelayState | null = null;

  async read(): Promise<RelayState | null> {
    return this.state;
  }

  async replace(next: RelayState): Promise<boolean> {
    if ((this.state?.version ?? 0) !== next.version - 1) return false;
    this.state = structuredClone(next);
    return true;
  }
}
