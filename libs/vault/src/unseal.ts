import { isSealed, pointer, unsealValue, type Sealed } from './seal';

/** Whose keys reading this data needs, each once: for `Vault.knownKeys`. Finds sealed values anywhere, whatever the type. */
export function sealedOwners(data: unknown): readonly string[] {
  const owners = new Set<string>();
  replaceSealed(data, [], (sealed) => {
    owners.add(sealed.$sealed.k);
    return sealed;
  });
  return [...owners];
}

/**
 * A copy of the data in clear; `keyOf` answers `null` or `undefined` for a key that is destroyed or was never there, and the
 * field reads as `ERASED`. Needs no schema: where a value stands is its path. Throws `VaultError` `SEAL_DAMAGED`.
 */
export function unsealFields<Data>(data: Data, eventId: string, keyOf: (owner: string) => Buffer | null | undefined): Data {
  return replaceSealed(data, [], (sealed, path) => unsealValue(sealed, keyOf(sealed.$sealed.k) ?? null, { eventId, path: path.reduce<string>(pointer, '') })) as Data;
}

type Steps = (string | number)[];

/** `path` is one growing and shrinking list, so that walking costs nothing where nothing is sealed. */
function replaceSealed(value: unknown, path: Steps, replace: (sealed: Sealed, path: Steps) => unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (isSealed(value)) return replace(value, path);
  let copy: Record<string | number, unknown> | null = null;
  const follow = (name: string | number, member: unknown): void => {
    if (typeof member !== 'object' || member === null) return;
    path.push(name);
    const opened = replaceSealed(member, path, replace);
    path.pop();
    if (opened !== member) (copy ??= (Array.isArray(value) ? [...value] : { ...value }) as Record<string | number, unknown>)[name] = opened;
  };
  if (Array.isArray(value)) value.forEach((item, index) => follow(index, item));
  else for (const name of Object.keys(value)) follow(name, (value as Record<string, unknown>)[name]);
  return copy ?? value;
}
