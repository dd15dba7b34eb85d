import { type ConsentEvent, consentsAfter, type ConsentStanding, inClear, NO_CONSENTS, textOf } from '@throughline/contracts';
import { effectiveTime, type DocumentView, type Identifier, type StoredEvent } from '@throughline/kernel';

/** One thing that was said, with its proof. `null` = not said, or its key was destroyed. */
export type ConsentEntry = {
  readonly eventId: string;
  readonly type: ConsentEvent['type'];
  /** Effective time, milliseconds since 1970. */
  readonly at: number;
  readonly recordedAt: string;
  readonly actor: string;
  readonly purpose: string;
  readonly channel: string | null;
  readonly method: string | null;
  readonly wordingId: string | null;
  readonly wording: string | null;
  readonly source: string | null;
  readonly evidence: { readonly at: string | null; readonly ip: string | null; readonly userAgent: string | null; readonly reference: string | null; readonly note: string | null } | null;
};

/** All that was said at one address. */
export type ConsentDocument = {
  /** The address's node. */
  readonly node: string;
  readonly status: 'none' | 'known';
  readonly address: Identifier | null;
  /** Whose address it is, where that is known by something else. */
  readonly customer: Identifier | null;
  readonly customerNode: string | null;
  readonly nodes: readonly string[];
  readonly standing: ConsentStanding;
  /** As it was recorded. */
  readonly history: readonly ConsentEntry[];
  readonly revision: number;
};

const NOTHING: Omit<ConsentDocument, 'node'> = { status: 'none', address: null, customer: null, customerNode: null, nodes: [], standing: NO_CONSENTS, history: [], revision: -1 };

const CATEGORY = 'consent-';

export const consentView: DocumentView<ConsentDocument> = {
  kind: 'document',
  name: 'consents',
  version: 1,
  indexes: ['node', 'customerNode'],
  keys: ({ type, stream }) => (type.startsWith('marketing.consent-') ? [stream.slice(CATEGORY.length)] : []),
  streamsOf: (node) => [`${CATEGORY}${node}`],
  initial: (node) => ({ node, ...NOTHING }),
  evolve: (before, stored) => {
    const event = stored as StoredEvent & ConsentEvent;
    const said = { time: effectiveTime(event), position: String(event.position) };
    const owner = event.parties.find(({ node, role }) => role === 'customer' && node !== before.node)?.node ?? null;
    const nodes = [...new Set([...before.nodes, ...event.parties.map(({ node }) => node)])];
    return {
      ...before,
      status: 'known',
      address: inClear(event.data.address) ?? before.address,
      customer: inClear(event.data.customer) ?? before.customer,
      customerNode: owner ?? before.customerNode,
      nodes,
      standing: consentsAfter(before.standing, event, said),
      history: [...before.history, entryOf(event)],
      revision: event.revision,
    };
  },
};

function entryOf(event: StoredEvent & ConsentEvent): ConsentEntry {
  const { id, type, data, recordedAt, actor } = event;
  const wording = 'wording' in data ? data.wording : undefined;
  const evidence = 'evidence' in data ? data.evidence : undefined;
  return {
    eventId: id,
    type,
    at: effectiveTime(event),
    recordedAt,
    actor,
    purpose: data.purpose,
    channel: data.channel ?? null,
    method: 'method' in data ? data.method : null,
    wordingId: wording?.wordingId ?? null,
    wording: textOf(wording?.text),
    source: textOf(data.source),
    evidence: evidence === undefined ? null : { at: evidence.at ?? null, ip: textOf(evidence.ip), userAgent: textOf(evidence.userAgent), reference: evidence.reference ?? null, note: textOf(evidence.note) },
  };
}
