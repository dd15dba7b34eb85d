import type { SolutionEvent } from '@throughline/contracts';
import { effectiveTime, type DocumentView, type StoredEvent } from '@throughline/kernel';

/** One solution of the collection. Times are effective times, milliseconds since 1970. */
export type SolutionDocument = {
  readonly solutionId: string;
  /** `none`: there is nothing (any more). */
  readonly status: 'none' | 'current' | 'retired';
  readonly title: string | null;
  readonly symptom: string | null;
  readonly solution: string | null;
  readonly products: readonly string[];
  readonly categories: readonly string[];
  readonly language: string | null;
  readonly replacedBy: string | null;
  readonly writtenAt: number | null;
  readonly revisedAt: number | null;
  /** Title and symptom in small letters, for the search. */
  readonly searchable: string;
  readonly revision: number;
};

const NOTHING: Omit<SolutionDocument, 'solutionId'> = {
  status: 'none', title: null, symptom: null, solution: null, products: [], categories: [], language: null, replacedBy: null, writtenAt: null, revisedAt: null, searchable: '', revision: -1,
};

export const solutionView: DocumentView<SolutionDocument> = {
  kind: 'document',
  name: 'solutions',
  version: 1,
  indexes: ['status', 'writtenAt'],
  keys: (event) => (event.type.startsWith('service.solution-') ? [(event.data as { solutionId: string }).solutionId] : []),
  streamsOf: (solutionId) => [`solution-${solutionId}`],
  initial: (solutionId) => ({ solutionId, ...NOTHING }),
  evolve: (before, stored) => {
    const solution = happened(before, stored as StoredEvent & SolutionEvent);
    const searchable = [solution.title, solution.symptom].filter((words) => words !== null).join(' ').toLowerCase();
    return { ...solution, searchable, revision: stored.revision };
  },
};

function happened(before: SolutionDocument, event: StoredEvent & SolutionEvent): SolutionDocument {
  const at = effectiveTime(event);
  const solution = { ...before, status: before.status === 'none' ? ('current' as const) : before.status, writtenAt: before.writtenAt ?? at };
  switch (event.type) {
    case 'service.solution-written':
      return { ...solution, ...said(solution, event.data) };
    case 'service.solution-revised':
      return { ...solution, ...said(solution, event.data), revisedAt: at };
    case 'service.solution-retired':
      return { ...solution, status: 'retired', replacedBy: event.data.replacedBy ?? null };
  }
}

type Said = Extract<SolutionEvent, { type: 'service.solution-revised' }>['data'];

/** Texts may be gone with their key; they then read as if never given. */
function said(before: SolutionDocument, { title, symptom, solution, products, categories, language }: Said) {
  return {
    title: text(title, before.title),
    symptom: text(symptom, before.symptom),
    solution: text(solution, before.solution),
    products: products ?? before.products,
    categories: categories ?? before.categories,
    language: language ?? before.language,
  };
}

function text(words: unknown, before: string | null): string | null {
  if (words === undefined) return before;
  return typeof words === 'string' ? words : null;
}
