import type { Fact } from '@throughline/kernel';

/** Anything somebody has to do: a ticket, a follow-up, an opportunity. Its key is its stream. */
export type WorkDocument = {
  /** `none` = there is nothing (it was withdrawn). `closed` = nothing more is to be done, as far as we know. */
  readonly status: 'none' | 'open' | 'waiting' | 'closed';
  readonly kind: WorkKind | null;
  readonly id: string;
  /** What people say on the phone, where it has a number. */
  readonly number: string | null;
  readonly title: string | null;
  readonly assignee: string | null;
  /** Since when it is his: effective time, milliseconds since 1970. */
  readonly assignedAt: number | null;
  readonly queue: string | null;
  readonly priority: string | null;
  /** The customer was told and waits for it. */
  readonly promised: boolean;
  /** A due time of its own: of a follow-up, of the next step, of another system's ticket. Milliseconds since 1970. */
  readonly deadline: number | null;
  /** Service levels that still run, each until when. */
  readonly running: readonly Due[];
  /** Goals that are over and still not met: they go on being due. */
  readonly missed: readonly Due[];
  /** Our last answer; a goal that it met late is not missed any more. Effective time, milliseconds since 1970. */
  readonly answeredAt: number | null;
  /** Every goal that was ever breached. */
  readonly breached: readonly string[];
  /** The earliest of all these; null = nothing is due. */
  readonly due: number | null;
  /** What lists sort by: what is due, earliest first; what is never due, oldest first; what is over. */
  readonly rank: number;
  readonly nodes: readonly string[];
  readonly openedAt: number | null;
  readonly revision: number;
};

export type WorkKind = 'ticket' | 'follow-up' | 'opportunity';
export const WORK_KINDS: readonly WorkKind[] = ['ticket', 'follow-up', 'opportunity'];
/** Of work that is still to be done; what waits for the customer is still somebody's. */
export const TO_DO = { status: { in: ['open', 'waiting'] } } as const;

/** Something with a name and a time, in milliseconds since 1970. */
export type Due = { readonly name: string; readonly due: number };

/** What an event changes in a piece of work. `at`: its effective time. Events that are not named change nothing. */
export type Steps<E extends Fact> = { readonly [Type in E['type']]?: (data: Extract<E, { type: Type }>['data'], work: WorkDocument, at: number) => Partial<WorkDocument> };

/** Beyond every due time that can be said: what is never due stands behind all that is, what is over behind everything. */
const NEVER = 1e15;
const OVER = 2e15;

export function ranked(work: WorkDocument): WorkDocument {
  if (work.status === 'none' || work.status === 'closed') return { ...work, due: null, rank: OVER };
  const times = [...work.running, ...work.missed].map(({ due }) => due);
  if (work.deadline !== null) times.push(work.deadline);
  const due = times.length === 0 ? null : Math.min(...times);
  return { ...work, due, rank: due ?? NEVER + (work.openedAt ?? 0) };
}

/** Whose it is from now on; the same again changes nothing. */
export function given(work: WorkDocument, assignee: string | null | undefined, at: number): Partial<WorkDocument> {
  return assignee === undefined || assignee === work.assignee ? {} : { assignee, assignedAt: assignee === null ? null : at };
}
