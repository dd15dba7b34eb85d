import type { Leases } from '@throughline/lease';
import { setTimeout as pause } from 'node:timers/promises';

/** What publishes the events of the store, for as long as it is told that it is its turn. */
export interface Relaying {
  run(fence: number, signal: AbortSignal): Promise<void>;
}

/** After an error that the relay itself does not try again: an operator has to look. Milliseconds. */
const AGAIN_MS = 5_000;

/** Publishes whenever no other process does; resolves when the signal has aborted and the lease is given back. */
export async function keepRelaying(relay: Relaying, leases: Leases, signal: AbortSignal, told: (problem: string) => void): Promise<void> {
  while (!signal.aborted) {
    try {
      await leases.hold('relay', signal, (turn, fence) => relay.run(fence, turn));
    } catch (error) {
      if (signal.aborted) return;
      told(error instanceof Error ? error.message : String(error));
      await pause(AGAIN_MS, undefined, { signal }).catch(() => undefined);
    }
  }
}
