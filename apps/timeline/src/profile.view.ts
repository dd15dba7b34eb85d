import { PROFILE_FIELDS, type ProfileEvent, type ProfileField, type ProfileKind } from '@throughline/contracts';
import { effectiveTime, type DocumentView, type Json, type NodeId, type StoredEvent } from '@throughline/kernel';
import { contentOf, type WantedProfile } from './profile.rules';
import { later, type Said } from './summary.view';

/** What was said of one field: when, where and by whom. `null` = it was taken away. */
export type SaidField = Said<Json> & { readonly by: string; readonly node: string };
export type SaidFields = { readonly [Field in ProfileField]?: SaidField };

/** What was said by hand about one node of a customer. */
export type ProfileDocument = {
  readonly node: string;
  /** `none` = there is nothing (any more). */
  readonly status: 'none' | 'there';
  readonly kind: ProfileKind | null;
  readonly fields: { readonly [field: string]: SaidField };
  readonly revision: number;
};

export const profileView: DocumentView<ProfileDocument> = {
  kind: 'document',
  name: 'profiles',
  version: 1,
  indexes: [],
  keys: (event) => (isProfile(event) ? [nodeOf(event.stream)] : []),
  streamsOf: (node) => [profileStream(node)],
  initial: (node) => ({ node, status: 'none', kind: null, fields: {}, revision: -1 }),
  evolve: (before, stored) => {
    const event = stored as StoredEvent & ProfileEvent;
    const kind = before.kind ?? (event.type === 'customer.profile-created' ? event.data.kind : null);
    return { ...before, status: 'there', kind, fields: combinedFields(before.fields, fieldsIn(event, before.node)), revision: event.revision };
  },
};

const CATEGORY = 'profile-';

export function profileStream(node: NodeId): string {
  return `${CATEGORY}${node}`;
}

function isProfile({ type }: StoredEvent): boolean {
  return type === 'customer.profile-created' || type === 'customer.profile-changed';
}

function nodeOf(stream: string): string {
  return stream.slice(CATEGORY.length);
}

function fieldsIn(event: StoredEvent & ProfileEvent, node: string): SaidFields {
  const about = { time: effectiveTime(event), position: String(event.position), by: event.actor, node };
  return Object.fromEntries(Object.entries(saidIn(event)).map(([field, value]) => [field, { value, ...about }]));
}

function saidIn(event: ProfileEvent): WantedProfile {
  switch (event.type) {
    case 'customer.profile-created':
      return contentOf(event.data);
    case 'customer.profile-changed':
      return Object.fromEntries(event.data.changes.map(({ field, to }) => [field, contentOf({ [field]: to })[field] ?? null]));
  }
}

/** Per field the later one wins, as everywhere: in any order and grouping, so that merged customers are exact. */
export function combinedFields(a: SaidFields, b: SaidFields): { readonly [field: string]: SaidField } {
  return Object.fromEntries(
    PROFILE_FIELDS.flatMap((field) => {
      const one = later(a[field] ?? null, b[field] ?? null);
      return one === null ? [] : [[field, one]];
    }),
  );
}
