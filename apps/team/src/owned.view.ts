import type { OwnerEvent } from '@throughline/contracts';
import { effectiveTime, type DocumentView, type StoredEvent } from '@throughline/kernel';
import { text } from './values.rules';

/** Who, and since when (effective time, milliseconds since 1970). */
export type Held = { readonly who: string; readonly since: number };

/** Who looks after one node of a customer. */
export type OwnedDocument = {
  readonly node: string | null;
  /** In clear; null once its key is destroyed: then there is nobody left to be looked after. */
  readonly customer: { readonly type: string; readonly value: string } | null;
  readonly owner: Held | null;
  readonly secondOwner: Held | null;
  /** For a time: that it is over is an event like any other. */
  readonly deputy: (Held & { readonly until: string }) | null;
  readonly revision: number;
};

export type OwnerRole = 'owner' | 'secondOwner' | 'deputy';
export const OWNER_ROLES: readonly OwnerRole[] = ['owner', 'secondOwner', 'deputy'];

type Step<E> = (data: E, at: number, before: OwnedDocument) => Partial<OwnedDocument>;
const STEPS: { readonly [Type in OwnerEvent['type']]: Step<Extract<OwnerEvent, { type: Type }>['data']> } = {
  'customer.owner-assigned': ({ owner }, at, before) => ({ owner: held(before.owner, owner, at) }),
  'customer.owner-released': () => ({ owner: null }),
  'customer.second-owner-assigned': ({ secondOwner }, at, before) => ({ secondOwner: held(before.secondOwner, secondOwner, at) }),
  'customer.second-owner-released': () => ({ secondOwner: null }),
  'customer.deputy-appointed': ({ deputy, until }, at, before) => ({ deputy: { ...held(before.deputy, deputy, at), until } }),
  'customer.deputy-ended': ({ deputy }, _at, before) => (before.deputy?.who === deputy ? { deputy: null } : {}),
};

const NOBODY: OwnedDocument = { node: null, customer: null, owner: null, secondOwner: null, deputy: null, revision: -1 };

/** One document for each owner stream, so for each node of a customer that ever had an owner. */
export const ownedView: DocumentView<OwnedDocument> = {
  kind: 'document',
  name: 'owned',
  version: 1,
  indexes: ['owner.who', 'secondOwner.who', 'deputy.who', 'customer.type'],
  keys: (event) => (event.type in STEPS ? [event.stream] : []),
  streamsOf: (stream) => [stream],
  initial: () => NOBODY,
  evolve: (before, stored) => {
    const event = stored as StoredEvent & OwnerEvent;
    const step = STEPS[event.type] as Step<unknown>;
    return { ...before, ...concerned(event), ...step(event.data, effectiveTime(event), before), revision: event.revision };
  },
};

/** The same again is still since then. */
function held(before: Held | null, who: string, at: number): Held {
  return before?.who === who ? { who, since: before.since } : { who, since: at };
}

function concerned({ data: { customer }, parties }: StoredEvent & OwnerEvent): Partial<OwnedDocument> {
  const value = text(customer.value);
  return { node: parties[0]?.node ?? null, customer: value === null ? null : { type: customer.type, value } };
}
