import type { LinkEvent } from '@throughline/contracts';
import { canonicalJson, reject, type Command, type Decider, type Identifier, type Rejection } from '@throughline/kernel';

/**
 * One link between two nodes. In force = linked and never unlinked, so `unlinked` is final and may even come first;
 * linking the same two again is a new link with an id of its own.
 */
export type LinkState = { readonly status: 'none' } | { readonly status: 'linked'; readonly ends: Ends } | { readonly status: 'unlinked'; readonly ends: Ends };

interface Ends {
  readonly a: Identifier;
  readonly b: Identifier;
}

export function evolve(state: LinkState, event: LinkEvent): LinkState {
  const ends = state.status === 'none' ? { a: event.data.a, b: event.data.b } : state.ends;
  switch (event.type) {
    case 'identity.nodes-linked':
      return state.status === 'unlinked' ? state : { status: 'linked', ends };
    case 'identity.nodes-unlinked':
      return { status: 'unlinked', ends };
  }
}

type Of<More> = { readonly linkId: string; readonly a: Identifier; readonly b: Identifier } & More;

export type LinkCommand =
  | Command<'link-nodes', Of<{ readonly rule: string; readonly evidence?: string }>>
  | Command<'unlink-nodes', Of<{ readonly reason?: string }>>;

export function decide(state: LinkState, command: LinkCommand): readonly LinkEvent[] | Rejection {
  const { a, b } = command.data;
  if (canonicalJson(a) === canonicalJson(b)) return reject('LINK_TO_ITSELF', 'a link needs two different identifiers');
  if (state.status !== 'none' && !sameEnds(state.ends, { a, b })) return reject('LINK_OF_OTHERS', 'the link with this id joins two other identifiers');
  switch (command.type) {
    case 'link-nodes':
      if (state.status === 'unlinked') return reject('LINK_UNLINKED', 'this link was undone for ever; link the two anew under another id');
      return state.status === 'linked' ? [] : [{ type: 'identity.nodes-linked', data: command.data }];
    case 'unlink-nodes':
      return state.status === 'unlinked' ? [] : [{ type: 'identity.nodes-unlinked', data: command.data }];
  }
}

export const link: Decider<LinkState, LinkCommand, LinkEvent> = { category: 'link', initial: { status: 'none' }, evolve, decide };

/** A link has no direction. */
function sameEnds(one: Ends, other: Ends): boolean {
  const [a, b] = [canonicalJson(other.a), canonicalJson(other.b)];
  const [x, y] = [canonicalJson(one.a), canonicalJson(one.b)];
  return (x === a && y === b) || (x === b && y === a);
}
