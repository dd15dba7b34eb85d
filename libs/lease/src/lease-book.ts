/**
 * The port to where leases are written down: one row per name, changed by compare-and-set.
 *
 * Glossary
 *   version  grows by one with every change; whoever replaces names the one he has read
 *   fence    grows with every holder: what is written under a lower one was written by somebody who has lost the lease
 */
export interface LeaseBook {
  /** `null` = nobody ever had it. */
  read(name: string): Promise<LeaseRow | null>;
  /**
   * `true` = `next` is stored, durably: the row that stood there had the version `next.version - 1` (none has version 0).
   * `false` = somebody else has written; nothing changed. Throwing = unknown: read again.
   */
  replace(next: LeaseRow): Promise<boolean>;
  /** In order of names. */
  all(): Promise<readonly LeaseRow[]>;
}

/** This shape is stored: version it, never change it. */
export interface LeaseRow {
  /** What is done under it. */
  readonly name: string;
  readonly version: number;
  readonly fence: number;
  /** Says to people which process it is; no two are alike. `null` = given back. */
  readonly holder: string | null;
}

/** The plainest reading of the port; nothing survives the process. */
export class MemoryLeaseBook implements LeaseBook {
  private readonly rows = new Map<string, LeaseRow>();

  async read(name: string): Promise<LeaseRow | null> {
    return this.rows.get(name) ?? null;
  }

  async replace(next: LeaseRow): Promise<boolean> {
    if ((this.rows.get(next.name)?.version ?? 0) !== next.version - 1) return false;
    this.rows.set(next.name, { ...next });
    return true;
  }

  async all(): Promise<readonly LeaseRow[]> {
    return [...this.rows.values()].toSorted((a, b) => (a.name < b.name ? -1 : 1));
  }
}
