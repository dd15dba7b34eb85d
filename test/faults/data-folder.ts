import { rmSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { View } from '@throughline/kernel';
import type { Chance } from './chance';
import { FaultFound } from './fault-found';
import { Ledger } from './ledger';
import { onCopy, Reading, withStore } from './reading';
import { Server } from './server';
import { compareShelves } from './shelves';
import { Door, repeatUnanswered, write } from './writers';

const WRITERS = 6;

export interface RoundReport {
  /** Where the kill fell. */
  readonly moment: 'starting' | 'repeating' | 'writing';
  /** Requests without an answer when it fell. */
  readonly underway: number;
  /** Documents and entries compared with the fold. */
  readonly compared: number;
}

/** One data folder that many crashes go over. */
export class DataFolder {
  readonly path = mkdtempSync(join(tmpdir(), 'throughline-faults-'));
  readonly ledger = new Ledger();
  private reading = new Reading();
  private key: string | null = null;
  /** What runs now; to be ended when the run fails. */
  private server: Server | null = null;

  constructor(private readonly views: readonly View[]) {}

  /** Start, repeat what was not answered, write, kill, look. `full`: all events and shelves again, not only what is new. */
  async round(name: string, chance: Chance, full: boolean): Promise<RoundReport> {
    const moment = this.key === null ? 'writing' : chance.pick<RoundReport['moment']>(['writing', 'writing', 'writing', 'writing', 'repeating', 'starting']);
    const underway = moment === 'starting' ? await this.killStarting(chance) : await this.killWorking(name, chance, moment);
    return { moment, underway, compared: await this.look(full, false) };
  }

  /** Everything is answered and every shelf complete; then the whole is looked at once more. */
  async finish(): Promise<number> {
    const { server, door } = await this.start();
    await repeatUnanswered(door, () => server.died !== null);
    if (!(await door.caughtUp())) throw new FaultFound('the projections did not catch up within a minute');
    await server.kill();
    const compared = await this.look(true, true);
    rmSync(this.path, { recursive: true, force: true });
    return compared;
  }

  async abandon(): Promise<void> {
    await this.server?.kill().catch(() => undefined);
  }

  private async start(): Promise<{ readonly server: Server; readonly door: Door }> {
    const server = new Server(this.path);
    this.server = server;
    const { url, key } = await server.ready;
    this.key ??= key;
    if (this.key === null) throw new FaultFound('the first start said no key');
    return { server, door: new Door(url, this.key, this.ledger) };
  }

  private async killStarting(chance: Chance): Promise<number> {
    this.server = new Server(this.path);
    await pause(chance.between(20, 1_200));
    await this.server.kill();
    return 0;
  }

  private async killWorking(name: string, chance: Chance, moment: 'repeating' | 'writing'): Promise<number> {
    const { server, door } = await this.start();
    let gone = false;
    const repeated = repeatUnanswered(door, () => gone);
    if (moment === 'writing') await repeated;
    const work = moment === 'writing' ? this.write(door, name, chance) : repeated;
    // What it finds is thrown below, when the server is gone.
    work.catch(() => undefined);
    await Promise.race([work, pause(moment === 'writing' ? chance.between(20, chance.pick([300, 1_000, 3_000])) : chance.between(0, 60))]);
    const { underway } = door;
    gone = true;
    await server.kill();
    await work;
    return underway;
  }

  private async write(door: Door, name: string, chance: Chance): Promise<void> {
    if (chance.happens(0.2)) await door.rebuild(chance.pick(this.views as [View, ...View[]]).name);
    await Promise.all(Array.from({ length: WRITERS }, (_, index) => write(door, `${name}-${index}`, chance)));
  }

  private look(full: boolean, complete: boolean): Promise<number> {
    return onCopy(this.path, full ? '' : 'events.sqlite', (copy) =>
      withStore(copy, async (store) => {
        if (full) this.reading = new Reading();
        await this.reading.readOn(store);
        this.reading.checkAcknowledged(this.ledger);
        if (complete) this.reading.checkNothingElse(this.ledger);
        return full ? compareShelves(copy, store, this.views, complete) : 0;
      }),
    );
  }
}
