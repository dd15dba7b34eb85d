import { Inject, Injectable, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import { derivedId, EventStoreError, Journal } from '@throughline/event-store';
import { INBOX, type Inbox, type Listening } from '@throughline/platform';
import { Intake } from './intake';

/**
 * Who may write to the inbox is decided where it is (a broker's own users and rules), and no message carries a key. So all that comes
 * through it has one source, for ever: the inbox. Who sent it is the sender's own word, kept beside it.
 */
export const INBOX_SOURCE = derivedId('source', 'inbox');

const ACTOR = `source:${INBOX_SOURCE}` as const;

/** The door that other systems do not knock at: their events are fetched, where the set-up has an inbox. */
@Injectable()
export class InboxDoor implements OnApplicationBootstrap, OnModuleDestroy {
  private listening: Listening | null = null;

  constructor(
    @Inject(INBOX) private readonly inbox: Inbox | null,
    private readonly intake: Intake,
    private readonly journal: Journal,
  ) {}

  async onApplicationBootstrap(): Promise<void> {
    if (this.inbox === null) return;
    await registerSource(this.journal);
    this.listening = await this.inbox.listen((items) => this.intake.take('inbox', items, { actor: ACTOR, source: INBOX_SOURCE }));
  }

  /** Before the engines close. */
  async onModuleDestroy(): Promise<void> {
    await this.listening?.stop();
  }
}

/** Once for ever, whichever copy is first: a source is known by name, like those that have keys. */
async function registerSource(journal: Journal): Promise<void> {
  const data = { sourceId: INBOX_SOURCE, name: 'Kafka inbox', kind: 'inbox' };
  const id = derivedId('registered', INBOX_SOURCE);
  const draft = { type: 'settings.source-registered', data, id, source: 'throughline', actor: 'process:setup', occurredAt: new Date().toISOString(), correlationId: id, causationId: null } as const;
  const { head } = await journal.load(journal.streamOf(draft));
  if (head.revision !== 'no-stream') return;
  const { stream, events } = journal.address(head, [draft]);
  await journal.append(stream, head.revision, events).catch((error: unknown) => {
    if (!(error instanceof EventStoreError) || error.code !== 'EVENT_ID_REUSED') throw error;
  });
}
