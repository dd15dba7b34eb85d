import type { StoredEvent } from '@throughline/kernel';
import type { ParkedEvent, Shelf } from '@throughline/read-store';

/** Behind a parked event of its lane: nothing wrong with it as far as is known. */
export const WAITS = 'WAITS_BEHIND_A_PARKED_EVENT';

/** `reason` null = it waits behind another. */
export function parkedEvent(event: StoredEvent, reason: string | null): ParkedEvent {
  return {
    position: event.position,
    lane: event.subject,
    nodes: [...new Set([event.subject, ...event.parties.map((party) => party.node)])],
    eventId: event.id,
    type: event.type,
    recordedAt: event.recordedAt,
    reason: reason ?? WAITS,
    failed: reason !== null,
  };
}

const PAGE = 1_000;

export async function lanesParkedOn(shelf: Shelf): Promise<Set<string>> {
  const lanes = new Set<string>();
  for (let afterPosition: bigint | undefined; ; ) {
    const page = await shelf.parked({ limit: PAGE, ...(afterPosition === undefined ? {} : { afterPosition }) });
    for (const { lane } of page) lanes.add(lane);
    afterPosition = page.at(-1)?.position;
    if (page.length < PAGE) return lanes;
  }
}

/**
 * Which lanes have parked events on a shelf. Only their names are held; where a lane's parked events begin is asked of the
 * shelf each time, because a retry may have moved it.
 */
export class ParkedLanes {
  private readonly lanes = new Set<string>();

  constructor(private readonly shelf: Shelf) {}

  async load(): Promise<void> {
    for (const lane of await lanesParkedOn(this.shelf)) this.lanes.add(lane);
  }

  add(lane: string): void {
    this.lanes.add(lane);
  }

  /** The first parked position of those lanes of the events that are parked now. */
  async among(events: readonly StoredEvent[]): Promise<Map<string, bigint>> {
    const firsts = new Map<string, bigint>();
    if (this.lanes.size === 0) return firsts;
    for (const lane of new Set(events.map((event) => event.subject))) {
      if (!this.lanes.has(lane)) continue;
      const [first] = await this.shelf.parked({ lane, limit: 1 });
      if (first) firsts.set(lane, first.position);
      else this.lanes.delete(lane);
    }
    return firsts;
  }
}
