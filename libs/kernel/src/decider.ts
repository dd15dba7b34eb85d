import type { Actor, Fact } from './event';

/** What somebody wants. Time and actor arrive in the message, so that deciding needs neither clock nor session. */
export interface Command<Type extends string = string, Data = unknown> {
  readonly type: Type;
  readonly data: Data;
  readonly by: Actor;
  /** ISO 8601 in UTC with milliseconds. */
  readonly at: string;
}

/** A broken rule: a stable code for programs, a sentence for people; where one field is to blame, its JSON pointer. Returned, never thrown. */
export interface Rejection {
  readonly rejected: true;
  readonly code: string;
  readonly detail: string;
  readonly path?: string;
}

export function reject(code: string, detail: string, path?: string): Rejection {
  return { rejected: true, code, detail, ...(path === undefined ? {} : { path }) };
}

export function isRejection(value: unknown): value is Rejection {
  return typeof value === 'object' && value !== null && (value as { rejected?: unknown }).rejected === true;
}

/**
 * The rules of one kind of stream, pure.
 *   decide   no events = the wish is already fulfilled; a `Rejection` = a rule is broken
 *   evolve   total: takes any order of facts (real logs are not always legal) and never throws. Facts come as corrected: what was
 *            withdrawn is not among them, nor are the corrections themselves
 *   past     `as-recorded` = facts come as they were written, corrections among them: for whoever decides about corrections
 */
export interface Decider<State, C extends Command, E extends Fact> {
  /** The first part of the stream's name: `opportunity` for `opportunity-42`. */
  readonly category: string;
  readonly past?: 'as-recorded';
  readonly initial: State;
  readonly evolve: (state: State, event: E) => State;
  readonly decide: (state: State, command: C) => readonly E[] | Rejection;
}
