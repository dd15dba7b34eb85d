import type { RelayCheckpoint } from '@throughline/event-log';
import type { Leases } from '@throughline/lease';
import type { ConsumerGroup, HealedHoles, Road, RoadStatus, Server, Topic } from './road';

/** How to ask each of the servers and parts for what operations see. */
export interface RoadParts {
  /** Answers with the version; `null` = it answers and does not say. */
  readonly servers: Readonly<Record<string, () => Promise<string | null>>>;
  readonly topics: readonly Topic[];
  readonly checkpoint: RelayCheckpoint;
  readonly relay: { status(): { readonly trouble: string | null } };
  readonly leases: Leases;
  readonly groups: () => Promise<readonly ConsumerGroup[]>;
  readonly healed: Holes;
  readonly inboxTrouble: () => string | null;
}

/** Milliseconds after which a server counts as one that does not answer. */
const PATIENCE = 2_000;

/** Asks all at once; whoever does not answer holds up nobody. */
export class AskedRoad implements Road {
  constructor(private readonly parts: RoadParts) {}

  async status(): Promise<RoadStatus> {
    const { servers, topics, checkpoint, relay, leases, groups, healed, inboxTrouble } = this.parts;
    const [answers, state, held, members] = await Promise.all([
      Promise.all(Object.entries(servers).map(([name, ask]) => serverOf(name, ask))),
      inTime(() => checkpoint.read(), null),
      inTime(() => leases.all(), []),
      inTime(groups, []),
    ]);
    return {
      servers: answers,
      topics,
      relay: { position: state === null || state.position < 0n ? null : state.position, trouble: relay.status().trouble },
      leases: held.map(({ name, holder, fence }) => ({ name, holder, fence })),
      groups: members,
      healed: healed.all(),
      inboxTrouble: inboxTrouble(),
    };
  }
}

/** What was missing on the topic, counted. */
export class Holes {
  private readonly counts = new Map<string, HealedHoles>();

  add(group: string, partition: number, events: number): void {
    const key = `${group} ${partition}`;
    this.counts.set(key, { group, partition, events: events + (this.counts.get(key)?.events ?? 0) });
  }

  all(): readonly HealedHoles[] {
    return [...this.counts.values()];
  }
}

async function serverOf(name: string, ask: () => Promise<string | null>): Promise<Server> {
  const answer = await inTime<{ readonly version: string | null } | null>(async () => ({ version: await ask() }), null);
  return { name, version: answer?.version ?? null, answers: answer !== null };
}

function inTime<T>(ask: () => Promise<T>, otherwise: T): Promise<T> {
  return new Promise((resolve) => {
    const late = setTimeout(resolve, PATIENCE, otherwise);
    ask()
      .then(resolve, () => resolve(otherwise))
      .finally(() => clearTimeout(late));
  });
}
