import type { EntryView, StoredEvent } from '@throughline/kernel';

/** One end of a link or unlink event, kept under the node at this end. */
export type LinkEnd = {
  readonly linkId: string;
  readonly act: 'linked' | 'unlinked';
  readonly a: string;
  readonly b: string;
};

/**
 * Every link and unlink under both its nodes. Entries, not folded documents: a link stands in the lane of the smaller node,
 * and is asked for from both; and "in force" depends on the moment one asks about.
 */
export const linkView: EntryView<LinkEnd> = {
  kind: 'entry',
  name: 'links',
  version: 1,
  indexes: [],
  keys: (event) => (isLink(event) ? [...new Set(event.parties.map((party) => party.node))] : []),
  entry: (event) => {
    const [a = '', b = ''] = event.parties.map((party) => party.node).toSorted();
    return { linkId: (event.data as { linkId: string }).linkId, act: event.type === 'identity.nodes-linked' ? 'linked' : 'unlinked', a, b };
  },
};

function isLink(event: StoredEvent): boolean {
  return event.type === 'identity.nodes-linked' || event.type === 'identity.nodes-unlinked';
}
