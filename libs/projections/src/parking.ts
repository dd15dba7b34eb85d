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

/** What is said when events of one batch were parked: once a batch, however many they are. */
export interface ParkingNotice {
  readonly view: string;
  /** Those that could not be folded, without the ones that wait behind them. */
  readonly failed: number;
  readonly waiting: number;
  /** Of the first that failed. */
  readonly first: Pick<StoredEvent, 'id' | 'type' | 'schemaVersion' | 'position' | 'correlationId'> & { readonly reason: string };
}

/** Told when they are parked; a batch that comes again after a crash is told again. */
export type Parked = (notice: ParkingNotice) => void;

/** `null` = none failed: what only waits behind others was told of when these were parked. */
export function noticeOf(view: string, parked: readonly ParkedEvent[], events: readonly StoredEvent[]): ParkingNotice | null {
  const failed = parked.filter((one) => one.failed);
  const first = events.find(({ position }) => position === failed[0]?.position);
  if (first === undefined) return null;
  const { id, type, schemaVersion, position, correlationId } = first;
  return { view, failed: failed.length, waiting: parked.length - failed.length, first: { id, type, schemaVersion, position, correlationId, reason: failed[0]?.reason ?? '' } };
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
