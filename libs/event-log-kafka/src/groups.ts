import { AssignerProtocol, type Kafka } from 'kafkajs';
import { withAdmin } from './topic';

/** Who reads a topic together, as the broker sees it. */
export interface GroupOnTopic {
  readonly group: string;
  /** `Stable`, `PreparingRebalance`, `CompletingRebalance`, `Empty` or `Dead`. */
  readonly state: string;
  readonly members: readonly { readonly member: string; readonly host: string; readonly partitions: readonly number[] }[];
}

/** The groups of this program that read the topic, in order of their names, which begin with it. Throws what the client throws. */
export function groupsOf(kafka: Kafka, topic: string): Promise<readonly GroupOnTopic[]> {
  return withAdmin(kafka, async (admin) => {
    const names = (await admin.listGroups()).groups.map(({ groupId }) => groupId).filter((name) => name.startsWith(`${topic}.`));
    if (names.length === 0) return [];
    const { groups } = await admin.describeGroups(names.toSorted());
    return groups.map(({ groupId, state, members }) => ({
      group: groupId.slice(topic.length + 1),
      state,
      members: members.map(({ clientId, clientHost, memberAssignment }) => ({ member: clientId, host: clientHost.replace(/^\//, ''), partitions: partitionsIn(memberAssignment, topic) })),
    }));
  });
}

/** Empty while the group has not been settled. */
function partitionsIn(assignment: Buffer, topic: string): readonly number[] {
  const decoded = assignment.length === 0 ? null : AssignerProtocol.MemberAssignment.decode(assignment);
  return decoded?.assignment[topic]?.toSorted((a, b) => a - b) ?? [];
}
