import type { OwnerEvent } from '@throughline/contracts';
import { effectiveTime, type DocumentView, type StoredEvent } from '@throughline/kernel';
import { text } from './values.rules';

/** Who looks after one node of a customer, each since when (effective time, milliseconds since 1970). */
export type OwnedDocument = {
  readonly node: string | null;
  /** In clear; null once its key is destroyed: then there is nobody left to be looked after. */
  readonly customer: { readonly type: string; readonly value: string } | null;
  readonly owner: string | null;
  readonly ownerSince: number | null;
  readonly revision: number;
};

type Step<E> = (data: E, at: number, before: OwnedDocument) => Partial<OwnedDocument>;
const STEPS: { readonly [Type in OwnerEvent['type']]: Step<Extract<OwnerEvent, { type: Type }>['data']> } = {
  'customer.owner-assigned': ({ owner }, ownerSince, before) => (owner === before.owner ? {} : { owner, ownerSince }),
  'customer.owner-released': () => ({ owner: null, ownerSince: null }),
};

const NOBODY: OwnedDocument = { node: null, customer: null, owner: null, ownerSince: null, revision: -1 };

/** One document for each owner stream, so for each node of a customer that ever had an owner. */
export const ownedView: DocumentView<OwnedDocument> = {
  kind: 'document',
  name: 'owned',
  version: 1,
  indexes: ['owner', 'customer.type'],
  keys: (event) => (event.type in STEPS ? [event.stream] : []),
  streamsOf: (stream) => [stream],
  initial: () => NOBODY,
  evolve: (before, stored) => {
    const event = stored as StoredEvent & OwnerEvent;
    const step = STEPS[event.type] as Step<unknown>;
    return { ...before, ...concerned(event), ...step(event.data, effectiveTime(event), before), revision: event.revision };
  },
};

function concerned({ data: { customer }, parties }: StoredEvent & OwnerEvent): Partial<OwnedDocument> {
  const value = text(customer.value);
  return { node: parties[0]?.node ?? null, customer: value === null ? null : { type: customer.type, value } };
}
