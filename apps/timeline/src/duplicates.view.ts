import type { ProfileChange, ProfileContent } from '@throughline/contracts';
import type { DocumentView, StoredEvent } from '@throughline/kernel';
import { likesOf, type Like, type Traits } from './duplicates.rules';
import { contentOf, withChanges } from './profile.rules';
import { said, spokenOf } from './summary.view';

/** Somebody who has this in common with whoever else has it. What he was called or had before stays: it is looked up whether it still holds. */
export type LikenessDocument = {
  readonly like: Like;
  readonly node: string;
  /** As he was called last, in this lane, by what had it. */
  readonly name: string | null;
};

/** What everybody may have in common with others: one document for each such thing of each node, so that one look at an index finds them. */
export const likenessView: DocumentView<LikenessDocument> = {
  kind: 'document',
  name: 'likenesses',
  version: 1,
  indexes: ['like'],
  keys: (event) => [...traitsIn(event)].flatMap(([node, traits]) => likesOf(traits).map((like) => JSON.stringify([like, node, event.subject]))),
  initial: (key) => {
    const [like, node] = JSON.parse(key) as readonly [Like, string];
    return { like, node, name: null };
  },
  evolve: (before, event) => ({ ...before, name: traitsIn(event).get(before.node)?.names.at(-1) ?? before.name }),
};

/** By node, what an event says of whom it concerns. */
function traitsIn(event: StoredEvent): ReadonlyMap<string, Traits> {
  const traits = new Map<string, Traits>(calledByIdentifier(event).map(({ node, name }) => [node, { ...NOTHING, names: [name] }]));
  const { node, type, data } = spokenOf(event);
  if (node === null) return traits;
  const name = said(event).names[node]?.value;
  return traits.set(node, { ...contactsIn(type, data), names: [...(traits.get(node)?.names ?? []), ...(name === undefined ? [] : [name])] });
}

const NOTHING: Traits = { names: [], emails: [], phones: [], addresses: [] };
const UUID = /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/i;

/** A company's identifier is what it is called, unless somebody chose it who calls nobody anything. */
function calledByIdentifier({ parties }: StoredEvent): readonly { readonly node: string; readonly name: string }[] {
  return parties.flatMap(({ node, identifier }) => (identifier?.type === 'company' && !UUID.test(identifier.value) ? [{ node, name: identifier.value }] : []));
}

function contactsIn(type: string, data: Readonly<Record<string, unknown>>): Omit<Traits, 'names'> {
  if (type === 'customer.profile-created') return contactsOf(contentOf(data));
  if (type === 'customer.profile-changed') return contactsOf(withChanges({}, data['changes'] as readonly ProfileChange[]));
  const { email, phone } = (data['traits'] ?? data) as { readonly email?: unknown; readonly phone?: unknown };
  return { emails: textsAmong(email), phones: textsAmong(phone), addresses: [] };
}

function contactsOf({ emails = [], phones = [], addresses = [] }: ProfileContent): Omit<Traits, 'names'> {
  return { emails: emails.map(({ address }) => address), phones: phones.map(({ number }) => number), addresses };
}

function textsAmong(...values: readonly unknown[]): readonly string[] {
  return values.filter((value): value is string => typeof value === 'string');
}
