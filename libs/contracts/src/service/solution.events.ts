import { Type } from '@sinclair/typebox';
import { eventType, type FactOf } from '../event-type';
import { fields, FreeText, Label, PersonalLabel, ShortFreeText, ThingId } from '../fields';
import { line, named, sayable } from '../reading';

/** ISO 639-1. */
const Language = Type.String({ pattern: '^[a-z]{2}$' });
const Labels = Type.Array(Label, { maxItems: 50 });

/** What helped once and may help again. Its lane is its own: it belongs to no customer. */
export const solutionWritten = eventType({
  type: 'service.solution-written',
  version: 1,
  door: 'open',
  schema: fields({
    solutionId: ThingId,
    title: PersonalLabel,
    symptom: Type.Optional(ShortFreeText),
    solution: FreeText,
    products: Type.Optional(Labels),
    categories: Type.Optional(Labels),
    language: Type.Optional(Language),
  }),
  stream: (data) => `solution-${data.solutionId}`,
  parties: () => [],
  reads: (data) => line({ en: 'Solution written', de: 'Lösung angelegt' }, data.title, ...(data.products ?? []), ...(data.categories ?? [])),
});

/** What is said anew; the rest stays. */
export const solutionRevised = eventType({
  type: 'service.solution-revised',
  version: 1,
  door: 'open',
  schema: fields({
    solutionId: ThingId,
    title: Type.Optional(PersonalLabel),
    symptom: Type.Optional(ShortFreeText),
    solution: Type.Optional(FreeText),
    products: Type.Optional(Labels),
    categories: Type.Optional(Labels),
    language: Type.Optional(Language),
  }),
  stream: (data) => `solution-${data.solutionId}`,
  parties: () => [],
  reads: (data) => line({ en: 'Solution revised', de: 'Lösung überarbeitet' }, data.title),
});

/** No longer offered; the tickets it helped keep naming it. */
export const solutionRetired = eventType({
  type: 'service.solution-retired',
  version: 1,
  door: 'open',
  schema: fields({ solutionId: ThingId, reason: Type.Optional(ShortFreeText), replacedBy: Type.Optional(ThingId) }),
  stream: (data) => `solution-${data.solutionId}`,
  parties: () => [],
  reads: (data) => line({ en: 'Solution retired', de: 'Lösung archiviert' }, data.reason, named('replaced by', 'ersetzt durch', sayable(data.replacedBy))),
});

export type SolutionEvent = FactOf<typeof solutionWritten> | FactOf<typeof solutionRevised> | FactOf<typeof solutionRetired>;
