/**
 * `recordedAt`: the running maximum of the server's clock in store order. The events of one append share the time of the first, so
 * that no cut by time goes through them, although the server stamps each by itself.
 *
 *   fall   a run of events whose `recordedAt` is not the time of their append, because the clock had fallen before
 *
 * Clocks fall seldom, so whoever has followed the store up to an event needs only the falls to know its time.
 */
export interface Fall {
  /** Positions, both inclusive. */
  readonly from: bigint;
  readonly to: bigint;
  /** Milliseconds since 1970, like all times here. */
  readonly time: number;
}

export interface Moment {
  readonly position: bigint;
  readonly time: number;
}

export class RecordedTimes {
  private readonly falls: Fall[] = [];
  private falling = false;
  private moment: Moment | null = null;

  /** The last event that was followed. */
  get last(): Moment | null {
    return this.moment;
  }

  /** Takes up what somebody else has followed: everything up to a moment. */
  resume(moment: Moment, falls: readonly Fall[]): void {
    this.moment = moment;
    for (const fall of falls) this.addFall(fall);
  }

  /** The next event of the store: its time. `index`: its place in its append. */
  follow(position: bigint, created: number, index: number): number {
    const before = this.moment?.time ?? created;
    if (index === 0) this.falling = created < before;
    const time = index === 0 ? Math.max(before, created) : before;
    if (this.falling) this.addFall({ from: position, to: position, time });
    this.moment = { position, time };
    return time;
  }

  /** The time of an event that was followed; `created`: of the first event of its append. */
  at(position: bigint, created: number): number {
    const fall = this.falls[this.firstFallTo(position)];
    return fall !== undefined && fall.from <= position ? fall.time : created;
  }

  /** The falls that end behind a position. */
  fallsAfter(position: bigint): readonly Fall[] {
    return this.falls.slice(this.firstFallTo(position + 1n)).map((fall) => (fall.from > position ? fall : { ...fall, from: position + 1n }));
  }

  /** Runs of one time become one: what stands between them was recorded at that time too. */
  private addFall(fall: Fall): void {
    const last = this.falls.at(-1);
    if (last?.time === fall.time) this.falls[this.falls.length - 1] = { ...last, to: fall.to };
    else this.falls.push(fall);
  }

  private firstFallTo(position: bigint): number {
    let [low, high] = [0, this.falls.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.falls[middle] as Fall).to < position) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}
