import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { Journal, type Outcome } from '@throughline/event-store';
import type { Decider, Fact } from '@throughline/kernel';
import { execute, Problem, type CommandMessage } from '@throughline/platform';
import { Directory } from './directory.queries';
import { inbox, type InboxCommand } from './inbox.decider';
import { member, type MemberCommand } from './member.decider';
import { OpenWork } from './open-work.queries';
import { queue, type QueueCommand } from './queue.decider';
import { team, type TeamCommand } from './team.decider';

/** How many of the things that keep somebody from leaving a refusal names; the rest is asked for. */
const NAMED = 10;

export class ToMember {
  constructor(
    readonly wish: Pick<MemberCommand, 'type' | 'data'>,
    readonly message: CommandMessage,
  ) {}
}

@CommandHandler(ToMember)
export class MemberHandler implements ICommandHandler<ToMember, Outcome> {
  constructor(
    private readonly journal: Journal,
    private readonly openWork: OpenWork,
  ) {}

  async execute({ wish, message }: ToMember): Promise<Outcome> {
    const { staffId } = wish.data;
    if (wish.type !== 'deactivate-member') return execute(this.journal, member, `staff-${staffId}`, wish, message);
    const { total, counts, items } = await this.openWork.page(staffId, { limit: NAMED });
    const outcome = await execute(this.journal, member, `staff-${staffId}`, wish, message, { openWork: total });
    if (outcome.kind !== 'rejected' || outcome.rejection.code !== 'MEMBER_HAS_OPEN_WORK') return outcome;
    throw new Problem(409, outcome.rejection.code, outcome.rejection.detail, { openWork: { total, counts, items } });
  }
}

export class ToTeam {
  constructor(
    readonly wish: Pick<TeamCommand, 'type' | 'data'>,
    readonly message: CommandMessage,
  ) {}
}

@CommandHandler(ToTeam)
export class TeamHandler implements ICommandHandler<ToTeam, Outcome> {
  constructor(
    private readonly journal: Journal,
    private readonly directory: Directory,
  ) {}

  async execute({ wish, message }: ToTeam): Promise<Outcome> {
    return execute(this.journal, team, `team-${wish.data.teamId}`, wish, message, await this.lookUp(wish));
  }

  private async lookUp({ type, data }: ToTeam['wish']): Promise<Readonly<Record<string, unknown>>> {
    if (type === 'join-team') return { standing: (await stateOf(this.journal, member, `staff-${(data as { staffId: string }).staffId}`)).status };
    if (type === 'dissolve-team') return { queues: (await this.directory.open()).filter(({ teams }) => teams.includes(data.teamId)).length };
    return {};
  }
}

export class ToQueue {
  constructor(
    readonly wish: Pick<QueueCommand, 'type' | 'data'>,
    readonly message: CommandMessage,
  ) {}
}

@CommandHandler(ToQueue)
export class QueueHandler implements ICommandHandler<ToQueue, Outcome> {
  constructor(
    private readonly journal: Journal,
    private readonly directory: Directory,
  ) {}

  async execute({ wish, message }: ToQueue): Promise<Outcome> {
    return execute(this.journal, queue, `queue-${wish.data.queueId}`, wish, message, await this.lookUp(wish.data));
  }

  private async lookUp({ queueId, name, teams = [] }: { readonly queueId: string; readonly name?: string; readonly teams?: readonly string[] }) {
    const [state, others] = [await stateOf(this.journal, queue, `queue-${queueId}`), await this.directory.open()];
    const standing = await Promise.all(teams.map(async (teamId) => (await stateOf(this.journal, team, `team-${teamId}`)).status === 'standing'));
    return {
      nameTaken: others.some((other) => other.queueId !== queueId && other.name === name),
      unknownTeams: teams.filter((_teamId, index) => standing[index] === false),
      openTickets: state.status === 'none' ? 0 : await this.directory.openTickets(state.name),
    };
  }
}

export class ToInbox {
  constructor(
    readonly wish: Pick<InboxCommand, 'type' | 'data'>,
    readonly message: CommandMessage,
  ) {}
}

@CommandHandler(ToInbox)
export class InboxHandler implements ICommandHandler<ToInbox, Outcome> {
  constructor(private readonly journal: Journal) {}

  async execute({ wish, message }: ToInbox): Promise<Outcome> {
    const head = String((await this.journal.store.head()) ?? -1n);
    return execute(this.journal, inbox, `inbox-${wish.data.staffId}-${wish.data.day}`, wish, message, { head });
  }
}

/** From the stream itself: whoever was registered a moment ago is known. */
async function stateOf<S, E extends Fact>(journal: Journal, { evolve, initial }: Pick<Decider<S, never, E>, 'evolve' | 'initial'>, stream: string): Promise<S> {
  return (await journal.load(stream)).events.reduce((state, event) => evolve(state, event as unknown as E), initial);
}
