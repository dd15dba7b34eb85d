import { setTimeout as pause } from 'node:timers/promises';
import type { Journal, LoadedStream } from '@throughline/event-store';
import type { StoredEvent } from '@throughline/kernel';
import type { Checkpoint } from '@throughline/read-store';
import { failure, standing, type Agenda, type Noted, type Subject } from './agenda';
import type { Clock } from './clock';
import { concernedBy, eventAt, instancesOf } from './concerned';
import { attend, fireFirst, type Load, type Standing } from './instance';
import { ProcessError, reasonOf } from './process-error';
import type { RunningProcess } from './running';

export interface RunnerContext {
  readonly process: RunningProcess;
  readonly journal: Journal;
  readonly agenda: Agenda;
  readonly clock: Clock;
}

/** Instances attended to side by side: their appends share a commit. */
const SIDE_BY_SIDE = 32;
/** Timers fired before new events get their turn, and the other way round one batch of events. */
const TURN = 50;
/** A failed instance is tried again after this, by the clock of the processes. Milliseconds. */
const RETRY_INSTANCE_MS = 60_000;
/** After an error that is no instance's own (no store, no shelf). Milliseconds. */
const RETRY_ALL_MS = 1_000;
/** How much may be read again after a crash: events, and milliseconds. */
const CHECKPOINT_EVERY = 500;
const CHECKPOINT_MS = 1_000;

/**
 * One process over the whole store, one thing after the other:
 *
 *   ┌► whoever's time has come (a turn) ─► new events, or the next time ─► each instance they concern, once ─► agenda, checkpoint ─┐
 *   └───────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────┘
 *
 * What fails for one instance is written on the agenda and stops nobody else. What fails for all is tried again from the checkpoint.
 */
export class ProcessRunner {
  /** Everything up to here was attended to; `null` = nothing yet. */
  position: bigint | null = null;
  /** Code of what goes wrong for all at the moment and is tried again. */
  trouble: string | null = null;
  private written: { readonly position: bigint | null; readonly at: number; readonly behind: number } = { position: null, at: 0, behind: 0 };
  private readonly stopping = new AbortController();
  private running: Promise<void> = Promise.resolve();

  constructor(private readonly context: RunnerContext) {}

  /** Throws `ProcessError` when the checkpoint cannot belong to this store. */
  async start(): Promise<void> {
    await this.resume();
    this.running = this.run();
  }

  /** What is in work is finished. */
  async stop(): Promise<void> {
    this.stopping.abort();
    await this.running;
  }

  get stopped(): boolean {
    return this.stopping.signal.aborted;
  }

  private async run(): Promise<void> {
    while (!this.stopped) {
      try {
        await this.resume();
        await this.follow();
        await this.writeCheckpoint();
        return;
      } catch (error) {
        this.trouble = reasonOf(error);
        await pause(RETRY_ALL_MS, undefined, { signal: this.stopping.signal }).catch(() => undefined);
      }
    }
  }

  private async resume(): Promise<void> {
    const { agenda, journal, process } = this.context;
    const checkpoint = await agenda.checkpoint();
    if (checkpoint !== null) await checkBelongs(checkpoint, journal, process.name);
    this.position = checkpoint?.position ?? null;
    this.written = { position: this.position, at: Date.now(), behind: 0 };
  }

  /** Ends when it is stopped, or the store closes. */
  private async follow(): Promise<void> {
    const over = new AbortController();
    const signal = AbortSignal.any([over.signal, this.stopping.signal]);
    const batches = this.context.journal.store.subscribe(this.position, signal)[Symbol.asyncIterator]();
    try {
      let coming = heard(batches.next());
      while (!this.stopped) {
        const next = await this.fireDue();
        const come = await this.firstOf(coming, next);
        if (come === 'idle') await this.writeCheckpoint();
        else if (come !== 'time') {
          if (come.done === true) return;
          await this.take(come.value);
          coming = heard(batches.next());
        }
        this.trouble = null;
      }
    } finally {
      over.abort();
      await batches.return?.();
    }
  }

  /** New events, or the time, or that the checkpoint may be written in peace. Events that are there already win; being stopped is the end of events. */
  private async firstOf<T>(coming: Promise<T>, next: number | null): Promise<T | 'time' | 'idle'> {
    const awake = new AbortController();
    const time = this.context.clock.until(next ?? Infinity, awake.signal).then(() => 'time' as const);
    const idle = this.written.behind === 0 ? [] : [pause(CHECKPOINT_MS, 'idle' as const, { signal: awake.signal }).catch(() => 'idle' as const)];
    try {
      return await Promise.race([coming, time, ...idle]);
    } finally {
      awake.abort();
    }
  }

  /** When the next one is due; one that is due already where the turn was too short for all. `null` = nobody waits. */
  private async fireDue(): Promise<number | null> {
    const { agenda, clock } = this.context;
    for (let fired = 0; !this.stopped; fired++) {
      const first = await agenda.first();
      if (first === null || first.next > clock.now() || fired === TURN) return first?.next ?? null;
      await agenda.note([await this.attendOne(first.subject)], null);
    }
    return null;
  }

  private async take(batch: readonly StoredEvent[]): Promise<void> {
    const subjects = await concernedBy(this.context, batch);
    const load = onceEach((stream) => this.context.journal.load(stream));
    const noted: Noted[] = [];
    for (let from = 0; from < subjects.length && !this.stopped; from += SIDE_BY_SIDE)
      noted.push(...(await Promise.all(subjects.slice(from, from + SIDE_BY_SIDE).map((subject) => this.attempt(subject, load)))));
    await this.context.agenda.note(noted, null);
    // Stopped in the middle, the batch comes again.
    if (this.stopped) return;
    this.position = batch.at(-1)?.position ?? this.position;
    const behind = this.written.behind + batch.length;
    if (behind >= CHECKPOINT_EVERY || Date.now() - this.written.at >= CHECKPOINT_MS) await this.writeCheckpoint();
    else this.written = { ...this.written, behind };
  }

  private async writeCheckpoint(): Promise<void> {
    if (this.position === null || this.position === this.written.position) return;
    const { agenda, journal } = this.context;
    await agenda.note([], { storeId: journal.store.storeId, partition: 0, offset: this.position, position: this.position });
    this.written = { position: this.position, at: Date.now(), behind: 0 };
  }

  private attempt(subject: Subject, load: Load): Promise<Noted> {
    return this.watched(subject, 'instance' in subject ? () => attend(this.context, subject.instance, load) : () => this.attendEvent(subject.position));
  }

  /** Its time has come: something is due, or it is tried again. */
  private attendOne(subject: Subject): Promise<Noted> {
    return this.watched(subject, 'instance' in subject ? () => fireFirst(this.context, subject.instance) : () => this.attendEvent(subject.position));
  }

  private async watched(subject: Subject, work: () => Promise<Standing>): Promise<Noted> {
    try {
      const stood = await work();
      return { subject, position: stood.position, item: standing(subject, stood) };
    } catch (error) {
      const now = this.context.clock.now();
      return { subject, position: 0n, item: failure(subject, reasonOf(error), now, now + RETRY_INSTANCE_MS) };
    }
  }

  /** An event of which the instance could not be told is read again: a newer program may know it. */
  private async attendEvent(position: bigint): Promise<Standing> {
    const { journal, agenda } = this.context;
    for (const opened of await eventAt(journal, position)) {
      for (const instance of await instancesOf(this.context, opened)) await agenda.note([await this.attempt({ instance }, (stream) => journal.load(stream))], null);
    }
    return { pending: [], position };
  }
}

/** A checkpoint of another store, or beyond this one's end, speaks of events that are not here. */
export async function checkBelongs({ storeId, position }: Checkpoint, { store }: Journal, process: string): Promise<void> {
  if (storeId !== store.storeId) throw new ProcessError('CHECKPOINT_OF_ANOTHER_STORE', process);
  if (((await store.head()) ?? -1n) < position) throw new ProcessError('STORE_BEHIND_CHECKPOINT', process);
}

/** It is looked at later: an error until then is not nobody's. */
function heard<T>(coming: Promise<T>): Promise<T> {
  coming.catch(() => undefined);
  return coming;
}

/** One reading of a stream serves all who ask during one batch: what comes behind it comes with a later batch. */
function onceEach(load: Load): Load {
  const loads = new Map<string, Promise<LoadedStream>>();
  return (stream) => {
    const known = loads.get(stream) ?? load(stream);
    loads.set(stream, known);
    return known;
  };
}
