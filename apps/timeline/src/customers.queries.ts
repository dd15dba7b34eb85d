import { Injectable } from '@nestjs/common';
import { Journal } from '@throughline/event-store';
import { candidateIdentifiers, linkView, resolveNodes, type Moment } from '@throughline/identity';
import type { Identifier, NodeId } from '@throughline/kernel';
import { Problem } from '@throughline/platform';
import { ProjectionEngine } from '@throughline/projections';
import { everyDocument, type EntryCursor } from '@throughline/read-store';
import { amendmentsView } from './amendments.view';
import { onlyOfCompany, type Members } from './company-members.queries';
import { DataAge } from './data-age';
import { Overlay } from './overlay';
import { combine, EMPTY_SUMMARY, partsOf, summaryView, type Summary, type SummaryPart } from './summary.view';
import { ofNodes, summaryAt } from './summary-at';
import { timelinePage, type TimelinePage, type TimelineQuery } from './timeline.queries';
import { timelineView } from './timeline.view';

export interface Customer {
  /** What was asked for, in the type it was found under. */
  readonly identifier: Identifier;
  readonly nodes: readonly NodeId[];
  readonly summary: Summary;
  readonly incompleteSince: string | null;
}

/** Everything that is asked about one customer. Any identifier will do; every answer is a merge-read over his nodes. */
@Injectable()
export class Customers {
  private readonly age: DataAge;

  constructor(
    private readonly journal: Journal,
    private readonly projections: ProjectionEngine,
  ) {
    this.age = new DataAge(projections);
  }

  /** The nodes of whoever is meant by a text; a text without a type may mean several types, and the one that is known wins. */
  async resolve(text: string, moment: Moment): Promise<{ readonly identifier: Identifier; readonly nodes: readonly NodeId[] }> {
    const candidates = candidateIdentifiers(text);
    const [first] = candidates;
    if (first === undefined) throw new Problem(400, 'IDENTIFIER_INVALID', 'an identifier is "type:value" or an e-mail address, a phone number or an id, at most 320 characters');
    const links = await this.projections.shelf(linkView.name);
    for (const identifier of candidates) {
      const nodes = await resolveNodes(links, this.journal.node(identifier), moment);
      if (candidates.length === 1 || (await this.isKnown(nodes))) return { identifier, nodes };
    }
    return { identifier: first, nodes: await resolveNodes(links, this.journal.node(first), moment) };
  }

  /** `members`: of a company, with what they did for it. */
  async timeline(asked: TimelineQuery, members?: Members): Promise<TimelinePage> {
    const query = members === undefined ? asked : { ...asked, nodes: [...new Set([...asked.nodes, ...members.nodes])] };
    const overlay = await Overlay.of(await this.projections.shelf(amendmentsView.name), this.journal, query);
    return timelinePage(await this.projections.shelf(timelineView.name), query, members === undefined ? overlay : onlyOfCompany(overlay, members));
  }

  /** As of now from the shelf; as of another moment folded from his entries. */
  async summary(nodes: readonly NodeId[], moment: Moment): Promise<Summary> {
    if (moment.asOf !== undefined || moment.knownAt !== undefined) return summaryAt(await this.projections.shelf(timelineView.name), nodes, moment);
    const shelf = await this.projections.shelf(summaryView.name);
    const wanted = new Set(nodes);
    let summary = EMPTY_SUMMARY;
    for await (const document of everyDocument(shelf, { node: { in: nodes } })) {
      const [part] = partsOf([document.body as unknown as SummaryPart], wanted);
      if (part !== undefined) summary = combine(summary, part.summary);
    }
    return ofNodes(summary, wanted);
  }

  incompleteSince(nodes: readonly NodeId[]): Promise<string | null> {
    return this.projections.incompleteSince(nodes);
  }

  /** See `DataAge`. */
  lagSeconds(): Promise<number | null> {
    return this.age.seconds();
  }

  /** A position on the timeline for a date: the page behind it begins with the last entry before the date's end. */
  static jumpTo(date: string): EntryCursor {
    const start = Date.parse(/^\d{4}-\d{2}-\d{2}$/.test(date) ? `${date}T23:59:59.999Z` : date);
    if (Number.isNaN(start)) throw new Problem(400, 'DATE_INVALID', 'a date is YYYY-MM-DD (UTC) or a date and time of RFC 3339');
    return { time: start, position: 2n ** 62n };
  }

  private async isKnown(nodes: readonly NodeId[]): Promise<boolean> {
    const timeline = await this.projections.shelf(timelineView.name);
    return (await timeline.entries({ keys: nodes, limit: 1 })).length > 0;
  }
}
