import { Injectable } from '@nestjs/common';
import type { ProfileKind } from '@throughline/contracts';
import { Journal } from '@throughline/event-store';
import { linkView, resolveNodes } from '@throughline/identity';
import type { Identifier, NodeId } from '@throughline/kernel';
import { ProjectionEngine } from '@throughline/projections';
import { Customers } from './customers.queries';
import { likenessOf, namesLikeness, type Compared, type Likeness } from './duplicates-score';
import { evidenceOf, likesOf, type Evidence, type Traits } from './duplicates.rules';
import { likenessView, type LikenessDocument } from './duplicates.view';
import { Profiles, type ProfileOfCustomer } from './profile.queries';
import { later, type Summary } from './summary.view';

/** Somebody who is to be created, or is just being typed in. */
export interface Wanted {
  readonly kind: ProfileKind | null;
  readonly traits: Traits;
  readonly identifiers: readonly Identifier[];
}

/** A customer who may be the same. */
export interface Candidate extends Likeness {
  readonly identifier: Identifier;
  readonly name: string | null;
  readonly kind: ProfileKind | null;
}

/** Looked at under one key: beyond it there are too many of that name for a warning to say much. */
const MOST_PER_LIKE = 200;
/** Nodes whose customers are compared whole. */
const MOST_COMPARED = 60;
const MOST_CANDIDATES = 10;
/** Of 100: less alike as somebody was called once, he is not even looked at as he is called now. */
const WORTH_COMPARING = 80;
/** Above every likeness of names. */
const CERTAIN = 101;

/**
 * Who is likely the same as somebody who is to be created. Reads by index only: the keys he has in common with others (`likesOf`), and
 * then, of a few, what they are called and what is known about them now.
 */
@Injectable()
export class Duplicates {
  constructor(
    private readonly journal: Journal,
    private readonly projections: ProjectionEngine,
    private readonly customers: Customers,
    private readonly profiles: Profiles,
  ) {}

  /** The likeliest first. */
  async of(wanted: Wanted): Promise<readonly Candidate[]> {
    const hits = await this.hits(wanted);
    const links = await this.projections.shelf(linkView.name);
    const customers = new Map<NodeId, { readonly nodes: readonly NodeId[]; readonly evidence: readonly Evidence[] }>();
    for (const [node, evidence] of hits) {
      const nodes = await resolveNodes(links, node);
      const key = nodes[0] ?? node;
      customers.set(key, { nodes, evidence: [...(customers.get(key)?.evidence ?? []), ...evidence] });
    }
    const candidates = await Promise.all([...customers.values()].map(({ nodes, evidence }) => this.candidate(wanted, nodes, evidence)));
    return candidates
      .filter((one) => one !== null)
      .toSorted((a, b) => b.score - a.score || (a.identifier.value < b.identifier.value ? -1 : 1))
      .slice(0, MOST_CANDIDATES);
  }

  /** Nodes with what they have in common with him, those first whose likeness is no matter of a name. */
  private async hits({ traits, identifiers }: Wanted): Promise<readonly (readonly [NodeId, readonly Evidence[]])[]> {
    const shelf = await this.projections.shelf(likenessView.name);
    const pages = await Promise.all(likesOf(traits).map((like) => shelf.find({ where: { like }, limit: MOST_PER_LIKE })));
    const found = new Map<NodeId, Hit>(identifiers.map((identifier) => [this.journal.node(identifier), { evidence: [kindOf(identifier)], rank: CERTAIN }]));
    for (const { body } of pages.flat()) {
      const { node, like, name } = body as unknown as LikenessDocument;
      const kind = evidenceOf(like);
      const rank = kind === 'name' ? namesLikeness(traits.names, name === null ? [] : [name]) : CERTAIN;
      const before = found.get(node);
      if (rank >= WORTH_COMPARING) found.set(node, { evidence: [...(before?.evidence ?? []), kind], rank: Math.max(rank, before?.rank ?? 0) });
    }
    const likeliest = [...found].toSorted(([, a], [, b]) => b.rank - a.rank).slice(0, MOST_COMPARED);
    return likeliest.map(([node, { evidence }]) => [node, evidence]);
  }

  private async candidate({ kind, traits }: Wanted, nodes: readonly NodeId[], evidence: readonly Evidence[]): Promise<Candidate | null> {
    const [summary, profile] = await Promise.all([this.customers.summary(nodes, {}), this.profiles.ofNodes(nodes)]);
    const identifiers = nodes.flatMap((node) => summary.identifiers[node] ?? []);
    const [identifier] = identifiers;
    if (identifier === undefined) return null;
    const names = Object.values(summary.names);
    const known = knownOf(profile, identifiers, names.map(({ value }) => value));
    const told = evidence.filter((one) => one === 'identifier' || (one === 'email' && profile.content.emails === undefined) || (one === 'phone' && profile.content.phones === undefined));
    const likeness = likenessOf({ kind, traits }, known, told);
    const name = names.reduce<Summary['names'][string] | null>(later, null);
    return likeness === null ? null : { identifier, name: name?.value ?? null, kind: known.kind, ...likeness };
  }
}

interface Hit {
  readonly evidence: readonly Evidence[];
  readonly rank: number;
}

/** An e-mail address or a telephone may be shared; any other identifier is his alone. */
function kindOf({ type }: Identifier): Evidence {
  return type === 'email' || type === 'phone' ? type : 'identifier';
}

/** What is known of a customer by now, by hand or by what he is called in events. */
function knownOf({ kind, content }: ProfileOfCustomer, identifiers: readonly Identifier[], names: readonly string[]): Compared {
  const valuesOf = (type: string): readonly string[] => identifiers.filter((one) => one.type === type).map(({ value }) => value);
  return {
    kind: kind ?? (valuesOf('company').length > 0 ? 'company' : null),
    traits: {
      names: [...names, ...valuesOf('company')],
      emails: [...valuesOf('email'), ...(content.emails ?? []).map(({ address }) => address)],
      phones: [...valuesOf('phone'), ...(content.phones ?? []).map(({ number }) => number)],
      addresses: content.addresses ?? [],
    },
  };
}
