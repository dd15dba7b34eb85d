import type { Clues } from './clues';
import { isPersonalName, plainName } from './personal-names';
import { ERASED, pointer, sealValue } from './seal';

/** What is sealed in events of types that no catalogue describes. Kept per source. */
export interface ForeignRules {
  readonly extra: ReadonlySet<string>;
}

/** `extraNames` are added to `PERSONAL_NAMES`, in any spelling. */
export function foreignRules(extraNames: readonly string[] = []): ForeignRules {
  return { extra: new Set(extraNames.map(plainName)) };
}

export interface ForeignContext {
  /** Whose key seals all of it: the subject's node, or `stream:…`. */
  readonly owner: string;
  /** Of the identifiers the event names, in clear: wherever they turn up again in the data, they are sealed. */
  readonly clues: Clues;
}

/** `[owner]`, or nothing where there is nothing to seal: then no key is made. */
export function foreignOwners(data: unknown, rules: ForeignRules, context: ForeignContext): readonly string[] {
  let found = false;
  new Walk(rules, context.clues, (value) => {
    found = true;
    return value;
  }).root(data);
  return found ? [context.owner] : [];
}

/**
 * A copy of the data with everything personal sealed, as far as it can be told without a schema:
 *   - members whose name is on the list, at any depth, with all they hold (but `null`)
 *   - strings and numbers that contain one of the event's own identifiers, or look like an e-mail address
 *   - objects with such a string among their *names*, whole
 *   - data that is a mere text, whole
 * `key` is `null` where the owner was erased before: those fields are stored as `ERASED`.
 */
export function sealForeignFields<Data>(data: Data, rules: ForeignRules, context: ForeignContext & { readonly eventId: string; readonly key: Buffer | null }): Data {
  const { owner, key, eventId } = context;
  const seal = (value: unknown, path: string): unknown => (key === null ? ERASED : sealValue(value, owner, key, { eventId, path }));
  return new Walk(rules, context.clues, seal).root(data) as Data;
}

type Members = Record<string, unknown>;

class Walk {
  constructor(
    private readonly rules: ForeignRules,
    private readonly clues: Clues,
    private readonly seal: (value: unknown, path: string) => unknown,
  ) {}

  root(data: unknown): unknown {
    return typeof data === 'string' ? this.seal(data, '') : this.#value(data, null, '');
  }

  /** `inside` is the name of the member that holds the value; a list passes on its own. */
  #value(value: unknown, inside: string | null, path: string): unknown {
    if (typeof value === 'string') return this.clues.inText(value) ? this.seal(value, path) : value;
    if (typeof value === 'number') return this.clues.inNumber(value) ? this.seal(value, path) : value;
    if (typeof value !== 'object' || value === null) return value;
    if (Array.isArray(value)) return this.#list(value, inside, path);
    if (Object.keys(value).some((name) => this.clues.inText(name))) return this.seal(value, path);
    return this.#members(value as Members, inside, path);
  }

  #list(list: readonly unknown[], inside: string | null, path: string): readonly unknown[] {
    const changed = list.map((item, index) => this.#value(item, inside, pointer(path, index)));
    return changed.some((item, index) => item !== list[index]) ? changed : list;
  }

  #members(object: Members, inside: string | null, path: string): Members {
    let copy: Members | null = null;
    for (const name of Object.keys(object)) {
      const member = object[name];
      if (member === null || member === undefined) continue;
      const at = pointer(path, name);
      const sealed = isPersonalName(name, inside, this.rules.extra) ? this.seal(member, at) : this.#value(member, name, at);
      // Spreading first makes even a member called `__proto__` an ordinary one.
      if (sealed !== member) (copy ??= { ...object })[name] = sealed;
    }
    return copy ?? object;
  }
}
