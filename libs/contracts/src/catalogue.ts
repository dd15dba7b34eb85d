import { customerTypes } from './customer/types';
import type { DataOf, EventType, Reading } from './event-type';
import { foreignChannel, foreignReading } from './foreign';
import { identityTypes } from './identity/types';
import { intakeTypes } from './intake/types';
import { marketingTypes } from './marketing/types';
import { processTypes } from './process/types';
import { recordCorrected } from './record/record.events';
import { recordTypes } from './record/types';
import { salesTypes } from './sales/types';
import { serviceTypes } from './service/types';
import { settingsTypes } from './settings/types';
import { staffTypes } from './staff/types';
import { compileValidators, type Validator, type ValidationFailure } from './validation';

const types: readonly EventType[] = [
  ...customerTypes,
  ...marketingTypes,
  ...salesTypes,
  ...serviceTypes,
  ...recordTypes,
  ...identityTypes,
  ...processTypes,
  ...staffTypes,
  ...intakeTypes,
  ...settingsTypes,
];

/** An unknown type below these is a newer one of ours, never a foreign one: it is parked and refused, not guessed at. */
const NAMESPACES = new Set(['marketing', 'sales', 'service', 'customer', 'identity', 'intake', 'staff', 'settings', 'record', 'process', 'privacy', 'automation', 'throughline']);

/** Where types without a dot belong (`Order Completed`, `page`). */
const NO_CONTEXT = 'other';

export type Upcast = { readonly ok: true; readonly data: unknown } | { readonly ok: false; readonly code: 'UNKNOWN_TYPE' | 'UNKNOWN_VERSION'; readonly detail: string };

type Correction = DataOf<typeof recordCorrected.schema>;

interface Entry {
  readonly type: EventType;
  /** By version. */
  readonly validators: ReadonlyMap<number, Validator>;
}

const entries: ReadonlyMap<string, Entry> = new Map(types.map((type) => [type.type, { type, validators: compileValidators(type) }]));

function isOurNamespace(type: string): boolean {
  const dot = type.indexOf('.');
  return dot > 0 && NAMESPACES.has(type.slice(0, dot));
}

function currentVersion(type: string): number {
  return entries.get(type)?.type.version ?? 1;
}

/** Every event type there is. Built once at boot: a schema that does not compile stops the start. */
export const catalogue = {
  types,

  /** The current version; `undefined` = foreign, or ours but not known here (`isOurNamespace` tells which). */
  type(type: string): EventType | undefined {
    return entries.get(type)?.type;
  },

  isOurNamespace,

  /** Foreign types have one version, 1. */
  currentVersion,

  /**
   * Data in clear as the current version has it; foreign data comes back untouched. A type or version of ours that this
   * program does not know is a failure for the caller to act on, and names no content.
   */
  upcast(type: string, version: number, data: unknown): Upcast {
    const own = upcast(type, version, data);
    return own.ok && type === recordCorrected.type ? upcastCorrection(own.data as Correction) : own;
  },

  /** Of data in clear; `null` = valid. Foreign data is always valid. The message never contains a value. */
  validate(type: string, data: unknown, version = currentVersion(type)): ValidationFailure | null {
    const entry = entries.get(type);
    if (entry === undefined) return isOurNamespace(type) ? { path: '', message: 'is of a type that is not known here' } : null;
    const validator = entry.validators.get(version);
    return validator === undefined ? { path: '', message: `is of version ${version}, which is not known here` } : validator(data);
  },

  /** Which part of the house it belongs to: `marketing`, `sales` …; of a foreign type its first dotted part. */
  context(type: string): string {
    const dot = type.indexOf('.');
    return dot > 0 ? type.slice(0, dot) : NO_CONTEXT;
  },

  /** The way the customer was met, if it was a contact: a slug such as `email`. Data of the current version. */
  channel(type: string, data: unknown): string | undefined {
    const known = entries.get(type)?.type;
    const channel: unknown = known === undefined ? foreignChannel(type, data) : known.channel?.(data as never);
    return typeof channel === 'string' ? channel : undefined;
  },

  /** One line for a timeline. Data of the current version, in clear or with fields erased. */
  reads,
};

function upcast(type: string, version: number, data: unknown): Upcast {
  const known = entries.get(type)?.type;
  if (known === undefined) return isOurNamespace(type) ? { ok: false, code: 'UNKNOWN_TYPE', detail: type } : { ok: true, data };
  if (version === known.version) return { ok: true, data };
  const steps = (known.past ?? []).filter((past) => past.version >= version);
  if (steps[0]?.version !== version) return { ok: false, code: 'UNKNOWN_VERSION', detail: `${type} version ${version}` };
  return { ok: true, data: steps.reduce((older, step) => step.upcast(older as never), data) };
}

/** What a correction says instead is data of another type, and ages with that type. */
function upcastCorrection(correction: Correction): Upcast {
  const { type, version } = correction;
  const current = upcast(type, version, correction.data);
  return current.ok ? { ok: true, data: { ...correction, version: currentVersion(type), data: current.data } } : current;
}

function reads(type: string, data: unknown): Reading {
  return entries.get(type)?.type.reads(data as never, reads) ?? foreignReading(type, data);
}
