import { Injectable, Logger, type OnApplicationBootstrap, type BeforeApplicationShutdown } from '@nestjs/common';
import { Journal, type OpenedEvent } from '@throughline/event-store';
import type { StoredEvent } from '@throughline/kernel';
import { setTimeout as pause } from 'node:timers/promises';

/** Called for each event in store order. Must not throw; a listener that cannot keep up drops itself. */
export type LiveListener = (event: StoredEvent) => void;

/** Milliseconds before it is tried again. */
const PAUSE = 500;

/**
 * Follows the store once per process and tells every open page; each page catches up by itself from its own mark first
 * (`between`), so nothing is missed between the two.
 */
@Injectable()
export class Live implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly log = new Logger('live');
  private readonly listeners = new Set<LiveListener>();
  private readonly stopping = new AbortController();
  private position: bigint | null = null;
  private following: Promise<void> = Promise.resolve();

  constructor(private readonly journal: Journal) {}

  async onApplicationBootstrap(): Promise<void> {
    this.position = await this.journal.store.head();
    this.following = this.follow();
  }

  async beforeApplicationShutdown(): Promise<void> {
    this.stopping.abort();
    await this.following;
  }

  /** Aborted when the process stops: open pages end then. */
  get stopped(): AbortSignal {
    return this.stopping.signal;
  }

  get open(): number {
    return this.listeners.size;
  }

  /** Answers with the position from which on the listener is told; what lies before is the caller's to read. */
  listen(listener: LiveListener): { readonly from: bigint | null; readonly end: () => void } {
    this.listeners.add(listener);
    return { from: this.position, end: () => this.listeners.delete(listener) };
  }

  /** Events after one position up to another, in clear; what cannot be read is left to the projections to report. */
  async *between(after: bigint | null, upTo: bigint | null): AsyncGenerator<StoredEvent> {
    if (upTo === null) return;
    let batch: StoredEvent[] = [];
    for await (const event of this.journal.store.readAll(after === null ? {} : { after })) {
      if (event.position > upTo) break;
      batch.push(event);
      if (batch.length === 500) {
        yield* readable(await this.journal.openEvents(batch));
        batch = [];
      }
    }
    yield* readable(await this.journal.openEvents(batch));
  }

  /** Open pages wait while something fails, and miss nothing: it goes on behind the last event they were told. */
  private async follow(): Promise<void> {
    const { signal } = this.stopping;
    while (!signal.aborted) {
      try {
        await this.tellAll();
        return;
      } catch (error) {
        this.log.error({ code: (error as { code?: unknown }).code ?? 'LIVE_FAILED' });
        await pause(PAUSE, undefined, { signal }).catch(() => undefined);
      }
    }
  }

  private async tellAll(): Promise<void> {
    for await (const batch of this.journal.store.subscribe(this.position, this.stopping.signal)) {
      const opened = this.listeners.size === 0 ? [] : readable(await this.journal.openEvents(batch));
      // Telling and moving on happen in one turn: whoever begins to listen stands clearly before or behind this batch.
      for (const event of opened) for (const listener of this.listeners) listener(event);
      this.position = batch.at(-1)?.position ?? this.position;
    }
  }
}

function readable(opened: readonly OpenedEvent[]): StoredEvent[] {
  return opened.flatMap((one) => (one.ok ? [one.event] : []));
}
