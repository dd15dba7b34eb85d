import type { TimerEvent } from '@throughline/contracts';
import type { StoredEvent } from '@throughline/kernel';
import { FaultFound } from '../faults/fault-found';

interface Timer {
  readonly due: string;
  readonly status: 'waiting' | 'over';
}

/**
 * What processes did, read from the store alone: everything that became due before `until` (milliseconds since 1970) was tried, and
 * was recorded once, as was the command it gave. Answers with the number of timers that fired. Throws `FaultFound`.
 */
export function checkEffects(events: readonly StoredEvent[], until: number): number {
  const timers = new Map<string, Timer>();
  const commands = new Map<string, StoredEvent>();
  let fired = 0;
  for (const event of events) {
    if (event.type.startsWith('process.timer-')) fired += takeTimer(timers, event as StoredEvent & TimerEvent);
    else if (event.actor.startsWith('process:') && event.command !== undefined) takeCommand(commands, event);
  }
  for (const [name, { due, status }] of timers) if (status === 'waiting' && Date.parse(due) < until) throw new FaultFound(`${name} was due at ${due} and nothing was done about it`, 'lost');
  return fired;
}

function takeTimer(timers: Map<string, Timer>, { stream, type, data }: StoredEvent & TimerEvent): number {
  const name = `${stream} ${data.timer} ${data.due}`;
  const isOver = timers.get(name)?.status === 'over';
  if (isOver && type !== 'process.timer-cancelled') throw new FaultFound(`${name} was over and then came ${type}`, 'doubled');
  if (type === 'process.timer-cancelled') timers.delete(name);
  else timers.set(name, { due: data.due, status: type === 'process.timer-fired' ? 'over' : 'waiting' });
  return type === 'process.timer-fired' ? 1 : 0;
}

/** The events of one command stand in one stream, one behind the other, and no second time. */
function takeCommand(commands: Map<string, StoredEvent>, event: StoredEvent): void {
  const id = event.command?.id ?? '';
  const before = commands.get(id);
  if (before !== undefined && (before.stream !== event.stream || before.revision + 1 !== event.revision))
    throw new FaultFound(`the command ${id} of ${event.actor} is recorded at ${before.stream} ${before.revision} and again at ${event.stream} ${event.revision}`, 'doubled');
  commands.set(id, event);
}
