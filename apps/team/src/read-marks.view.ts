import type { InboxEvent } from '@throughline/contracts';
import type { DocumentView, StoredEvent } from '@throughline/kernel';

/** What somebody has read in his inbox: everything up to a position, and single entries beyond it. */
export type ReadMarks = {
  readonly staffId: string;
  /** Decimal string; `-1` = nothing. */
  readonly upTo: string;
  readonly entries: readonly string[];
};

/** Whoever marks one by one for ever has read, by now, what is older than so many single marks. */
const MOST_MARKS = 1_000;

/** All days of one person are one lane and one document. */
export const readMarksView: DocumentView<ReadMarks> = {
  kind: 'document',
  name: 'read-marks',
  version: 1,
  indexes: [],
  keys: (event) => (event.type === 'staff.inbox-read' ? [(event.data as { staffId: string }).staffId.toLowerCase()] : []),
  initial: (staffId) => ({ staffId, upTo: '-1', entries: [] }),
  evolve: (marks, event) => {
    const { upTo, entries = [] } = (event as StoredEvent & InboxEvent).data;
    const single = [...new Set([...marks.entries, ...entries])].map(BigInt).toSorted((a, b) => (a < b ? -1 : 1));
    const tooMany = single.slice(0, Math.max(0, single.length - MOST_MARKS));
    const reached = [BigInt(marks.upTo), BigInt(upTo ?? '-1'), ...tooMany.slice(-1)].reduce((a, b) => (a > b ? a : b));
    return { staffId: marks.staffId, upTo: String(reached), entries: single.filter((position) => position > reached).map(String) };
  },
};
