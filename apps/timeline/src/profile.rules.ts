import { PROFILE_FIELDS, type ProfileChange, type ProfileContent, type ProfileField, type ProfileKind } from '@throughline/contracts';
import { canonicalJson } from '@throughline/kernel';

/** What somebody wants set; what is not named stays, `null` takes it away. */
export type WantedProfile = { readonly [Field in ProfileField]?: ProfileContent[Field] | null };

const OF_PERSONS: readonly ProfileField[] = ['salutation', 'title', 'firstName', 'lastName', 'birthday'];
const OF_COMPANIES: readonly ProfileField[] = ['name'];
const PARTS_OF_NAMES: readonly ProfileField[] = ['firstName', 'lastName', 'name'];

/** The fields alone, of whatever else carries them; without what its key was destroyed of, empty lists and what is taken away. */
export function contentOf(said: WantedProfile): ProfileContent {
  return Object.fromEntries(PROFILE_FIELDS.flatMap((field) => (isSaid(said[field]) ? [[field, said[field]]] : [])));
}

/** An erased field is neither text nor a list; an empty list says no more than none. */
function isSaid(value: unknown): boolean {
  return typeof value === 'string' || (Array.isArray(value) && value.length > 0);
}

/** Total: takes the changes of any log, also where they begin at something else than what is known. */
export function withChanges(content: ProfileContent, changes: readonly ProfileChange[]): ProfileContent {
  return contentOf({ ...content, ...Object.fromEntries(changes.map(({ field, to }) => [field, to])) });
}

/** Only what really changes, with old and new value. */
export function changesTo(content: ProfileContent, wanted: WantedProfile): readonly ProfileChange[] {
  return PROFILE_FIELDS.flatMap((field) => {
    if (wanted[field] === undefined) return [];
    const [from, to] = [content[field], isSaid(wanted[field]) ? wanted[field] : undefined];
    if (canonicalJson(from ?? null) === canonicalJson(to ?? null)) return [];
    return [{ field, ...(from === undefined ? {} : { from }), ...(to === undefined ? {} : { to }) } as ProfileChange];
  });
}

export function isPartOfName({ field }: ProfileChange): boolean {
  return PARTS_OF_NAMES.includes(field);
}

/** How somebody with this profile is called; `null` = that is not known. */
export function calledBy({ firstName, lastName, name }: ProfileContent): string | null {
  const parts = [firstName, lastName].filter((part) => part !== undefined);
  return parts.length > 0 ? parts.join(' ') : (name ?? null);
}

/** The first field that somebody of this kind has not. */
export function misplacedIn(kind: ProfileKind, said: WantedProfile): ProfileField | undefined {
  const others = kind === 'person' ? OF_COMPANIES : OF_PERSONS;
  return others.find((field) => isSaid(said[field]));
}
