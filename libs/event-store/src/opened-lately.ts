import type { StoredEvent } from '@throughline/kernel';
import { Recent } from '@throughline/vault';
import type { OpenedEvent } from './codec';

type Open = (events: readonly StoredEvent[]) => Promise<readonly OpenedEvent[]>;

/** Events opened together; `failed` = not now, the next one who asks tries again. */
interface Opening {
  readonly events: Promise<readonly OpenedEvent[]>;
  failed: boolean;
}

/**
 * Events in memory at most. Enough for the views that follow the store side by side; in clear, so no more than that.
 * Beware: when a key is destroyed this must be forgotten too.
 */
const KEPT = 10_000;

/** Many views read the same events within moments of each other: each event is unsealed once for all of them. */
export class OpenedLately {
  private readonly kept = new Recent<bigint, { readonly opening: Opening; readonly index: number }>(KEPT);

  constructor(private readonly open: Open) {}

  /** Per event, in order; throws what opening throws, and then keeps nothing of it. */
  async openedOf(events: readonly StoredEvent[]): Promise<readonly OpenedEvent[]> {
    if (events.length > KEPT / 2) return this.open(events);
    const missing = events.filter(({ position }) => this.kept.get(position)?.opening.failed !== false);
    if (missing.length > 0) this.begin(missing);
    const places = events.map(({ position }) => this.kept.get(position) as { readonly opening: Opening; readonly index: number });
    const opened = new Map<Opening, readonly OpenedEvent[]>();
    for (const { opening } of places) if (!opened.has(opening)) opened.set(opening, await opening.events);
    return places.map(({ opening, index }) => opened.get(opening)?.[index] as OpenedEvent);
  }

  private begin(missing: readonly StoredEvent[]): void {
    const opening: Opening = { events: this.open(missing), failed: false };
    opening.events.catch(() => {
      opening.failed = true;
    });
    for (const [index, { position }] of missing.entries()) this.kept.set(position, { opening, index });
  }
}
