import { SingleBar } from 'cli-progress';

/** Milliseconds between two lines where there is no terminal to draw on. */
const LINE_EVERY = 5_000;

export interface Step {
  readonly done: number;
  /** `null` = nobody knows how much it will be. */
  readonly total: number | null;
  /** What has been counted so far, in words. */
  readonly saying: string;
}

/** Progress on stderr: a bar with the time left on a terminal, else a line every few seconds. Results belong to stdout. */
export class Progress {
  private readonly started = Date.now();
  private readonly bar: SingleBar | null;
  private latest: Step = { done: 0, total: null, saying: '' };
  private readonly timer: NodeJS.Timeout | null;

  constructor(
    private readonly title: string,
    total: number | null,
  ) {
    const draws = process.stderr.isTTY && total !== null;
    this.bar = draws ? new SingleBar({ format: '{title} [{bar}] {percentage} %  {saying}  {left}', barsize: 28, hideCursor: true, clearOnComplete: false, stopOnComplete: false, fps: 8 }) : null;
    this.bar?.start(Math.max(total ?? 1, 1), 0, { title, saying: '', left: '' });
    this.timer = this.bar === null ? setInterval(() => this.line(), process.stderr.isTTY ? 1_000 : LINE_EVERY) : null;
  }

  show(step: Step): void {
    this.latest = step;
    if (step.total !== null && step.total > 0) this.bar?.setTotal(step.total);
    this.bar?.update(Math.min(step.done, step.total ?? step.done), { saying: step.saying, left: this.left() });
  }

  /** Whatever the outcome: the terminal is left as it was. */
  end(): void {
    if (this.timer !== null) clearInterval(this.timer);
    this.bar?.stop();
  }

  private line(): void {
    const { done, total, saying } = this.latest;
    const share = total === null || total === 0 ? '' : ` ${Math.floor((100 * done) / total)} %`;
    process.stderr.write(`${[`${this.title}${share}`, saying, this.left()].filter((part) => part !== '').join('  ')}\n`);
  }

  private left(): string {
    const { done, total } = this.latest;
    const elapsed = (Date.now() - this.started) / 1000;
    if (total === null || done <= 0 || done >= total || elapsed < 1) return '';
    return `${duration((elapsed * (total - done)) / done)} left`;
  }
}

/** Seconds as people say them: `0.4 s`, `8.0 s`, `3 min 20 s`, `2 h 5 min`. */
export function duration(seconds: number): string {
  const whole = Math.max(0, Math.round(seconds));
  if (seconds < 9.95) return `${Math.max(0, seconds).toFixed(1)} s`;
  if (whole < 60) return `${whole} s`;
  return whole < 3600 ? `${Math.floor(whole / 60)} min ${whole % 60} s` : `${Math.floor(whole / 3600)} h ${Math.floor((whole % 3600) / 60)} min`;
}

/** Runs with a signal that Ctrl-C aborts; a second Ctrl-C ends at once, as everywhere. */
export async function cancellable<Result>(act: (signal: AbortSignal) => Promise<Result>): Promise<Result> {
  const stop = new AbortController();
  const cancel = (): void => stop.abort();
  process.once('SIGINT', cancel);
  process.once('SIGTERM', cancel);
  try {
    return await act(stop.signal);
  } finally {
    process.removeListener('SIGINT', cancel);
    process.removeListener('SIGTERM', cancel);
  }
}
