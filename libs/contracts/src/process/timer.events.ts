import { Type } from '@sinclair/typebox';
import { eventType, type FactOf, type Reading } from '../event-type';
import { fields, Instant, Slug } from '../fields';
import { readMoment } from '../moment';
import { line } from '../reading';

/** The stream of a running instance is a function of these two. */
const instance = { process: Slug, instance: Type.String({ minLength: 1, maxLength: 400 }) };

/** `due`: ISO 8601 in UTC with milliseconds. A timer is known by its name and its due time. */
const timer = { ...instance, timer: Slug, due: Instant };

const stream = (data: { readonly process: string; readonly instance: string }): string => `process-${data.process}-${data.instance}`;

/** A process waits for a time. It names no customer itself: lane and parties are those of what it waits about. */
export const timerSet = eventType({
  type: 'process.timer-set',
  version: 1,
  door: 'closed',
  final: true,
  schema: fields(timer),
  stream,
  parties: () => [],
  reads: (data) => line({ en: 'Timer set', de: 'Termin vorgemerkt' }, called(data)),
});

/** It does not wait for that any more. */
export const timerCancelled = eventType({
  type: 'process.timer-cancelled',
  version: 1,
  door: 'closed',
  final: true,
  schema: fields(timer),
  stream,
  parties: () => [],
  reads: (data) => line({ en: 'Timer cancelled', de: 'Vorgemerkter Termin entfallen' }, called(data)),
});

/** Its time came and the command was given. `outcome`: `done`, `nothing` (the wish was fulfilled already), or the code of the broken rule. */
export const timerFired = eventType({
  type: 'process.timer-fired',
  version: 1,
  door: 'closed',
  final: true,
  schema: fields({ ...timer, outcome: Type.String({ minLength: 1, maxLength: 100 }) }),
  stream,
  parties: () => [],
  reads: (data) => line({ en: 'Timer fired', de: 'Vorgemerkter Termin eingetreten' }, called(data), data.outcome === 'done' || data.outcome === 'nothing' ? undefined : data.outcome),
});

export type TimerEvent = FactOf<typeof timerSet> | FactOf<typeof timerCancelled> | FactOf<typeof timerFired>;

function called({ process, timer: name, due }: { readonly process: string; readonly timer: string; readonly due: string }): Reading {
  const at = readMoment(due) ?? { en: due, de: due };
  return { en: `${process} / ${name} · ${at.en}`, de: `${process} / ${name} · ${at.de}` };
}
