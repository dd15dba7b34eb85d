import { isAmendment } from '@throughline/contracts';
import type { Journal, OpenedEvent } from '@throughline/event-store';
import type { StoredEvent } from '@throughline/kernel';
import type { Subject } from './agenda';
import { ProcessError, reasonOf } from './process-error';
import type { RunningProcess } from './running';

interface Context {
  readonly process: RunningProcess;
  readonly journal: Journal;
}

/** Everybody these events concern, each once; an event of which that cannot be told stands for itself. */
export async function concernedBy(context: Context, events: readonly StoredEvent[]): Promise<readonly Subject[]> {
  const instances = new Set<string>();
  const unclear: Subject[] = [];
  for (const opened of await context.journal.openEvents(events)) {
    try {
      for (const instance of await instancesOf(context, opened)) instances.add(instance);
    } catch (error) {
      if (!(error instanceof ProcessError)) throw error;
      unclear.push({ position: opened.event.position });
    }
  }
  return [...[...instances].map((instance) => ({ instance })), ...unclear];
}

/**
 * What corrects, withdraws or moves concerns whomever the other events of its stream concern.
 * Throws `ProcessError` where it cannot be told; everything else it throws means *not now*.
 */
export async function instancesOf({ process, journal }: Context, opened: OpenedEvent): Promise<readonly string[]> {
  if (!opened.ok) throw new ProcessError('EVENT_NOT_UNDERSTOOD', opened.reason);
  const events = isAmendment(opened.event) ? (await journal.load(opened.event.stream)).events : [opened.event];
  try {
    return [...new Set(events.map(process.instance).filter((instance) => instance !== null))];
  } catch (error) {
    throw new ProcessError('INSTANCE_NOT_TOLD', reasonOf(error));
  }
}

/** The event at this position, opened; nothing where there is none. */
export async function eventAt(journal: Journal, position: bigint): Promise<readonly OpenedEvent[]> {
  const stored: StoredEvent[] = [];
  for await (const event of journal.store.readAll({ limit: 1, ...(position > 1n ? { after: position - 1n } : {}) })) stored.push(event);
  return journal.openEvents(stored);
}
