import { effectiveTime, type DocumentView, type StoredEvent } from '@throughline/kernel';

/** What happened to one thing, step by step, in the order of effective time; steps of the same time stand as they were recorded. */
export type History = {
  readonly category: string;
  readonly thing: string;
  readonly steps: readonly { readonly at: number; readonly activity: string }[];
};

const CATEGORIES = ['ticket', 'opportunity', 'lead'];

/** For process reports: variants, activities, durations. Streams of things are short, so the steps fit in a document. */
export const historyView: DocumentView<History> = {
  kind: 'document',
  name: 'history',
  version: 1,
  indexes: ['category'],
  keys: (event) => (CATEGORIES.includes(categoryOf(event.stream)) ? [event.stream] : []),
  streamsOf: (stream) => [stream],
  initial: (stream) => ({ category: categoryOf(stream), thing: stream.slice(stream.indexOf('-') + 1), steps: [] }),
  evolve: (history, event) => {
    const step = { at: effectiveTime(event), activity: activityOf(event) };
    const later = history.steps.findLastIndex(({ at }) => at <= step.at) + 1;
    return { ...history, steps: history.steps.toSpliced(later, 0, step) };
  },
};

function categoryOf(stream: string): string {
  return stream.slice(0, stream.indexOf('-'));
}

/** What the system it was imported from calls the step; else our own name of it. */
function activityOf({ type, data }: StoredEvent): string {
  const { activity } = data as { activity?: unknown };
  return typeof activity === 'string' ? activity : type;
}
