import { interactionChannel, type InteractionEvent } from '@throughline/contracts';
import { effectiveTime, type DocumentView, type StoredEvent } from '@throughline/kernel';

/** One contact with a customer, as his list of contacts shows it. */
export type InteractionDocument = {
  readonly interactionId: string;
  /** `none`: there is nothing (any more). */
  readonly status: 'none' | 'recorded';
  readonly kind: string | null;
  readonly direction: string | null;
  readonly channel: string | null;
  readonly summary: string | null;
  /** When it began, else when it was recorded; milliseconds since 1970. Never later than it was recorded. */
  readonly at: number | null;
  readonly seconds: number | null;
  readonly waitingSeconds: number | null;
  /** Of an outgoing call. */
  readonly reached: boolean | null;
  readonly about: string | null;
  readonly actor: string | null;
  /** Nodes by role, so that a customer's contacts are found. */
  readonly customer: string | null;
  readonly company: string | null;
  readonly nodes: readonly string[];
  readonly revision: number;
};

const NOTHING: Omit<InteractionDocument, 'interactionId'> = {
  status: 'none', kind: null, direction: null, channel: null, summary: null, at: null, seconds: null, waitingSeconds: null, reached: null, about: null, actor: null, customer: null, company: null, nodes: [], revision: -1,
};

export const interactionView: DocumentView<InteractionDocument> = {
  kind: 'document',
  name: 'interactions',
  version: 1,
  indexes: ['customer', 'company', 'about', 'at'],
  keys: (event) => (event.type === 'service.interaction-recorded' ? [(event.data as { interactionId: string }).interactionId] : []),
  streamsOf: (interactionId) => [`interaction-${interactionId}`],
  initial: (interactionId) => ({ interactionId, ...NOTHING }),
  evolve: ({ interactionId }, stored) => {
    const event = stored as StoredEvent & InteractionEvent;
    const { kind, direction, seconds, waitingSeconds, reached, about, summary, startedAt } = event.data;
    const node = (role: string) => event.parties.find((party) => party.role === role)?.node ?? null;
    return {
      interactionId,
      status: 'recorded',
      kind,
      direction,
      channel: interactionChannel(event.data),
      summary: typeof summary === 'string' ? summary : null,
      at: startedAt === undefined ? effectiveTime(event) : Math.min(Date.parse(startedAt), Date.parse(event.recordedAt)),
      seconds: seconds ?? null,
      waitingSeconds: waitingSeconds ?? null,
      reached: reached ?? null,
      about: about ?? null,
      actor: event.actor,
      customer: node('customer'),
      company: node('company'),
      nodes: event.parties.map((party) => party.node),
      revision: event.revision,
    };
  },
};
