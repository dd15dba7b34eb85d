import { Injectable, type BeforeApplicationShutdown } from '@nestjs/common';
import { ProjectionEngine, type RebuildOutcome, type RebuildProgress } from '@throughline/projections';

export interface RebuildRun {
  readonly state: 'running' | 'done' | 'failed';
  readonly progress: RebuildProgress | null;
  /** Of the last one: `flipped`, `digests-differ`, `refused`, or the code of an error. */
  readonly outcome: string | null;
}

interface Run {
  readonly stop: AbortController;
  readonly ended: Promise<void>;
  shown: RebuildRun;
}

/** Rebuilds asked for over HTTP: they outlive the request, show their progress and can be cancelled. */
@Injectable()
export class Rebuilds implements BeforeApplicationShutdown {
  private readonly runs = new Map<string, Run>();

  constructor(private readonly projections: ProjectionEngine) {}

  of(view: string): RebuildRun | null {
    return this.runs.get(view)?.shown ?? null;
  }

  /** As they stand now, by view. */
  all(): ReadonlyMap<string, RebuildRun> {
    return new Map([...this.runs].map(([view, { shown }]) => [view, shown]));
  }

  /** `false` = one is running. */
  begin(view: string): boolean {
    if (this.of(view)?.state === 'running') return false;
    const stop = new AbortController();
    const show = (shown: RebuildRun): void => {
      const run = this.runs.get(view);
      if (run !== undefined) run.shown = shown;
    };
    const onProgress = (progress: RebuildProgress): void => show({ state: 'running', progress, outcome: null });
    // An answer is waited for where the engine asks: `confirm` of a raised version goes through the engine itself.
    const ended = this.projections.rebuild(view, { signal: stop.signal, onProgress }).then(
      (outcome: RebuildOutcome) => show({ state: 'done', progress: this.of(view)?.progress ?? null, outcome: outcome.kind }),
      (error: unknown) => show({ state: 'failed', progress: this.of(view)?.progress ?? null, outcome: (error as { code?: string }).code ?? 'REBUILD_FAILED' }),
    );
    this.runs.set(view, { stop, ended, shown: { state: 'running', progress: null, outcome: null } });
    return true;
  }

  cancel(view: string): boolean {
    const run = this.runs.get(view);
    if (run?.shown.state !== 'running') return false;
    run.stop.abort();
    return true;
  }

  async beforeApplicationShutdown(): Promise<void> {
    for (const run of this.runs.values()) run.stop.abort();
    await Promise.all([...this.runs.values()].map((run) => run.ended));
  }
}
