import { Gauge, type Registry } from 'prom-client';
import type { RoadStatus } from './road';

/** What operations see of the distributed set-up, as metrics. All of it is set anew each time: a holder or a member that is gone is gone. */
export class RoadGauges {
  private readonly server: Gauge<'server' | 'version'>;
  private readonly relayPosition: Gauge;
  private readonly relayTrouble: Gauge;
  private readonly inboxTrouble: Gauge;
  private readonly lease: Gauge<'lease' | 'holder'>;
  private readonly fence: Gauge<'lease'>;
  private readonly members: Gauge<'group' | 'state'>;
  private readonly partitions: Gauge<'group' | 'member'>;
  private readonly healed: Gauge<'group' | 'partition'>;

  constructor(registry: Registry) {
    const gauge = <Label extends string>(name: string, help: string, ...labelNames: Label[]): Gauge<Label> => new Gauge({ name: `throughline_${name}`, help, labelNames, registers: [registry] });
    this.server = gauge('server_up', 'Whether a server answers, with the version it says it has', 'server', 'version');
    this.relayPosition = gauge('relay_position', 'Everything of the store at or below it is on the topic');
    this.relayTrouble = gauge('relay_trouble', '1 = the relay of this process tries something again');
    this.inboxTrouble = gauge('inbox_trouble', '1 = the inbox of this process tries items again');
    this.lease = gauge('lease_held', 'Who does what only one process at a time may do', 'lease', 'holder');
    this.fence = gauge('lease_fence', 'Grows with every holder of a lease', 'lease');
    this.members = gauge('group_members', 'Members of a consumer group', 'group', 'state');
    this.partitions = gauge('group_member_partitions', 'Partitions that members of one name hold in a consumer group', 'group', 'member');
    this.healed = gauge('healed_events', 'Events that were missing on the topic and were read from the store, since this process started', 'group', 'partition');
  }

  show({ servers, relay, leases, groups, healed, inboxTrouble }: RoadStatus): void {
    this.reset();
    for (const { name, version, answers } of servers) this.server.set({ server: name, version: version ?? '' }, answers ? 1 : 0);
    if (relay.position !== null) this.relayPosition.set(Number(relay.position));
    this.relayTrouble.set(relay.trouble === null ? 0 : 1);
    this.inboxTrouble.set(inboxTrouble === null ? 0 : 1);
    for (const { name, holder, fence } of leases) {
      if (holder !== null) this.lease.set({ lease: name, holder }, 1);
      this.fence.set({ lease: name }, fence);
    }
    for (const { group, state, members } of groups) {
      this.members.set({ group, state }, members.length);
      for (const { member, partitions } of members) this.partitions.inc({ group, member }, partitions.length);
    }
    for (const { group, partition, events } of healed) this.healed.set({ group, partition }, events);
  }

  reset(): void {
    for (const gauge of [this.server, this.lease, this.fence, this.members, this.partitions, this.healed]) gauge.reset();
    // Reset, one without labels would say 0, which is a position too.
    for (const gauge of [this.relayPosition, this.relayTrouble, this.inboxTrouble]) gauge.remove();
  }
}
