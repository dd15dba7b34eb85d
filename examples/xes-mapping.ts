/** What an activity of a log means in the catalogue. */
import { catalogue } from '@throughline/contracts';
import { readFileSync } from 'node:fs';
import { InputError } from './cloud-events';

export type Kind = 'ticket' | 'opportunity';

export interface Meaning {
  readonly type: string;
  /** Fields that every such event gets, such as `direction` of a reply; checked against the catalogue when the mapping is read. */
  readonly data: Readonly<Record<string, unknown>>;
}

export interface Mapping {
  readonly kind: Kind;
  /** By activity; with the life cycle behind it (`Wait+suspend`) goes before without it. */
  readonly meanings: ReadonlyMap<string, Meaning>;
}

export const KINDS = {
  ticket: { prefix: 'service.ticket-', id: 'ticketId', opened: 'service.ticket-opened', other: 'service.ticket-activity-recorded' },
  opportunity: { prefix: 'sales.opportunity-', id: 'opportunityId', opened: 'sales.opportunity-opened', other: 'sales.opportunity-activity-recorded' },
} as const;

const DEFAULTS: Readonly<Record<Kind, Readonly<Record<string, string>>>> = {
  ticket: { 'Take in charge ticket': 'service.ticket-assigned', 'Resolve ticket': 'service.ticket-resolved', Closed: 'service.ticket-closed' },
  opportunity: {},
};

/** The defaults, and over them what a file says: `{"Activity": "type"}` or `{"Activity": {"type": …, "data": {…}}}`. */
export function mappingOf(kind: Kind, file?: string): Mapping {
  const said = file === undefined ? {} : readMappingFile(file);
  const meanings = Object.entries({ ...DEFAULTS[kind], ...said }).map(([activity, meaning]) => [activity, meaningOf(kind, activity, meaning)] as const);
  return { kind, meanings: new Map(meanings) };
}

function readMappingFile(file: string): Record<string, unknown> {
  const text = readFileSync(file, 'utf8');
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Record<string, unknown>;
  } catch {
    throw new InputError(`${file} is not valid JSON`);
  }
  throw new InputError(`${file} must be an object of activities`);
}

function meaningOf(kind: Kind, activity: string, said: unknown): Meaning {
  const { type, data = {} } = (typeof said === 'string' ? { type: said } : (said ?? {})) as { type?: unknown; data?: Record<string, unknown> };
  const { prefix, id } = KINDS[kind];
  if (typeof type !== 'string' || !type.startsWith(prefix)) throw new InputError(`mapping of "${activity}": the type must begin with ${prefix}`);
  if (!takes(type, 'activity')) throw new InputError(`mapping of "${activity}": ${type} cannot hold the name of an activity`);
  const fault = catalogue.validate(type, { [id]: 'probe', activity, ...stageFor(type, activity), ...data });
  if (fault !== null) throw new InputError(`mapping of "${activity}": ${fault.path === '' ? 'the data' : fault.path} ${fault.message}`);
  return { type, data };
}

/** What an activity means: what the mapping says; else it opens the thing if it is the first of its trace. */
export function meaningFor({ kind, meanings }: Mapping, activity: string, transition: string | undefined, isFirst: boolean): Meaning {
  const said = (transition === undefined ? undefined : meanings.get(`${activity}+${transition}`)) ?? meanings.get(activity);
  return said ?? { type: isFirst ? KINDS[kind].opened : KINDS[kind].other, data: {} };
}

export function takes(type: string, field: string): boolean {
  return catalogue.type(type)?.schema.properties[field] !== undefined;
}

/** A stage where the catalogue wants one: the activity in small letters, digits and dashes. */
export function stageFor(type: string, activity: string): { readonly stage?: string } {
  return takes(type, 'stage') ? { stage: slugOf(activity) } : {};
}

function slugOf(text: string): string {
  const slug = text.normalize('NFKD').toLowerCase().replace(/\p{M}+/gu, '').replace(/[^a-z0-9]+/g, '-').slice(0, 61).replace(/^-+/, '').slice(0, 60).replace(/-+$/, '');
  return slug === '' ? 'unnamed' : slug;
}
