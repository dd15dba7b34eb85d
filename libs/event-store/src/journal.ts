import { createHmac } from 'node:crypto';
import { canonicalJson, type Identifier, type NewEvent, type NodeId, type StoredEvent } from '@throughline/kernel';
import { NodeNames, type Vault } from '@throughline/vault';
import { addressEvents, NO_STREAM, streamOf, type Addressed, type Draft, type StreamHead } from './addressing';
import { isPartlyErased, openEvents, sealEvents, type OpenedEvent } from './codec';
import { repeatOf, withoutPlace } from './content';
import { OpenedLately } from './opened-lately';
import { Turns } from './turns';
import { EventStoreError, type AppendResult, type EventStore, type ExpectedRevision, type Placed } from './event-store';

/** What an append comes to once a lost answer is settled. */
export type Settled = Exclude<AppendResult, { kind: 'unknown' }>;

export interface LoadedStream {
  readonly head: StreamHead;
  /** Unsealed and upcast. */
  readonly events: readonly StoredEvent[];
  /** Why the first event that this program cannot read is not among them (a newer version, a damaged field); then `events` ends before it. */
  readonly notUnderstood: string | null;
}

type Appended = (events: number, repeated: boolean) => void;

/** How often an append is repeated whose answer was lost, and the pause between, in milliseconds. */
const SETTLE_ATTEMPTS = 5;
const SETTLE_PAUSE = 200;

/**
 * The event store in clear: what goes in is addressed and sealed, what comes out is unsealed and upcast. The only way to
 * the store for everything that knows what events mean.
 */
export class Journal {
  private constructor(
    readonly store: EventStore,
    private readonly vault: Vault,
    private readonly names: NodeNames,
    private readonly secrets: { readonly digests: Buffer },
    private readonly appended: Appended,
  ) {}

  /** `appended` is told of every acknowledged append. */
  static async open(store: EventStore, vault: Vault, appended: Appended = () => undefined): Promise<Journal> {
    return new Journal(store, vault, new NodeNames(await vault.secret('nodes')), { digests: await vault.secret('digests') }, appended);
  }

  /** Translates an identifier in clear; the same for ever. */
  readonly node = (identifier: Identifier): NodeId => this.names.node(identifier);

  /** Keyed, so that nobody without the vault can guess the content from it. base64url, 43 characters. */
  digest(content: unknown): string {
    return createHmac('sha256', this.secrets.digests).update(canonicalJson(content)).digest('base64url');
  }

  address(head: StreamHead, drafts: readonly Draft[]): Addressed {
    return addressEvents(head, drafts, this.node);
  }

  streamOf(draft: Pick<Draft, 'id' | 'type' | 'data'>): string {
    return streamOf(draft, this.node);
  }

  /** Keys are durable when this resolves. Each event's stream decides whose key seals what belongs to its lane. */
  seal(events: readonly { readonly stream: string; readonly event: NewEvent }[]): Promise<readonly NewEvent[]> {
    return sealEvents(events, this.vault, this.node);
  }

  /** Nobody else of this process who asks for one of these streams here reads or writes it meanwhile. Not to be nested. */
  alone<T>(streams: readonly string[], work: () => Promise<T>): Promise<T> {
    return this.turns.take(streams, work);
  }
  private readonly turns = new Turns();

  /** Per event: unsealed and upcast, or why not. Order and number are kept. */
  readonly openEvents = (events: readonly StoredEvent[]): Promise<readonly OpenedEvent[]> => this.lately.openedOf(events);
  private readonly lately = new OpenedLately((events) => openEvents(events, this.vault, this.node));

  async append(stream: string, expected: ExpectedRevision, events: readonly NewEvent[]): Promise<Settled> {
    return this.commit(stream, expected, await this.seal(events.map((event) => ({ stream, event }))));
  }

  /**
   * Appends sealed events and settles an unknown outcome by repeating the same append. Whoever was erased meanwhile cannot be
   * compared: such an event is a repeat by its id alone. Throws `EventStoreError`.
   */
  async commit(stream: string, expected: ExpectedRevision, sealed: readonly NewEvent[]): Promise<Settled> {
    for (let attempt = 1; ; attempt++) {
      const result = await this.attempt(stream, expected, sealed);
      if (result.kind === 'done') this.appended(result.events.length, result.repeated);
      if (result.kind !== 'unknown') return result;
      if (attempt === SETTLE_ATTEMPTS) throw new EventStoreError('STORE_BUSY', `no answer from the event store (${result.cause}); repeat the same request`);
      await new Promise((resolve) => setTimeout(resolve, SETTLE_PAUSE * attempt));
    }
  }

  private async attempt(stream: string, expected: ExpectedRevision, sealed: readonly NewEvent[]): Promise<AppendResult> {
    try {
      return await this.store.append(stream, expected, sealed);
    } catch (error) {
      if (!(error instanceof EventStoreError) || error.code !== 'EVENT_ID_REUSED' || !sealed.some(isPartlyErased)) throw error;
      return { kind: 'done', repeated: true, events: await this.repeatedById(stream, sealed) };
    }
  }

  private async repeatedById(stream: string, sealed: readonly NewEvent[]): Promise<readonly Placed[]> {
    const stored = new Map<string, StoredEvent>();
    for await (const event of this.store.readStream(stream)) stored.set(event.id, event);
    const known = sealed.map((event) => {
      const found = stored.get(event.id);
      return found && { ...found, event: isPartlyErased(event) ? event : withoutPlace(found) };
    });
    return (repeatOf(known, sealed) ?? []).map(({ id, revision, position, recordedAt }) => ({ id, revision, position, recordedAt }));
  }

  async load(stream: string): Promise<LoadedStream> {
    const stored: StoredEvent[] = [];
    for await (const event of this.store.readStream(stream)) stored.push(event);
    const events: StoredEvent[] = [];
    for (const opened of await this.openEvents(stored)) {
      if (!opened.ok) return { head: headOf(stored), events, notUnderstood: opened.reason };
      events.push(opened.event);
    }
    return { head: headOf(stored), events, notUnderstood: null };
  }
}

export function headOf(stored: readonly StoredEvent[]): StreamHead {
  const last = stored.at(-1);
  return last === undefined ? NO_STREAM : { revision: last.revision, subject: last.subject, parties: last.parties };
}
