import type { SeenEvent } from '@throughline/contracts';
import type { DocumentView, NodeId, StoredEvent } from '@throughline/kernel';

/** Up to where one colleague has seen one node of a customer: a position in digits, `null` = never. */
export type SeenDocument = { readonly position: string | null };

const CATEGORY = 'seen-';

/** One document a colleague and node; as the stream is called. */
export const seenView: DocumentView<SeenDocument> = {
  kind: 'document',
  name: 'seen',
  version: 1,
  indexes: [],
  keys: ({ type, stream }) => (type === 'staff.customer-seen' ? [stream.slice(CATEGORY.length)] : []),
  streamsOf: (key) => [`${CATEGORY}${key}`],
  initial: () => ({ position: null }),
  evolve: (before, stored) => {
    const { position } = (stored as StoredEvent & SeenEvent).data;
    return before.position !== null && BigInt(before.position) >= BigInt(position) ? before : { position };
  },
};

export function seenKey(staffId: string, node: NodeId): string {
  return `${staffId.toLowerCase()}-${node}`;
}
