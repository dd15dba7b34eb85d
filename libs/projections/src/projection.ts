import { partitionOf, type LogSubscription } from '@throughline/event-log';
import type { View } from '@throughline/kernel';
import type { ActiveGeneration, Shelf } from '@throughline/read-store';
import type { Difference } from './digest';
import { errorCode, ProjectionError } from './projection-error';
import { Rebuild, type RebuildOptions, type RebuildOutcome, type RebuildProgress } from './rebuild';
import { ViewRunner, type RunnerContext } from './view-runner';

/** What a projection does beside following the log. */
export type Building =
  | { readonly kind: 'building'; readonly progress: RebuildProgress | null }
  | { readonly kind: 'awaiting-confirmation'; readonly difference: Difference };

/** How long the shelf before a flip stays for readers who still hold it, milliseconds. */
const GRACE_MS = 10_000;
/** How long the active generation is believed to be the active one; another process may flip it. Milliseconds. */
const BELIEVED_MS = 1_000;

/**
 * One view, its engine and its checkpoint.
 *
 *   new ──▶ following                    its generation is there and of its version
 *   new ──▶ building ──▶ following       there is none, or an older version's
 *   new                                  other processes keep it: nothing is started here
 *   new ──▶ (start throws)               the checkpoint belongs to another store, or to a newer version
 *   following ──▶ following + building   a rebuild, beside
 *   any ──▶ stopped                      after the batch in work
 */
export class Projection {
  readonly runner: ViewRunner;
  private subscription: LogSubscription | null = null;
  private joining = false;
  private building: Building | null = null;
  private stoppedWith: string | null = null;
  private answer: ((yes: boolean) => void) | null = null;
  private background: Promise<void> = Promise.resolve();
  private underway: Promise<unknown> = Promise.resolve();
  private shown: { readonly shelf: Shelf; readonly until: number } | null = null;
  private readonly stopping = new AbortController();
  private readonly retiring = new Set<NodeJS.Timeout>();

  constructor(
    readonly view: View,
    private readonly context: RunnerContext,
    /** Whether this process keeps it up to date, or others do. */
    private readonly kept: 'here' | 'elsewhere',
  ) {
    this.runner = new ViewRunner(view, context);
  }

  /** Throws `ProjectionError` when it must not start. A first build of a store with events goes on after it has resolved. */
  async start(storeIsEmpty: boolean): Promise<void> {
    if (this.kept === 'elsewhere') return;
    // What another copy builds at this moment must stay; leftovers go before the next building then.
    if (!this.context.shared) await this.context.generations.dropLeftovers(this.view);
    const active = await this.context.generations.active(this.view);
    if (active) await this.check(active);
    if (active?.version === this.view.version) return this.begin();
    this.background = this.buildFirst();
    if (storeIsEmpty) await this.background;
  }

  /** Finishes the batch in work; cancels a rebuild. */
  async stop(): Promise<void> {
    this.stopping.abort();
    for (const timer of this.retiring) clearTimeout(timer);
    await this.subscription?.stop();
    await Promise.allSettled([this.background, this.underway, this.runner.paused(async () => undefined)]);
  }

  get state(): { readonly building: Building | null; readonly following: boolean; readonly stoppedWith: string | null } {
    const following = (this.subscription !== null || this.joining || this.kept === 'elsewhere') && !this.stopping.signal.aborted;
    return { building: this.building, following, stoppedWith: this.stoppedWith };
  }

  async shelf(): Promise<Shelf> {
    const shelf = await this.shelfIfBuilt();
    if (!shelf) throw new ProjectionError('VIEW_NOT_BUILT', `${this.view.name} is being built for the first time`);
    return shelf;
  }

  /** The shelf readers may see now; `null` while the first one is being built. */
  async shelfIfBuilt(): Promise<Shelf | null> {
    return this.shown && this.shown.until > Date.now() ? this.shown.shelf : this.shelfNow();
  }

  /** The same, asked of the read store: another process may have flipped it a moment ago. */
  async shelfNow(): Promise<Shelf | null> {
    const active = await this.context.generations.active(this.view);
    if (!active) return null;
    const shelf = await this.context.generations.open(this.view, active);
    this.shown = { shelf, until: Date.now() + BELIEVED_MS };
    return shelf;
  }

  async hasReached(lane: string, position: bigint): Promise<boolean> {
    const partition = partitionOf(lane, this.context.log.partitions);
    const reached = this.runner.watermark(partition) ?? (await (await this.shelf()).checkpoint(partition))?.position ?? -1n;
    return reached >= position;
  }

  async rebuild(options: Partial<RebuildOptions>): Promise<RebuildOutcome> {
    if (this.building) throw new ProjectionError('REBUILD_RUNNING', `${this.view.name} is being built already`);
    if (this.stopping.signal.aborted) throw new ProjectionError('ENGINE_STOPPED', 'the engine was stopped');
    return this.alone(options.signal, (signal) => this.build({ ...options, signal }));
  }

  /** One copy builds at a time, of all that there are. */
  private alone<T>(wanted: AbortSignal | undefined, work: (signal: AbortSignal) => Promise<T>): Promise<T> {
    this.building = { kind: 'building', progress: null };
    const signal = wanted ? AbortSignal.any([this.stopping.signal, wanted]) : this.stopping.signal;
    const run = this.context.alone(`build ${this.view.name}`, signal, work).finally(() => {
      this.building = null;
      this.answer = null;
      this.context.changed();
    });
    this.underway = run;
    return run;
  }

  /** Answers the question of a new version that differs. `false` = nothing was asked. */
  confirm(yes: boolean): boolean {
    const { answer } = this;
    this.answer = null;
    answer?.(yes);
    return answer !== null;
  }

  private async build(options: Partial<RebuildOptions> & Pick<RebuildOptions, 'signal'>): Promise<RebuildOutcome> {
    const outcome = await Rebuild.run(this.view, this.context, this.runner, {
      signal: options.signal,
      onProgress: (progress) => {
        this.building = { kind: 'building', progress };
        options.onProgress?.(progress);
      },
      confirm: (difference) => this.ask(difference, options.confirm),
    });
    if (outcome.kind !== 'flipped') return outcome;
    this.retire(outcome.previous);
    if (!this.subscription && this.kept === 'here') await this.follow();
    return outcome;
  }

  private ask(difference: Difference, confirm: RebuildOptions['confirm'] | undefined): Promise<boolean> {
    this.building = { kind: 'awaiting-confirmation', difference };
    this.context.changed();
    const asked = confirm ? confirm(difference) : new Promise<boolean>((resolve) => (this.answer = resolve));
    return asked.finally(() => (this.building = { kind: 'building', progress: null }));
  }

  /** At the start; where it ends without a flip, operations see why and may rebuild again. */
  private async buildFirst(): Promise<void> {
    do {
      try {
        this.stoppedWith = (await this.alone(undefined, (signal) => this.buildOrFollow(signal))) ? null : 'VERSION_REFUSED';
      } catch (error) {
        this.stoppedWith = errorCode(error);
      }
      // Another process was thought to be alone with it; when it is done, or gone, it is our turn again.
    } while (this.context.shared && this.stoppedWith === 'REBUILD_CANCELLED' && !this.stopping.signal.aborted);
    this.context.changed();
  }

  /** Another copy may have built it while we waited for our turn. `false` = nobody wanted the new version. */
  private async buildOrFollow(signal: AbortSignal): Promise<boolean> {
    await this.context.generations.dropLeftovers(this.view);
    const active = await this.context.generations.active(this.view);
    if (active) await this.check(active);
    if (active?.version !== this.view.version) return (await this.build({ signal })).kind === 'flipped';
    await this.follow();
    return true;
  }

  /** Copies that share partitions let a new one in when they have noticed it, and one that died when its session is over: nobody waits for that. */
  private async begin(): Promise<void> {
    const joining = this.follow();
    if (!this.context.shared) return joining;
    this.joining = true;
    this.background = joining.catch((error: unknown) => (this.stoppedWith = errorCode(error))).then(() => {
      this.joining = false;
      this.context.changed();
    });
  }

  private async follow(): Promise<void> {
    if (this.stopping.signal.aborted) return;
    this.stoppedWith = null;
    this.subscription = await this.context.log.subscribe(`projection-${this.view.name}.v${this.view.version}`, this.runner);
    if (this.stopping.signal.aborted) await this.subscription.stop();
  }

  private async check(active: ActiveGeneration): Promise<void> {
    if (active.version > this.view.version)
      throw new ProjectionError('VIEW_VERSION_OLDER', `the shelf of ${this.view.name} has version ${active.version}, this program has ${this.view.version}: use the newer program`);
    const shelf = await this.context.generations.open(this.view, active);
    for (const checkpoint of await shelf.checkpoints()) await this.runner.check(checkpoint);
  }

  private retire(previous: ActiveGeneration | null): void {
    this.shown = null;
    if (!previous) return;
    const timer = setTimeout(() => {
      this.retiring.delete(timer);
      this.context.generations.drop(this.view, previous).catch(() => undefined); // dropped at the next start otherwise
    }, GRACE_MS);
    timer.unref();
    this.retiring.add(timer);
  }
}
