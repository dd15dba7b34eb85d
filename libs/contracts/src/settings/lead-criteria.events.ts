import { Type } from '@sinclair/typebox';
import { eventType, type DataOf, type FactOf } from '../event-type';
import { fields, Label, Slug } from '../fields';
import { line } from '../reading';

/** In both languages: what the company itself calls it. */
export const Wording = fields({ en: Label, de: Label });

/** Points for a yes; negative ones speak against the lead. */
export const Points = Type.Integer({ minimum: -1_000, maximum: 1_000 });

const Criterion = fields({ criterionId: Slug, label: Wording, question: Type.Optional(Wording), points: Points });

const Criteria = fields({
  criteria: Type.Array(Criterion, { minItems: 1, maxItems: 50 }),
  /** From here on the score speaks for qualifying. */
  threshold: Type.Integer({ minimum: -50_000, maximum: 50_000 }),
});
export type LeadCriteria = DataOf<typeof Criteria>;
export type LeadCriterion = DataOf<typeof Criterion>;

/** What a lead is asked, and what each yes is worth, whole. Leads qualified before keep the score they were given. */
export const leadCriteriaSet = eventType({
  type: 'settings.lead-criteria-set',
  version: 1,
  door: 'closed',
  final: true,
  schema: Criteria,
  stream: () => 'qualification-criteria',
  parties: () => [],
  reads: (data) =>
    line(
      { en: 'Criteria for leads set', de: 'Kriterien für Leads festgelegt' },
      { en: data.criteria.map(({ label, points }) => `${label.en} (${points})`).join(', '), de: data.criteria.map(({ label, points }) => `${label.de} (${points})`).join(', ') },
      { en: `from ${data.threshold} points`, de: `ab ${data.threshold} Punkten` },
    ),
});

export type LeadCriteriaEvent = FactOf<typeof leadCriteriaSet>;
