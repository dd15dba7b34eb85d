import type { Journal } from '@throughline/event-store';
import type { ReadStore } from '@throughline/read-store';
import type { Alone } from '@throughline/kernel';
import { setTimeout as pause } from 'node:timers/promises';
import { Agenda, timeOf } from './agenda';
import type { Clock } from './clock';
import { reasonOf } from './process-error';
import { checkBelongs, ProcessRunner } from './process-runner';
import type { RunningProcess } from './running';

export interface ProcessEngineOptions {
  readonly journal: Journal;
  /** Where the agendas and checkpoints stand; lost, they are made anew from the store. */
  readonly readStore: ReadStore;
  readonly clock: Clock;
  /** Run here. Names are unique. */
  readonly processes: readonly RunningProcess[];
  /** Run by other processes; shown from here as well. */
  readonly elsewhere?: readonly RunningProcess[];
  /** Given where other processes run the same ones: each is run by one engine at a time. */
  readonly alone?: Alone;
}

/** One process, whether its turn is here or elsewhere. */
interface Entry {
  readonly process: RunningProcess;
  readonly agenda: Agenda;
  /** `null` = another engine runs it. */
  runner: ProcessRunner | null;
  /** Why it could not be run here. */
  trouble: string | null;
  ended: Promise<void>;
}

/** After an error on the way to a turn. Milliseconds. */
const AGAIN_MS = 1_000;

/** What operations see of one process. */
export interface ProcessStatus {
  readonly process: string;
  /** Every event up to here was attended to; `null` = none yet. */
  readonly position: bigint | null;
  readonly head: bigint | null;
  /** Events still to come; where positions have gaps, at most that many. */
  readonly lagEvents: number;
  /** Age of the oldest event that is still to come, seconds; 0 = none. */
  readonly lagSeconds: number;
  /** Instances that wait for a time. */
  readonly waiting: number;
  /** ISO 8601; may lie in the past while overdue timers are fired. */
  readonly nextDue: string | null;
  readonly failed: number;
  readonly stopped: boolean;
  /** Code of what goes wrong for all instances at the moment and is tried again. */
  readonly trouble: string | null;
}

/** An instance that could not be attended to, or an event of which the instance could not be told. It is tried again, and at its next event. */
export interface FailedInstance {
  readonly key: string;
  readonly instance: string | null;
  readonly position: string | null;
  readonly reason: string;
  readonly since: string;
  readonly retryAt: string;
}

/**
 * Runs processes over the store.
 *
 * Glossary
 *   instance   one run of a process, about one thing; a stream `process-<name>-<instance>` of timers that were set, cancelled, fired
 *   attend     read what the instance is about, compare what it waits for now with its stream, record the difference
 *   agenda     by when an instance has to be attended to again; a shelf
 *
 * Promise: a timer that is wanted fires once, at its time or, if nobody was there then, as soon as somebody is, in order of due
 * times; one that is no longer wanted never does. Wherever a process dies, and however many engines run over one store.
 * Only one should: who it is, `alone` decides (on one machine the lock of the data folder has decided before).
 */
export class ProcessEngine {
  private readonly entries = new Map<string, Entry>();
  private readonly stopping = new AbortController();

  constructor(private readonly options: ProcessEngineOptions) {}

  /** Resolves when all run, here or, with `alone`, wherever it is their turn. Throws `ProcessError` (`CHECKPOINT_OF_ANOTHER_STORE`, `STORE_BEHIND_CHECKPOINT`) when one must not; then none does. */
  async start(): Promise<void> {
    const { processes, elsewhere = [], alone } = this.options;
    try {
      for (const process of elsewhere) await this.enter(process);
      for (const process of processes) {
        const entry = await this.enter(process);
        if (alone !== undefined) entry.ended = this.takeTurns(entry, alone);
        else entry.ended = runUntil(this.stopping.signal, entry, await this.begin(entry));
      }
    } catch (error) {
      await this.stop();
      throw error;
    }
  }

  /** Resolves when what is in work is done. */
  async stop(): Promise<void> {
    this.stopping.abort();
    await Promise.all([...this.entries.values()].map(({ ended }) => ended));
  }

  private async enter(process: RunningProcess): Promise<Entry> {
    const { readStore, journal } = this.options;
    const agenda = await Agenda.open(readStore, process.name);
    const checkpoint = await agenda.checkpoint();
    if (checkpoint !== null) await checkBelongs(checkpoint, journal, process.name);
    const entry: Entry = { process, agenda, runner: null, trouble: null, ended: Promise.resolve() };
    this.entries.set(process.name, entry);
    return entry;
  }

  private async takeTurns(entry: Entry, alone: Alone): Promise<void> {
    const { signal } = this.stopping;
    while (!signal.aborted) {
      try {
        await alone(`process ${entry.process.name}`, signal, async (turn) => runUntil(turn, entry, await this.begin(entry)));
      } catch (error) {
        entry.trouble = reasonOf(error);
        await pause(AGAIN_MS, undefined, { signal }).catch(() => undefined);
      }
    }
  }

  private async begin(entry: Entry): Promise<ProcessRunner> {
    const { journal, clock } = this.options;
    const runner = new ProcessRunner({ journal, clock, process: entry.process, agenda: entry.agenda });
    await runner.start();
    return runner;
  }

  async status(): Promise<readonly ProcessStatus[]> {
    return Promise.all([...this.entries.values()].map((entry) => this.statusOf(entry)));
  }

  private async statusOf({ process: { name }, agenda, runner, trouble }: Entry): Promise<ProcessStatus> {
    const position = runner === null ? ((await agenda.checkpoint())?.position ?? null) : runner.position;
    return { process: name, ...(await this.lag(position)), ...(await agenda.counts()), nextDue: await agenda.nextDue(), stopped: this.stopping.signal.aborted, trouble: runner?.trouble ?? trouble };
  }

  /** In order of keys; `after` is the last key of the page before. `null` = there is no such process. */
  async failures(process: string, limit: number, after?: string): Promise<readonly FailedInstance[] | null> {
    const failures = await this.entries.get(process)?.agenda.failures(limit, after);
    return failures === undefined ? null : failures.map(({ key, instance, position, reason, since, next }) => ({ key, instance, position, reason: reason ?? '', since: since ?? '', retryAt: timeOf(next) ?? '' }));
  }

  private async lag(position: bigint | null): Promise<Pick<ProcessStatus, 'position' | 'head' | 'lagEvents' | 'lagSeconds'>> {
    const { store } = this.options.journal;
    const head = await store.head();
    const lagEvents = Math.max(0, Number((head ?? 0n) - (position ?? 0n)));
    if (lagEvents === 0) return { position, head, lagEvents, lagSeconds: 0 };
    for await (const { recordedAt } of store.readAll({ limit: 1, ...(position === null ? {} : { after: position }) })) return { position, head, lagEvents, lagSeconds: Math.max(0, (Date.now() - Date.parse(recordedAt)) / 1000) };
    return { position, head, lagEvents: 0, lagSeconds: 0 };
  }
}

/** The signal says that it is another's turn, or nobody's. */
async function runUntil(signal: AbortSignal, entry: Entry, runner: ProcessRunner): Promise<void> {
  entry.runner = runner;
  entry.trouble = null;
  await aborted(signal);
  await runner.stop();
  entry.runner = null;
}

function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener('abort', () => resolve(), { once: true });
  });
}
