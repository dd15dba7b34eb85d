import { Type } from '@sinclair/typebox';
import { eventType, type FactOf } from '../event-type';
import { fields, Label, ThingId } from '../fields';
import { line } from '../reading';

const stream = (data: { readonly queueId: string }): string => `queue-${data.queueId}`;

/** Who serves it. Few: a queue that everybody serves is served by nobody. */
const Teams = Type.Array(ThingId, { maxItems: 50 });

/** Where tickets wait for an agent. Tickets name it by its `name`, so that other systems need not know our ids. */
export const queueCreated = eventType({
  type: 'staff.queue-created',
  version: 1,
  door: 'closed',
  final: true,
  schema: fields({ queueId: ThingId, name: Label, teams: Teams }),
  stream,
  parties: () => [],
  reads: (data) => line({ en: 'Queue created', de: 'Warteschlange angelegt' }, data.name),
});

/** What is not said stays as it was. */
export const queueChanged = eventType({
  type: 'staff.queue-changed',
  version: 1,
  door: 'closed',
  final: true,
  schema: fields({ queueId: ThingId, name: Type.Optional(Label), teams: Type.Optional(Teams) }),
  stream,
  parties: () => [],
  reads: (data) => line({ en: 'Queue changed', de: 'Warteschlange geändert' }, data.name, data.teams === undefined ? undefined : { en: 'other teams', de: 'andere Teams' }),
});

/** For ever; another of the same name may be created. No ticket waits in it any more. */
export const queueClosed = eventType({
  type: 'staff.queue-closed',
  version: 1,
  door: 'closed',
  final: true,
  schema: fields({ queueId: ThingId }),
  stream,
  parties: () => [],
  reads: () => line({ en: 'Queue closed', de: 'Warteschlange geschlossen' }),
});

export type QueueEvent = FactOf<typeof queueCreated> | FactOf<typeof queueChanged> | FactOf<typeof queueClosed>;
