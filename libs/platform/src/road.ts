/**
 * The port to what operations see of a distributed set-up: the road between the store and the shelves, and who is on it.
 * On one machine there is none.
 */
export interface Road {
  /** Asked of the servers now. What does not answer is `null`, or trouble; never an error as long as anything answers. */
  status(): Promise<RoadStatus>;
}

export interface RoadStatus {
  readonly servers: readonly Server[];
  readonly topics: readonly Topic[];
  readonly relay: RelayOnRoad;
  readonly leases: readonly LeaseHeld[];
  readonly groups: readonly ConsumerGroup[];
  /** Since this process started. */
  readonly healed: readonly HealedHoles[];
  /** Code or sentence of what the inbox tries again at the moment; `null` = nothing, or this process has no inbox. */
  readonly inboxTrouble: string | null;
}

export interface Server {
  /** `event store`, `kafka`, `mongodb`. */
  readonly name: string;
  /** `null` = it does not answer, or does not say. */
  readonly version: string | null;
  readonly answers: boolean;
}

export interface Topic {
  readonly topic: string;
  readonly partitions: number;
}

export interface RelayOnRoad {
  /** Everything of the store at or below is on the topic, whichever process brought it there; `null` = nothing yet, or not known. */
  readonly position: bigint | null;
  /** What the relay of this process tries again at the moment; `null` = nothing, or another process has it. */
  readonly trouble: string | null;
}

export interface LeaseHeld {
  /** What is done under it. */
  readonly name: string;
  /** Which process does it; `null` = nobody at the moment. */
  readonly holder: string | null;
  /** Grows with every holder. */
  readonly fence: number;
}

export interface ConsumerGroup {
  readonly group: string;
  /** As the broker says it: `Stable`, `PreparingRebalance`, `Empty` … */
  readonly state: string;
  readonly members: readonly GroupMember[];
}

export interface GroupMember {
  readonly member: string;
  /** Where it speaks from. */
  readonly host: string;
  readonly partitions: readonly number[];
}

/** Events that were missing on the topic and were read from the store. */
export interface HealedHoles {
  readonly group: string;
  readonly partition: number;
  readonly events: number;
}
