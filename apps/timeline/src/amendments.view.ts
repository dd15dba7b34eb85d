import { isAmendment } from '@throughline/contracts';
import type { EntryView } from '@throughline/kernel';
import { timelineView, type TimelineEntry } from './timeline.view';

/**
 * What was corrected, withdrawn and moved, to be laid over timelines when they are read: under its stream, to be found by the entries
 * of a page; and a move also under everybody whom it concerns, before and after, because entries of its stream now belong where
 * they were never inserted.
 */
export const amendmentsView: EntryView<TimelineEntry> = {
  kind: 'entry',
  name: 'amendments',
  version: 1,
  indexes: [],
  keys: (event) => {
    if (!isAmendment(event)) return [];
    return event.type === 'record.moved' ? [...new Set([event.stream, ...event.parties.map(({ node }) => node)])] : [event.stream];
  },
  entry: (event, key) => timelineView.entry(event, key),
};
