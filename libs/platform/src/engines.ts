import type { BlobStore } from '@throughline/blob-store';
import type { EventLog } from '@throughline/event-log';
import type { EventStore, Journal } from '@throughline/event-store';
import type { Alone, View } from '@throughline/kernel';
import type { Clock, ProcessEngine, RunningProcess } from '@throughline/processes';
import type { ProjectionEngine } from '@throughline/projections';
import type { ReadStore } from '@throughline/read-store';
import type { Vault } from '@throughline/vault';
import type { Inbox } from './inbox';
import type { Road } from './road';

/** What a process is to run, beside answering requests. */
export interface Parts {
  /** What people call the program, as in `throughline-sales`. */
  readonly name: string;
  readonly views: readonly View[];
  readonly processes?: readonly RunningProcess[];
  /** Kept and run by other programs; shown here, and rebuilt from here. */
  readonly elsewhere?: { readonly views: readonly View[]; readonly processes: readonly RunningProcess[] };
  /** What processes go by; a test lets days pass with its own. */
  readonly clock?: Clock;
}

/** Everything that is open while a process runs, whichever set-up it belongs to. */
export interface Engines {
  readonly vault: Vault;
  readonly blobs: BlobStore;
  readonly store: EventStore;
  readonly log: EventLog;
  readonly readStore: ReadStore;
  readonly journal: Journal;
  readonly projections: ProjectionEngine;
  readonly processes: ProcessEngine;
  /** What one of all copies at a time does. Left out where everything is in this process. */
  readonly alone?: Alone;
  /** Left out where other systems have no queue to write to. */
  readonly inbox?: Inbox;
  /** Left out where everything is on one machine. */
  readonly road?: Road;
  /** In the opposite order of opening; what is in work is finished. */
  close(): Promise<void>;
}

/** Told of every acknowledged append, and how many events it had. */
export type Appended = (events: number, repeated: boolean) => void;
