import { mayContact, NO_CONSENTS, readChannel, statusOf, wordsOn, type ConsentStanding, type ConsentStatus, type ContactAnswer, type Reading } from '@throughline/contracts';
import type { Identifier, NodeId } from '@throughline/kernel';
import { everyDocument, type Shelf } from '@throughline/read-store';
import { unfit } from './consent.decider';
import type { ConsentDocument, ConsentEntry } from './consent.view';

/** How it stands with one purpose and channel at one address. */
export interface UseStanding {
  readonly purpose: string;
  readonly channel: string;
  readonly status: ConsentStatus;
  /** Effective time of what made it so, milliseconds since 1970. */
  readonly since: number | null;
  readonly method: string | null;
}

export interface AddressConsents {
  readonly node: NodeId;
  readonly address: Identifier | null;
  readonly customer: Identifier | null;
  readonly uses: readonly UseStanding[];
  /** Of the person, received at this address: no more of this purpose by any channel. */
  readonly objections: readonly { readonly purpose: string; readonly since: number }[];
  /** Everything that was said, with its proof, in the order in which it was said. */
  readonly history: readonly ConsentEntry[];
}

/** All addresses of a customer at which anything was ever said, in a stable order. */
export async function consentsOf(shelf: Shelf, nodes: readonly NodeId[]): Promise<readonly ConsentDocument[]> {
  const found = new Map<string, ConsentDocument>();
  for (const path of ['node', 'customerNode'])
    for await (const { key, body } of everyDocument(shelf, { [path]: { in: nodes } })) {
      const consents = body as unknown as ConsentDocument;
      if (consents.status === 'known') found.set(key, consents);
    }
  return [...found.values()].toSorted((a, b) => (a.node < b.node ? -1 : 1));
}

export function shownConsents({ node, address, customer, standing, history }: ConsentDocument): AddressConsents {
  return {
    node,
    address,
    customer,
    uses: usesIn(standing),
    objections: standing.objections.map(({ purpose, time }) => ({ purpose, since: time })),
    history: history.toSorted((a, b) => a.at - b.at),
  };
}

/** Every pair of purpose and channel that was ever named; a withdrawal of all channels stands under each of them. */
function usesIn(standing: ConsentStanding): readonly UseStanding[] {
  return standing.uses.flatMap(({ purpose, channel }) => {
    if (channel === null) return [];
    const words = wordsOn(standing, purpose, channel);
    const status = statusOf(words);
    const { consented, requested, withdrawn, objected, excepted } = words;
    const said = { none: null, confirmed: consented, requested, withdrawn, objected, 'existing-customer': excepted }[status];
    return [{ purpose, channel, status, since: said?.time ?? null, method: status === 'confirmed' ? (consented?.method ?? null) : null }];
  });
}

export interface ContactQuestion {
  readonly purpose: string;
  readonly channel: string;
  readonly address: Identifier;
  /** Of that address. */
  readonly node: NodeId;
}

/** `consents`: of all addresses of the customer. */
export function contactAnswer(consents: readonly ConsentDocument[], { node, address, ...wish }: ContactQuestion): ContactAnswer {
  const here = consents.find((one) => one.node === node)?.standing ?? NO_CONSENTS;
  const answer = mayContact(here, consents.map(({ standing }) => standing), wish);
  if (unfit({ ...wish, address }) === undefined) return answer;
  return { ...answer, clauses: answer.clauses.map((clause) => (clause.clause === 'basis' && !clause.holds ? { ...clause, why: noAddressFor(wish.channel) } : clause)) };
}

/** A user, say, is nobody one could write to: it is not for want of a consent. */
function noAddressFor(channel: string): Reading {
  const { en, de } = readChannel(channel) ?? { en: channel, de: channel };
  return { en: `Not an address for ${en}`, de: `Keine Adresse für ${de}` };
}
