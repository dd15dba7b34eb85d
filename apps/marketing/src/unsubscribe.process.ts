import type { TouchEvent } from '@throughline/contracts';
import { effectiveTime, type Identifier, type Process, type StoredEvent, type Wish } from '@throughline/kernel';
import type { ConsentCommand } from './consent.decider';

/** What nobody named stands for all that is advertised. */
const ADVERTISING = 'advertising';
/** What can be written to or called, and so refused by itself. */
const ADDRESSES = new Set(['email', 'phone']);

interface Leaving {
  readonly timer: string;
  readonly due: string;
  readonly wish: Wish<ConsentCommand>;
}

/** `purpose`: of the last touch that named one. */
interface Touched {
  readonly purpose: string | null;
  readonly leaving: readonly Leaving[];
}

/**
 * Whoever unsubscribes from a campaign, or reports it as spam, takes back his consent: for the address it went to, in that address's
 * own stream, so that nothing is sent there again. Where no address is known, he objects as a person. At once: the time is the event's.
 */
export const unsubscribeProcess: Process<Touched, ConsentCommand> = {
  name: 'unsubscribe',
  instance: (event) => (leaves(event) ? event.stream : null),
  sources: (stream) => [stream],
  initial: { purpose: null, leaving: [] },
  evolve: (before, stored) => {
    const { data } = stored as StoredEvent & TouchEvent;
    const purpose = data.purpose ?? before.purpose;
    const wish = leaves(stored) ? refusal(stored as StoredEvent & TouchEvent, purpose ?? ADVERTISING) : null;
    if (wish === null) return { ...before, purpose };
    return { purpose, leaving: [...before.leaving, { timer: `refusal-${stored.revision}`, due: new Date(effectiveTime(stored)).toISOString(), wish }] };
  },
  timers: ({ leaving }) => leaving.map(({ timer, due }) => ({ name: timer, due })),
  fire: ({ leaving }, timer) => leaving.find((one) => one.timer === timer.name)?.wish ?? null,
};

function leaves({ type }: Pick<StoredEvent, 'type'>): boolean {
  return type === 'marketing.touch-unsubscribed' || type === 'marketing.touch-reported-as-spam';
}

/** `null` = the key of whoever it was is destroyed: there is nobody left to write to. */
function refusal({ id, data, parties }: StoredEvent & TouchEvent, purpose: string): Wish<ConsentCommand> | null {
  const address = data.address ?? data.customer;
  const node = parties.find(({ identifier }) => same(identifier, address))?.node;
  if (node === undefined) return null;
  // In no language: it is read in both. What he did stands in the touch, which is the proof.
  const source = data.campaign === undefined ? {} : { source: data.campaign };
  const concerned = { address, ...(data.address === undefined ? {} : { customer: data.customer }), purpose, ...source, evidence: { reference: id } };
  const channel = data.channel === undefined ? {} : { channel: data.channel };
  const isAddress = data.address !== undefined || ADDRESSES.has(address.type);
  return { stream: `consent-${node}`, command: { type: isAddress ? 'withdraw-consent' : 'object', data: { ...concerned, ...channel } } };
}

function same(a: Identifier | undefined, b: Identifier): boolean {
  return a !== undefined && typeof a.value === 'string' && a.type === b.type && a.value === b.value;
}
