import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { FaultFound } from '../faults/fault-found';
import type { Ledger } from '../faults/ledger';
import { Server, type Ready } from '../faults/server';
import { Door } from '../faults/writers';
import type { Servers, Way } from './servers';

export interface CopySettings {
  readonly name: string;
  /** As its folder is called. */
  readonly app: 'all-in-one' | 'intake';
  /** The same for all copies. */
  readonly env: Readonly<Record<string, string>>;
}

/** Milliseconds after which a client takes a request for unanswered, and asks somebody else. */
const PATIENCE = 8_000;
/** Attempts, and milliseconds between them. */
const STARTS = 5;
const RESTART_AFTER = 1_000;
/** Characters. */
const LAST_WORDS = 2_000;

/** One process of the product, which goes and comes back. */
export class Copy {
  /** `null` while it is not there, or not to be asked. */
  door: Door | null = null;
  private server: Server | null = null;
  private readonly folder = mkdtempSync(path.join(tmpdir(), 'throughline-road-copy-'));

  private constructor(
    readonly settings: CopySettings,
    private readonly env: Readonly<Record<string, string>>,
    /** By which it reaches the servers; that to Kafka is the same for all copies. */
    readonly ways: readonly Way[],
  ) {}

  static async of(settings: CopySettings, servers: Servers): Promise<Copy> {
    const { addresses, ways } = await servers.waysFor();
    return new Copy(settings, { LOG_LEVEL: 'error', ...settings.env, ...addresses }, ways);
  }

  /** Resolves with the key that it says on the very first start. Refused by a server that is just coming back, it is started again, as any supervisor does. */
  async start(ledger: Ledger, key: string | null): Promise<string> {
    const ready = await this.launch(STARTS);
    const known = key ?? ready.key;
    if (known === null) throw new FaultFound('the first start said no key');
    this.door = new Door(ready.url, known, ledger, PATIENCE);
    return known;
  }

  private async launch(attempts: number): Promise<Ready> {
    const server = new Server(this.folder, { app: this.settings.app, env: this.env });
    this.server = server;
    try {
      return await server.ready;
    } catch (error) {
      if (attempts === 1 || !String(error).includes('cannot start')) throw error;
      await pause(RESTART_AFTER);
      return this.launch(attempts - 1);
    }
  }

  /** Throws where it is not there or does not answer. */
  ask(route: string): Promise<unknown> {
    if (this.door === null) throw new Error(`${this.settings.name} is not there`);
    return this.door.ask(route);
  }

  async kill(): Promise<void> {
    this.door = null;
    await this.server?.kill();
    this.server = null;
  }

  async stop(): Promise<void> {
    this.door = null;
    await this.server?.stop();
    this.server = null;
  }

  /** Clients still go to it, and wait. */
  sleep(): void {
    this.server?.sleep();
  }

  wake(): void {
    this.server?.wake();
  }

  /** Throws `FaultFound` if it was there and ended by itself. */
  check(): void {
    const died = this.server?.died ?? null;
    if (died !== null && this.door !== null) throw new FaultFound(`${this.settings.name}: ${died}`);
  }

  /** Of its log, as far as it is remembered. */
  get lastWords(): string {
    return `${this.settings.name} said last:\n${this.server?.lastWords.slice(-LAST_WORDS) ?? ''}`;
  }

  /** For good. */
  async remove(): Promise<void> {
    this.wake();
    await this.kill().catch(() => undefined);
    for (const { to, proxy } of this.ways) if (to !== 'Kafka') await proxy.close();
    rmSync(this.folder, { recursive: true, force: true });
  }
}
