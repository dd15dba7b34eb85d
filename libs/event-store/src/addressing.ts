import { catalogue, type NodeOf } from '@throughline/contracts';
import type { Identifier, NewEvent, Party } from '@throughline/kernel';
import type { ExpectedRevision } from './event-store';

/** What a stream says about the next event to come: its revision, its lane for ever, its parties so far. */
export interface StreamHead {
  readonly revision: ExpectedRevision;
  readonly subject: string | null;
  readonly parties: readonly Party[];
}

export const NO_STREAM: StreamHead = { revision: 'no-stream', subject: null, parties: [] };

/** A fact with its origin, before it has stream, lane, parties and version. */
export type Draft = Omit<NewEvent, 'schemaVersion' | 'subject' | 'parties'>;

export interface Addressed {
  readonly stream: string;
  readonly events: readonly NewEvent[];
  readonly head: StreamHead;
}

/**
 * Gives facts of one stream their place (design 3): the stream is a function of the content, the lane that of the stream's
 * first event, the parties those the event names itself, and in the roles it does not name those of the event before it. So a view knows whom an event
 * concerns without seeing the stream. A foreign type stands alone in `message-<id>` and concerns its sender's subject.
 */
export function addressEvents(head: StreamHead, drafts: readonly Draft[], node: NodeOf): Addressed {
  let stream = '';
  let { subject, parties } = head;
  const events = drafts.map((draft): NewEvent => {
    stream = streamOf(draft, node);
    const named = namedParties(draft, node);
    const settled: readonly Party['role'][] = ['former', ...named.map(({ role }) => role), ...(catalogue.type(draft.type)?.settles ?? [])];
    parties = [...named, ...parties.filter(({ role }) => !settled.includes(role))];
    subject ??= laneOf(draft, stream, parties, node);
    return { ...draft, schemaVersion: catalogue.currentVersion(draft.type), subject, parties };
  });
  const last = head.revision === 'no-stream' ? events.length - 1 : head.revision + events.length;
  return { stream, events, head: { revision: last, subject, parties } };
}

export function streamOf(draft: Pick<Draft, 'id' | 'type' | 'data'>, node: NodeOf): string {
  const type = catalogue.type(draft.type);
  return type === undefined ? `message-${draft.id}` : type.stream(draft.data as never, node);
}

/** The key that seals what concerns the lane: the node's, or the stream's own where the lane is the stream itself. */
export function laneOwner(subject: string, stream: string): string {
  return subject === stream ? `stream:${stream}` : subject;
}

/** In clear, as the event itself names them, in order. */
export function identifiersIn(event: Pick<Draft, 'type' | 'data' | 'sender'>): readonly { readonly identifier: Identifier; readonly role: Party['role'] }[] {
  const type = catalogue.type(event.type);
  if (type !== undefined) return type.parties(event.data as never);
  const subject = event.sender?.subject;
  return isIdentifier(subject) ? [{ identifier: subject, role: subject.type === 'company' ? 'company' : 'customer' }] : [];
}

function namedParties(draft: Draft, node: NodeOf): readonly Party[] {
  const seen = new Set<string>();
  const parties: Party[] = [];
  for (const { identifier, role } of identifiersIn(draft)) {
    const id = node(identifier);
    if (!seen.has(id)) parties.push({ node: id, role });
    seen.add(id);
  }
  return parties;
}

function laneOf(draft: Draft, stream: string, parties: readonly Party[], node: NodeOf): string {
  const type = catalogue.type(draft.type);
  return type?.subject?.(draft.data as never, node) ?? parties[0]?.node ?? stream;
}

/** Both members in clear: what an erased key left is none. */
export function isIdentifier(value: unknown): value is Identifier {
  if (typeof value !== 'object' || value === null) return false;
  const { type, value: text } = value as { type?: unknown; value?: unknown };
  return typeof type === 'string' && typeof text === 'string';
}
