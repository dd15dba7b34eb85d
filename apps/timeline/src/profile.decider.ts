import type { ProfileContent, ProfileEvent, ProfileKind } from '@throughline/contracts';
import { canonicalJson, reject, type Command, type Decider, type Identifier, type Rejection } from '@throughline/kernel';
import { calledBy, changesTo, contentOf, isPartOfName, misplacedIn, withChanges, type WantedProfile } from './profile.rules';

/** What is said by hand about one node of a customer. `kind` is not known where it never was created here, only changed. */
export type ProfileState = { readonly status: 'none' } | { readonly status: 'there'; readonly kind: ProfileKind | null; readonly created: ProfileContent | null; readonly content: ProfileContent };

export function evolve(state: ProfileState, event: ProfileEvent): ProfileState {
  const before = state.status === 'none' ? { status: 'there' as const, kind: null, created: null, content: {} } : state;
  switch (event.type) {
    case 'customer.profile-created': {
      const created = contentOf(event.data);
      return { ...before, kind: before.kind ?? event.data.kind, created: before.created ?? created, content: { ...before.content, ...created } };
    }
    case 'customer.profile-changed':
      return { ...before, content: withChanges(before.content, event.data.changes) };
  }
}

type Of<More> = { readonly customer: Identifier } & More;

export type ProfileCommand =
  | Command<'create-profile', Of<{ readonly kind: ProfileKind } & ProfileContent>>
  /**
   * `elsewhere`: what was said later than here, at another node that is the same customer. Whoever looks at him sees that, so it is what
   * he changes, or leaves as it is.
   */
  | Command<'change-profile', Of<{ readonly wanted: WantedProfile; readonly elsewhere?: WantedProfile }>>;

export function decide(state: ProfileState, command: ProfileCommand): readonly ProfileEvent[] | Rejection {
  switch (command.type) {
    case 'create-profile':
      return create(state, command.data);
    case 'change-profile':
      return change(state, command.data);
  }
}

export const profile: Decider<ProfileState, ProfileCommand, ProfileEvent> = { category: 'profile', initial: { status: 'none' }, evolve, decide };

function create(state: ProfileState, { customer, kind, ...said }: Extract<ProfileCommand, { type: 'create-profile' }>['data']): readonly ProfileEvent[] | Rejection {
  const content = contentOf(said);
  if (state.status === 'there') {
    const isSame = state.kind === kind && state.created !== null && canonicalJson(state.created) === canonicalJson(content);
    return isSame ? [] : reject('PROFILE_EXISTS', 'this customer was created before; change what is known about him');
  }
  const misplaced = misplacedIn(kind, content);
  if (misplaced !== undefined) return notOfKind(misplaced, kind);
  if (calledBy(content) === null) return reject('DATA_INVALID', kind === 'person' ? '/profile/lastName or /profile/firstName must say how the person is called' : '/profile/name must say how the company is called', kind === 'person' ? '/profile/lastName' : '/profile/name');
  return [{ type: 'customer.profile-created', data: { customer, kind, ...content } }];
}

function change(state: ProfileState, { customer, wanted, elsewhere = {} }: Extract<ProfileCommand, { type: 'change-profile' }>['data']): readonly ProfileEvent[] | Rejection {
  const before = contentOf({ ...(state.status === 'there' ? state.content : {}), ...elsewhere });
  const kind = (state.status === 'there' ? state.kind : null) ?? (customer.type === 'company' ? 'company' : null);
  const misplaced = kind === null ? undefined : misplacedIn(kind, wanted);
  if (misplaced !== undefined && kind !== null) return notOfKind(misplaced, kind);
  const changes = changesTo(before, wanted);
  if (changes.length === 0) return [];
  const called = calledBy(withChanges(before, changes));
  if (called === null && calledBy(before) !== null) return reject('PROFILE_WITHOUT_NAME', 'a customer keeps a name: give the new one instead of taking the old one away');
  return [{ type: 'customer.profile-changed', data: { customer, changes, ...(called !== null && changes.some(isPartOfName) ? { called } : {}) } }];
}

function notOfKind(field: string, kind: ProfileKind): Rejection {
  return reject('PROFILE_FIELD_OF_OTHER_KIND', kind === 'person' ? `${field} is what a company has; leave it out for a person` : `${field} is what a person has; leave it out for a company`);
}
