import { Injectable } from '@nestjs/common';
import { amended, PROFILE_FIELDS, type ProfileContent, type ProfileKind } from '@throughline/contracts';
import { Journal } from '@throughline/event-store';
import { linkView, resolveNodes } from '@throughline/identity';
import type { Identifier, NodeId } from '@throughline/kernel';
import { ProjectionEngine } from '@throughline/projections';
import { CustomerThings } from './customer-things';
import { calledBy, contentOf, type WantedProfile } from './profile.rules';
import { combinedFields, profileStream, profileView, type ProfileDocument, type SaidFields } from './profile.view';
import { later } from './summary.view';

/** What is known by hand about a customer, merged over his nodes. */
export interface ProfileOfCustomer {
  readonly kind: ProfileKind | null;
  readonly content: ProfileContent;
  readonly fields: SaidFields;
}

export interface PresentedProfile {
  readonly identifier: Identifier;
  readonly nodes: readonly NodeId[];
  readonly kind: ProfileKind | null;
  readonly called: string | null;
  readonly profile: ProfileContent;
  /** Of each field, also of one that was taken away: who said so when, and at which node. */
  readonly said: { readonly [field: string]: { readonly at: string; readonly by: string; readonly node: NodeId } };
  /** Of what stands at the identifier asked for, for `If-Match`; -1 = nothing yet. */
  readonly revision: number;
}

@Injectable()
export class Profiles {
  constructor(
    private readonly things: CustomerThings,
    private readonly projections: ProjectionEngine,
    private readonly journal: Journal,
  ) {}

  async of(text: string, minPosition?: string): Promise<PresentedProfile> {
    const { shelf, identifier, nodes } = await this.things.of(profileView.name, text, minPosition);
    const documents = await shelf.documents(nodes);
    const { kind, content, fields } = merged([...documents.values()].map(({ body }) => body as unknown as ProfileDocument));
    const said = Object.fromEntries(Object.entries(fields).map(([field, { time, by, node }]) => [field, { at: new Date(time).toISOString(), by, node }]));
    const own = documents.get(this.journal.node(identifier))?.body as ProfileDocument | undefined;
    return { identifier, nodes, kind, called: calledBy(content), profile: content, said, revision: own?.revision ?? -1 };
  }

  async ofNodes(nodes: readonly NodeId[]): Promise<ProfileOfCustomer> {
    const documents = await (await this.projections.shelf(profileView.name)).documents(nodes);
    return merged([...documents.values()].map(({ body }) => body as unknown as ProfileDocument));
  }

  /** What was said later at other nodes of this customer than at the one he is named by. */
  async elsewhere(customer: Identifier): Promise<WantedProfile> {
    const own = this.journal.node(customer);
    const others = (await resolveNodes(await this.projections.shelf(linkView.name), own)).filter((node) => node !== own);
    if (others.length === 0) return {};
    const [theirs, past] = await Promise.all([this.ofNodes(others), this.journal.load(profileStream(own))]);
    const here = amended(past.events).reduce((document, event) => profileView.evolve(document, event, own), profileView.initial(own)).fields as SaidFields;
    return Object.fromEntries(
      PROFILE_FIELDS.flatMap((field) => {
        const there = theirs.fields[field] ?? null;
        return there === null || later(here[field] ?? null, there) !== there ? [] : [[field, there.value]];
      }),
    );
  }
}

/** Somebody once created as a company is one, whoever else he is merged with. */
function merged(documents: readonly ProfileDocument[]): ProfileOfCustomer {
  const fields = documents.reduce<SaidFields>((all, one) => combinedFields(all, one.fields), {});
  const content = contentOf(Object.fromEntries(Object.entries(fields).map(([field, { value }]) => [field, value])));
  const kinds = documents.map(({ kind }) => kind);
  return { kind: kinds.includes('company') ? 'company' : (kinds.find((kind) => kind !== null) ?? null), content, fields };
}
