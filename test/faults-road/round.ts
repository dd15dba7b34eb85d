import type { StoredEvent, View } from '@throughline/kernel';
import { randomBytes } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { chanceOf } from '../faults/chance';
import { FaultFound } from '../faults/fault-found';
import { compareToFold, openedEvents } from '../faults/fold-comparison';
import { Ledger } from '../faults/ledger';
import { Reading } from '../faults/reading';
import { checkCarried, type CarriedReport } from './carried';
import { Copy } from './copy';
import type { Disturbance, Scene } from './disturbances';
import { checkEffects } from './effects';
import { Inside } from './inside';
import { PARTITIONS } from './intruders';
import { Load } from './load';
import { Recorder } from './recorder';
import type { Servers } from './servers';
import { untilSettled } from './settling';

export interface RoundSettings {
  /** Its seed and number: what happens in it follows from that, but for the timing. */
  readonly name: string;
  readonly events: number;
  readonly disturbances: readonly Disturbance[];
}

export interface RoundReport {
  readonly acknowledged: number;
  readonly carried: CarriedReport;
  readonly fired: number;
  /** Documents and entries compared with the fold. */
  readonly compared: number;
  readonly seconds: { readonly load: number; readonly settling: number; readonly looking: number };
}

/** Milliseconds that one disturbance lasts, about; the load is spread over all of them. */
const EACH = 5_500;

/** One company on these servers: it is set up, worked with, disturbed, left alone until it has settled, and looked at. */
export class Round {
  readonly ledger = new Ledger();
  private readonly company = { namespace: `faults-${randomBytes(6).toString('hex')}`, masterKey: randomBytes(32) };
  private copies: readonly Copy[] = [];
  private inside: Inside | null = null;
  private recorder: Recorder | null = null;
  private key: string | null = null;

  constructor(
    private readonly servers: Servers,
    private readonly views: readonly View[],
    private readonly settings: RoundSettings,
    private readonly say: (line: string) => void,
  ) {}

  async run(): Promise<RoundReport> {
    const scene = await this.setUp();
    const [began, watching] = [Date.now(), new AbortController()];
    try {
      await Promise.race([Promise.all([scene.load.run(), this.disturb(scene)]), this.watch(watching.signal)]);
    } finally {
      watching.abort();
    }
    const worked = Date.now();
    await untilSettled(scene);
    const settled = Date.now();
    const report = await this.look(scene, worked);
    return { ...report, seconds: { load: (worked - began) / 1_000, settling: (settled - worked) / 1_000, looking: (Date.now() - settled) / 1_000 } };
  }

  /** For whoever looks for the cause of a fault. */
  get lastWords(): string {
    return this.copies.map((copy) => copy.lastWords).join('\n');
  }

  /** Whatever state it is in. */
  async tearDown(): Promise<void> {
    await Promise.all(this.copies.map((copy) => copy.remove()));
    await this.recorder?.stop();
    await this.inside?.remove();
  }

  private async setUp(): Promise<Scene> {
    const env = { THROUGHLINE_NAMESPACE: this.company.namespace, THROUGHLINE_MASTER_KEY: this.company.masterKey.toString('base64') };
    const copies = await Promise.all((['all-in-one', 'all-in-one', 'intake'] as const).map((app, index) => Copy.of({ name: `${app} ${'ABC'[index]}`, app, env }, this.servers)));
    this.copies = copies;
    const start = async (copy: Copy): Promise<void> => {
      this.key = await copy.start(this.ledger, this.key);
    };
    await start(copies[0]!);
    await Promise.all(copies.slice(1).map(start));
    const inside = await Inside.open(this.servers.direct, this.company);
    this.inside = inside;
    this.recorder = await Recorder.start(inside.kafka, inside.topic);
    const { name, events, disturbances } = this.settings;
    const load = new Load(copies, this.ledger, { events, perSecond: (events * 1_000) / (EACH * disturbances.length), seed: name });
    return { servers: this.servers, copies: copies as unknown as Scene['copies'], views: this.views, inside, load, recorder: this.recorder, start };
  }

  private async disturb(scene: Scene): Promise<void> {
    const { name, events, disturbances } = this.settings;
    const [chance, began] = [chanceOf(name, 'disturbances'), Date.now()];
    for (const [index, disturbance] of disturbances.entries()) {
      // However slow the machine is, they are spread over the load.
      while (this.ledger.events < (events * index) / disturbances.length) await pause(100);
      await pause(chance.between(200, 1_500));
      const at = Date.now();
      const what = await disturbance(scene, chance);
      this.say(`  ${secondsSince(began, at)} to ${secondsSince(began, Date.now())} s: ${what}`);
    }
  }

  /** Never resolves well: a copy that ends by itself is a fault at once, not only when somebody wants it to end. */
  private async watch(signal: AbortSignal): Promise<void> {
    for (; !signal.aborted; await pause(250)) for (const copy of this.copies) copy.check();
  }

  private async look({ inside, recorder, views }: Scene, worked: number): Promise<Omit<RoundReport, 'seconds'>> {
    const reading = new Reading();
    await reading.readOn(inside.store);
    reading.checkAcknowledged(this.ledger);
    reading.checkNothingElse(this.ledger);
    const events: StoredEvent[] = [];
    for await (const event of inside.store.readAll()) events.push(event);
    await recorder.caughtUp();
    const carried = checkCarried(events, recorder.all(), PARTITIONS, inside.store.storeId);
    const fired = checkEffects(events, worked);
    return { acknowledged: this.ledger.events, carried, fired, compared: await this.compare(inside, views) };
  }

  private async compare(inside: Inside, views: readonly View[]): Promise<number> {
    const [events, readStore] = [await openedEvents(await inside.journal()), await inside.readStore()];
    let compared = 0;
    for (const view of views) {
      const active = await readStore.activeGeneration(view.name);
      if (active === null) throw new FaultFound(`the view ${view.name} has no shelf`);
      const shelf = await readStore.open({ view: view.name, kind: view.kind, indexes: view.indexes, ...active });
      compared += await compareToFold(view, shelf, events).catch(async (error: unknown) => {
        if (!(error instanceof FaultFound)) throw error;
        throw new FaultFound(`${error.message}\nGeneration ${active.generation} stands at ${JSON.stringify(await shelf.checkpoints(), (_, value: unknown) => (typeof value === 'bigint' ? String(value) : value))}`, error.kind);
      });
    }
    await readStore.close();
    return compared;
  }
}

function secondsSince(began: number, at: number): string {
  return ((at - began) / 1_000).toFixed(1);
}
